package io.voicebridge.five9.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptKitTest {

    /** As {@code GET /five9/v1/outcome} answers. */
    private static final String ANSWER = """
            {"status":"ready","correlation":"600000000054602","qualified":"yes","outcome":"qualified",\
            "route_type":"SkillTransfer","route_value":"Sales_West","route_reason":"Wants a 'quick' quote",\
            "summary":"Owns home, 240 USD bill","intent":"quote","dnc":"no","callback_at":"","consent":"yes",\
            "ended_by":"agent","duration_s":"143","conversation_id":"cv_8f3","error":""}""";

    @ParameterizedTest
    @CsvSource({
        "STATUS,ready",
        "QUALIFIED,yes",
        "OUTCOME,qualified",
        "ROUTE_TYPE,SkillTransfer",
        "ROUTE_VALUE,Sales_West",
        "ROUTE_REASON,'Wants a ''quick'' quote'",
        "SUMMARY,'Owns home, 240 USD bill'",
        "INTENT,quote",
        "DNC,no",
        "CALLBACK_AT,''",
        "CONVERSATION_ID,cv_8f3",
    })
    void findsEachFieldWithItsExpression(OutcomeField field, String value) {
        Matcher matcher = field.expression().matcher(ANSWER);

        assertThat(matcher.find()).isTrue();
        assertThat(matcher.group(1)).isEqualTo(value);
    }

    @Test
    void findsAllFieldsWithOneExpression() {
        Matcher matcher = OutcomeField.all().matcher(ANSWER);

        assertThat(matcher.find()).isTrue();
        assertThat(IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group))
                .hasSize(OutcomeField.values().length)
                .startsWith("ready", "yes", "qualified", "SkillTransfer", "Sales_West")
                .endsWith("no", "", "cv_8f3");
    }

    @Test
    void sendsTenHeadersAndRegistersTheRest() {
        LeadHeaders headers = LeadHeaders.of(List.of("a", "b", "c", "d", "e", "f", "g", "h"));

        assertThat(headers.headers())
                .hasSize(10)
                .containsEntry("X-CallSessionId", "Call.session_id")
                .containsEntry("X-f", "Contact.f")
                .doesNotContainKey("X-g");
        assertThat(headers.registeredOnly()).containsExactly("g", "h");
        assertThat(kit(List.of("a", "b", "c", "d", "e", "f", "g", "h")).get("SETUP.md"))
                .contains("in the registration alone: g, h");
    }

    @Test
    void writesTheSheetForThisNumber() {
        assertThat(kit(List.of("first_name", "city")).get("SETUP.md"))
                .contains("# +13453453453: what to set up in Five9")
                .contains("| answered by the agent | `qualify-solar` |")
                .contains("`https://voice.example.com/five9/v1`")
                .contains("ToIVA = PUT(ToIVA, \"X-first_name\", Contact.first_name)")
                .contains("| `VoiceBridge.summary` | `\"summary\":\"([^\"]*)\"` |")
                .contains("| `VoiceBridge.summary` | STRING | yes | what was said")
                .contains("## The Five9 representative", "## The carrier", "## Whoever runs the bridge")
                .contains("6 headers of the 10 that Five9 sends. Their names take 90 of the 1,024 bytes")
                .contains("| `do_not_call` | Do Not Call |")
                .contains("the skill `Sales_West`");
    }

    @Test
    void isTheSameEachTime() {
        assertThat(kit(List.of("city"))).isEqualTo(kit(List.of("city")));
    }

    @Test
    void holdsNoSecret() {
        assertThat(kit(List.of("city")).values()).noneMatch(text -> text.contains("vb_"));
    }

    private static Map<String, String> kit(List<String> fields) {
        return new ScriptKit(new KitFacts(
                        "+13453453453",
                        "qualify-solar",
                        URI.create("https://voice.example.com"),
                        "sip:voice.example.com:5061;transport=tls",
                        fields,
                        "Sales_West"))
                .files();
    }
}
