package io.voicebridge.five9.kit;

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
                representative(),
                carrier(),
                bridge(),
                check(),
                variables(),
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
                2. **Call variables** of a group `VoiceBridge`: the list is below.
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
                        ScriptKit.DISPOSITIONS.values().stream()
                                .map(name -> "`" + name + "`")
                                .collect(Collectors.joining(", ")),
                        KitModules.PROFILE,
                        facts.fallbackSkill());
    }

    private String representative() {
        return """
                ## The Five9 representative

                Only where calls come over a trunk from Five9's point of presence (Method A). Ask for:

                - `%1$s` in the domain's number inventory, routed over the trunk to `%2$s`: a number that is not leaves over the
                  telephone network, and no X- header arrives.
                - both sides let each other's addresses in, for SIP and for audio; both answer OPTIONS.
                - TLS 1.2 or 1.3, SRTP with keys in the description (SDES), G.711 µ-law, digits by RFC 4733.
                """.formatted(facts.number(), facts.sip());
    }

    private String carrier() {
        return """
                ## The carrier

                Only where Five9 calls a number of Twilio or Telnyx (Method B): `%1$s` forwards to `%2$s` (origination URL, or FQDN
                connection), with Secure Trunking or SRTP. `./bridge doctor --number %1$s` compares it with the bridge. Over the
                telephone network **no X- header arrives**: then the registration is what brings the lead, and calls are found
                by the customer's number.
                """.formatted(facts.number(), facts.sip());
    }

    private String bridge() {
        return """
                ## Whoever runs the bridge

                - Option A: nothing more. The agent ends its part, and the call goes back by itself.
                - Option B: the number's `terminal_uri` is the carrier's, and the agent transfers to the inbound campaign's number
                  (`transfer` in a rule of its dialogue, or the tool of a hosted agent). Without it no call reaches a person.
                """;
    }

    private String check() {
        return """
                ## A first call

                Leave `ToIVA` with the one entry `X-city: Denver`, call, and look at the conversation's variables: `city` is Denver.
                Then put the fields below in place of it.
                """;
    }

    private static String variables() {
        StringBuilder text = new StringBuilder("""
                ## Call variables

                | variable | type | on the agents' screen pop | |
                |---|---|---|---|
                """);
        for (OutcomeField field : OutcomeField.values()) {
            text.append("| `")
                    .append(field.variable())
                    .append("` | STRING | ")
                    .append(field.isForPeople() ? "yes" : "no")
                    .append(" | ")
                    .append(field.meaning)
                    .append(" |\n");
        }
        return text.append("| `VoiceBridge.registration` | STRING | no | ok, or what is wrong with the number |\n")
                .toString();
    }

    private String headers() {
        StringBuilder text = new StringBuilder("## Set Variable: Pack the lead\n\n");
        headers.headers().forEach((header, variable) -> text.append("    ToIVA = PUT(ToIVA, \"")
                .append(header)
                .append("\", ")
                .append(variable)
                .append(")\n"));
        text.append("\n").append(headers.headers().size()).append(" headers of the 10 that Five9 sends. ");
        text.append("Their names take ")
                .append(headers.bytesOfNames())
                .append(" of the 1,024 bytes that all of them may have, so the values have ")
                .append(LeadHeaders.MOST_BYTES - headers.bytesOfNames())
                .append("; a summary or a transcript belongs into a Query.\n");
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
