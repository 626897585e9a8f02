package io.voicebridge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SipVariablesTest {

    private final SipVariables variables = new SipVariables();

    @Test
    void stripsThePrefixAndKeepsUnderscoresAndValues() {
        CallVariables read = variables.read(headers("X-first_name", "John Doe", "x-city", " Denver  West", "To", "x"));

        assertThat(read.received())
                .containsExactly(
                        ReceivedVariable.fromHeader("first_name", "X-first_name", "John Doe"),
                        ReceivedVariable.fromHeader("city", "x-city", " Denver  West"));
        assertThat(read.notes()).isEmpty();
    }

    @Test
    @Five9(Five9Habit.SPELLINGS_OF_HEADERS)
    void keepsFirstOfRepeatedHeaders() {
        CallVariables read = variables.read(headers("X-city", "Denver", "x-CITY", "Boulder"));

        assertThat(read.received()).extracting(ReceivedVariable::value).containsExactly("Denver");
        assertThat(read.notes()).extracting(Note::kind).containsExactly("header-repeated");
    }

    @Test
    @Five9(Five9Habit.CARRIER_HEADERS)
    void keepsCarrierHeadersApart() {
        CallVariables read = variables.read(headers("X-Twilio-CallSid", "CA1", "X-telnyx-Session", "s", "X-city", "D"));

        assertThat(read.received()).extracting(ReceivedVariable::name).containsExactly("city");
        assertThat(read.carrier()).containsEntry("X-Twilio-CallSid", "CA1").hasSize(2);
    }

    @Test
    @Five9(Five9Habit.SPELLINGS_OF_HEADERS)
    void findsTheCorrelationUnderTheNamesOfTheField() {
        for (String name : List.of(
                "X-CallSessionId", "X-CallSessionID", "x-correlation_id", "X-Correlation-Id", "X-five9sessionid")) {
            assertThat(variables.read(headers("X-city", "D", name, " 600 ")).correlation())
                    .as(name)
                    .isEqualTo("600");
        }
        assertThat(variables
                        .read(headers("X-CallSessionID", "s", "X-correlation_id", "c"))
                        .correlation())
                .isEqualTo("c");
    }

    @Test
    void findsTheCustomersNumbers() {
        assertThat(variables
                        .read(headers("X-CallANI", "3035550100", "X-phone_number", "+13035550101"))
                        .parties())
                .containsExactly("3035550100", "+13035550101");
    }

    @Test
    @Five9(Five9Habit.TOKENS)
    void masksSecrets() {
        assertThat(variables
                        .read(headers("X-PolyAi-Auth-Token", "s3cret", "X-author", "Poe"))
                        .received())
                .extracting(ReceivedVariable::value)
                .containsExactly("***", "Poe");
    }

    @Test
    void masksWhatIsASecretOfOursByItself() {
        assertThat(variables
                        .read(headers("X-note", "vb_k1_abc", "X-hook", " whsec_abc", "X-plan", "Basic cleaning"))
                        .received())
                .extracting(ReceivedVariable::value)
                .containsExactly("***", "***", "Basic cleaning");
    }

    @Test
    @Five9(Five9Habit.TOKENS)
    void masksTheTokenThatAScriptForServiceNowSends() {
        assertThat(variables.read(headers("x-snc-param", "s3cret")).received())
                .extracting(ReceivedVariable::value)
                .containsExactly("***");
    }

    @Test
    void takesAsTokensWhatOurOwnHeaderAndThoseOfOthersHaveAndShowsNoneOfThem() {
        var sent = headers(
                "x-snc-param",
                "second",
                "X-Call-Token",
                " first ",
                "X-CallToken",
                "again",
                "X-Auth-Token",
                "another's");

        assertThat(SipVariables.tokens(sent))
                .containsExactly(new CallToken("X-Call-Token", "first"), new CallToken("x-snc-param", "second"));
        assertThat(SipVariables.tokens(sent).toString()).doesNotContain("first", "second");
        assertThat(variables.read(sent).received())
                .extracting(ReceivedVariable::value)
                .containsOnly("***");
        assertThat(SipVariables.tokens(headers("X-Call-Token", "t".repeat(201))))
                .isEmpty();
    }

    @Test
    void cutsALongValueOnAWholeCharacterAndSaysSo() {
        CallVariables read = variables.read(headers("X-note", "ü".repeat(40_000)));

        assertThat(read.received().get(0).value().getBytes(StandardCharsets.UTF_8))
                .hasSize(1024);
        assertThat(read.notes()).extracting(Note::kind).containsExactly("header-cut");
    }

    @Test
    void dropsControlCharactersAndSaysSo() {
        CallVariables read = variables.read(headers("X-name", "Ann\r\nX-evil: 1"));

        assertThat(read.received().get(0).value()).isEqualTo("AnnX-evil: 1");
        assertThat(read.notes()).extracting(Note::kind).containsExactly("header-cleaned");
    }

    @Test
    void takesAtMostSixtyFourVariables() {
        List<SignalHeader> many = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> many.add(new SignalHeader("X-v" + i, "x")));

        CallVariables read = variables.read(many);

        assertThat(read.received()).hasSize(SipVariables.MAX_VARIABLES);
        assertThat(read.notes()).hasSizeLessThan(25).extracting(Note::kind).contains("header-refused");
    }

    @Property
    void neverThrowsAndNeverExceedsItsLimits(@ForAll List<String> texts) {
        List<SignalHeader> headers = new ArrayList<>();
        texts.forEach(text -> headers.add(new SignalHeader("X-" + text, text)));

        CallVariables read = variables.read(headers);

        assertThat(read.received()).allSatisfy(variable -> {
            assertThat(variable.value().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
            assertThat(variable.value().chars()).noneMatch(Character::isISOControl);
        });
    }

    private static List<SignalHeader> headers(String... namesAndValues) {
        List<SignalHeader> headers = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new SignalHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        return headers;
    }
}
