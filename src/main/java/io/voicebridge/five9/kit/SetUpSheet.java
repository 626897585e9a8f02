package io.voicebridge.five9.kit;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The sheet of a kit, in Markdown: who does what, in the order of the work, with every text to enter. */
final class SetUpSheet {

    private final KitFacts facts;
    private final LeadHeaders headers;

    SetUpSheet(KitFacts facts) {
        this.facts = facts;
        this.headers = LeadHeaders.of(facts.leadFields());
    }

    String text() {
        return String.join(
                "\n",
                head(),
                administrator(),
                connection(),
                check(),
                headers(),
                expressions(),
                branches(),
                rehearsal());
    }

    private String head() {
        return """
                # %1$s: what to set up in Five9

                | | |
                |---|---|
                | number | `%1$s` |
                | answered by the agent | `%2$s` |
                | calls arrive at | `%3$s` |
                | scripts ask at | `%4$s/five9/v1` |
                | a customer of whom nothing is known goes to the skill | `%5$s` |
                """.formatted(facts.number(), facts.agent(), facts.sip(), facts.http(), facts.fallbackSkill());
    }

    private String administrator() {
        return """
                ## The Five9 administrator

                1. **Authorization profile** `%s`: Basic, with the id of a key as user and its secret as password
                   (`./bridge keys create --tenant NAME --scope five9`), or the header `X-API-Key`. No key in a script or a URL.
                2. **Call variables** of a group `VoiceBridge`, all of type STRING:
                   %s, and `VoiceBridge.registration`. Put `summary`, `intent`, `route_reason` and `conversation_id` on the
                   agents' screen pop.
                3. **Dispositions**: %s and `Queue Timeout`. `Do Not Call` adds the number to the do-not-call list;
                   `Callback` asks for a time.
                4. **Import** one script of this kit. Option A (recommended): `VoiceBridge-OptionA.five9ivr`. Option B:
                   `VoiceBridge-OptionB.five9ivr` for the outbound campaign, `VoiceBridge-OptionB-Inbound.five9ivr` for the inbound
                   campaign with the number that the agent transfers to.
                5. **Open these modules after the import** and check, because their settings belong to the domain:
                   - *Hand over to the agent*: Send Data to 3rd Party is checked with `ToIVA`; for Option A Receive Data with
                     `FromIVA` and **Return After 3rd Party Call is checked**; for Option B it is not.
                   - each Query: the authorization profile is `%s`.
                   - each Hangup: the disposition that the module is named for.
                   - *Agent not reached*, *Outcome unknown* and *To an agent*: the skill `%s`.
                6. **Campaign**: bind the script to connected calls; begin with a slow pace.
                """.formatted(
                        KitModules.PROFILE,
                        Arrays.stream(OutcomeField.values())
                                .map(field -> "`" + field.variable() + "`")
                                .collect(Collectors.joining(", ")),
                        ScriptKit.DISPOSITIONS.values().stream()
                                .map(name -> "`" + name + "`")
                                .collect(Collectors.joining(", ")),
                        KitModules.PROFILE,
                        facts.fallbackSkill());
    }

    private String connection() {
        return """
                ## Who connects the two

                - **The Five9 representative** (trunk between Five9's point of presence and this bridge): puts `%1$s` into the number
                  inventory and routes it to `%2$s`. Both sides let each other's addresses in and answer OPTIONS.
                - **The carrier** (Twilio or Telnyx): its number forwards to `%2$s`, with SRTP if the bridge asks for it. Over the
                  telephone network **no X- header arrives**: then the registration below is what brings the lead, and calls are
                  found by the customer's number.
                """.formatted(facts.number(), facts.sip());
    }

    private String check() {
        return """
                ## A first call

                Leave `ToIVA` with the one entry `X-city: Denver`, call, and look at the conversation's variables: `city` is Denver.
                Then put the fields below in place of it.
                """;
    }

    private String headers() {
        StringBuilder text = new StringBuilder("## Set Variable: Pack the lead\n\n");
        headers.headers().forEach((header, variable) -> text.append("    ToIVA = PUT(ToIVA, \"")
                .append(header)
                .append("\", ")
                .append(variable)
                .append(")\n"));
        text.append("\n").append(headers.headers().size()).append(" headers of the 10 that Five9 sends. ");
        text.append("Keep all of them together below 1 KB; a summary or a transcript belongs into a Query.\n");
        if (!headers.registeredOnly().isEmpty()) {
            text.append("Without a header of their own, and so in the registration alone: ")
                    .append(String.join(", ", headers.registeredOnly()))
                    .append(".\n");
        }
        return text.toString();
    }

    private String expressions() {
        StringBuilder text = new StringBuilder("""
                ## Query: regular expressions

                All with flags 0, for status 200 to 200. One expression for all of them is in the script; for one field:

                | variable | expression | |
                |---|---|---|
                """);
        for (OutcomeField field : OutcomeField.values()) {
            text.append("| `")
                    .append(field.variable())
                    .append("` | `")
                    .append(field.expression().pattern())
                    .append("` | ")
                    .append(field.meaning)
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String branches() {
        StringBuilder text = new StringBuilder("""
                ## Case

                First `VoiceBridge.route_type`: `SkillTransfer` (the skill stands in `VoiceBridge.route_value`), `PhoneTransfer`
                (there the number). Then `VoiceBridge.outcome`:

                | EQUALS | disposition |
                |---|---|
                """);
        for (Map.Entry<String, String> entry : ScriptKit.DISPOSITIONS.entrySet()) {
            text.append("| `")
                    .append(entry.getKey())
                    .append("` | ")
                    .append(entry.getValue())
                    .append(" |\n");
        }
        return text.append("| (no match) | to an agent of the skill above: nobody is lost |\n")
                .toString();
    }

    private String rehearsal() {
        return """
                ## Before the first lead

                    ./bridge simulate --script VoiceBridge-OptionA.five9ivr --leads leads.csv --target %s

                plays the script against this bridge with real calls.
                """.formatted(facts.sip().indexOf(';') < 0 ? facts.sip() : "'" + facts.sip() + "'");
    }
}
