package io.voicebridge.five9;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class FlatViewTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void isOneLineInFixedOrder() {
        String line = new FlatView("ready", false)
                .put("correlation", "600")
                .put("summary", "Owns \"home\",\r\n240 USD\u0007")
                .write(FlatFormat.JSON);

        assertThat(line)
                .isEqualTo("{\"status\":\"ready\",\"correlation\":\"600\",\"summary\":\"Owns 'home', 240 USD\","
                        + "\"error\":\"\"}");
    }

    @Test
    @Five9(Five9Habit.NAIVE_EXPRESSION)
    void everyFieldIsFoundByAScriptsRegularExpression() {
        String line = new FlatView("ready", false)
                .put("outcome", "qualified")
                .put("summary", "Said \"yes\"\nto all")
                .put("route_value", "Sales_West")
                .write(FlatFormat.JSON);

        Map.of("status", "ready", "outcome", "qualified", "summary", "Said 'yes' to all", "route_value", "Sales_West")
                .forEach((name, value) -> {
                    for (int flags : new int[] {0, Pattern.DOTALL}) {
                        Matcher naive = Pattern.compile("\"" + name + "\":\"([^\"]*)\"", flags)
                                .matcher(line);
                        assertThat(naive.find()).isTrue();
                        assertThat(naive.group(1)).isEqualTo(value);
                        Matcher reluctant = Pattern.compile(".*\"" + name + "\":\"(.*?)\".*", flags)
                                .matcher(line);
                        assertThat(reluctant.matches()).isTrue();
                        assertThat(reluctant.group(1)).isEqualTo(value);
                    }
                });
    }

    @Test
    @Five9(Five9Habit.ASCII)
    void asciiKeepsLettersAndLosesNothingElse() {
        assertThat(new FlatView("ok", true)
                        .put("name", "Müller-Lüdenscheidt “Zoë” – straße… 中")
                        .write(FlatFormat.JSON))
                .contains("Muller-Ludenscheidt 'Zoe' - strasse... ?");
    }

    @Test
    void cutsALongValueWithAnEllipsis() {
        String line =
                new FlatView("ok", false).put("summary", "x".repeat(300), 250).write(FlatFormat.JSON);

        assertThat(line).contains("\"" + "x".repeat(249) + "…\"");
    }

    @Test
    void leavesOutFieldsThatWereNotAskedFor() {
        assertThat(new FlatView("ready", false)
                        .put("outcome", "qualified")
                        .put("summary", "s")
                        .only(List.of("outcome"))
                        .write(FlatFormat.JSON))
                .isEqualTo("{\"status\":\"ready\",\"outcome\":\"qualified\",\"error\":\"\"}");
    }

    @Test
    @Five9(Five9Habit.OLDER_XML)
    void writesTheOlderXmlForm() {
        assertThat(new FlatView("ready", false).put("outcome", "it's <A&B>").write(FlatFormat.FIVE9XML))
                .isEqualTo("<response><variables><var name=\"status\" expr=\"'ready'\"/>"
                        + "<var name=\"outcome\" expr=\"'it`s &lt;A&amp;B&gt;'\"/></variables>"
                        + "<error code=\"0\" description=\"\"/></response>");
    }

    @Property
    @Five9(Five9Habit.SIZE)
    void anyValuesMakeOneLineOfAtMostTwoKilobytesWithAllKeys(
            @ForAll String a, @ForAll String b, @ForAll boolean ascii, @ForAll FlatFormat format) throws Exception {
        FlatView view = new FlatView("ready", ascii)
                .put("correlation", a)
                .put("route_reason", b + a)
                .put("summary", b.repeat(20))
                .put("intent", (a + "é\\<").repeat(200))
                .put("route_value", "中".repeat(600))
                .extra("v_" + a, b)
                .extra("v_city", b.repeat(30))
                .error(a + b);

        String line = view.write(format);

        assertThat(line).doesNotContain("\n").doesNotContain("\r").isEqualTo(view.write(format));
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(FlatView.MAX_BYTES);
        if (ascii) {
            assertThat(line.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        }
        if (format == FlatFormat.JSON) {
            JsonNode read = json.readTree(line);
            assertThat(read.fieldNames())
                    .toIterable()
                    .startsWith("status", "correlation", "route_reason", "summary", "intent", "route_value")
                    .endsWith("error");
            assertThat(read).allMatch(JsonNode::isTextual);
        } else if (format != FlatFormat.KV) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(line)));
        }
    }
}
