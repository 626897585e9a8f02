package io.voicebridge.five9;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FieldReaderTest {

    private final FieldReader reader = new FieldReader();

    @Test
    void readsJson() {
        Fields fields = reader.read(
                "",
                "{\"correlation\":\"600000000054602\",\"n\":600000000054602,\"b\":true,\"z\":null,\"deep\":{\"a\":1}}");

        assertThat(fields.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("correlation", "600000000054602", "n", "600000000054602", "b", "true", "z", ""));
        assertThat(fields.fault()).isEmpty();
    }

    @Test
    @Five9(Five9Habit.METHODS)
    void readsFormAndQueryTogetherAndTheQueryCountsFirst() {
        Fields fields = reader.read("correlation=a%2Bb&Wait=3", "CORRELATION=other&X-first_name=Ann+Lee&x=100%");

        assertThat(fields.get("Correlation")).isEqualTo("a+b");
        assertThat(fields.get("wait")).isEqualTo("3");
        assertThat(fields.get("x-FIRST_name")).isEqualTo("Ann Lee");
        assertThat(fields.get("x")).isEqualTo("100%");
    }

    @Test
    @Five9(Five9Habit.BROKEN_TEMPLATE)
    void salvagesUnescapedQuotesInALeadsName() {
        Fields fields = reader.read(
                "",
                "{\"correlation\":\"c1\",\"X-first_name\":\"Ann \"Bo\", the \"one\" Lee\",\n \"X-city\":\"Den\nver\","
                        + "\"X-path\":\"C:\\\",\"ani\":,\"number\":+13453453453 }");

        assertThat(fields.values())
                .containsEntry("correlation", "c1")
                .containsEntry("X-first_name", "Ann \"Bo\", the \"one\" Lee")
                .containsEntry("X-city", "Den\nver")
                .containsEntry("ani", "")
                .containsEntry("number", "+13453453453");
        assertThat(fields.fault()).isEmpty();
    }

    @Test
    void salvagesABodyThatWasCutOff() {
        assertThat(reader.read("", "{\"correlation\":\"c1\",\"X-note\":\"and th")
                        .values())
                .containsEntry("correlation", "c1")
                .containsEntry("X-note", "and th");
    }

    @Test
    void firstOfARepeatedNameCounts() {
        assertThat(reader.read("", "{\"correlation\":\"c1\",\"Correlation\":\"c2\"}")
                        .get("correlation"))
                .isEqualTo("c1");
    }

    @Test
    void namesTheFaultOfABodyThatIsNothing() {
        for (String body : List.of("{", "{]", "[1,2]", "hello", "{\"", "<xml/>")) {
            assertThat(reader.read("", body).fault()).as(body).isNotEmpty();
        }
        assertThat(reader.read("", "x".repeat(FieldReader.MAX_INPUT + 1)).fault())
                .contains("larger");
    }

    @Test
    void holdsNumbersToTheirRange() {
        Fields fields = reader.read("wait=99&a=-3&b=x&c=NaN&d=2.7", "");

        assertThat(fields.number("wait", 0, 0, 4)).isEqualTo(4);
        assertThat(fields.number("a", 1, 0, 4)).isZero();
        assertThat(fields.number("b", 1, 0, 4)).isEqualTo(1);
        assertThat(fields.number("c", 1, 0, 4)).isZero();
        assertThat(fields.number("d", 0, 0, 4)).isEqualTo(2);
    }

    @Property
    void neverThrowsAndStaysWithinItsLimits(@ForAll String query, @ForAll String body) {
        for (String text : List.of(body, "{" + body, "{\"a\":\"" + body + "\",\"b\":\"x\"}", "{\"" + body + "\":1}")) {
            Fields fields = reader.read(query, text);

            assertThat(fields.values().size()).isLessThanOrEqualTo(Fields.MAX_FIELDS);
            assertThat(fields.values().values()).allMatch(value -> value.length() <= Fields.MAX_VALUE);
        }
    }

    @Property
    @Five9(Five9Habit.BROKEN_TEMPLATE)
    void anyNameSplicedIntoATemplateLeavesTheOtherFieldsAlone(
            @ForAll @AlphaChars @NotBlank @StringLength(max = 20) String city,
            @ForAll @StringLength(max = 60) String name) {
        String body = "{\"correlation\":\"c1\",\"X-city\":\"" + city + "\",\"X-first_name\":\"" + name + "\"}";

        Fields fields = reader.read("", body);

        assertThat(fields.get("correlation")).isEqualTo("c1");
        assertThat(fields.get("X-city")).isEqualTo(city);
        assertThat(fields.values()).containsKey("X-first_name");
    }
}
