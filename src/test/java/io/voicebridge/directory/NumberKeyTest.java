package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberKeyTest {

    private static String key(String called) {
        return NumberKey.of(called, "US").map(NumberKey::text).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+13453453453",
                "13453453453",
                "3453453453",
                "(345) 345-3453",
                "tel:+1-345-345-3453",
                "tel:3453453453;phone-context=+1",
                "sip:+13453453453@bridge.example.com;transport=tcp",
                "sips:13453453453@bridge.example.com",
                "SIP:%2B13453453453@host",
                "<sip:+13453453453@host;user=phone>;tag=1",
                "+13453453453;npdi",
                "01113453453453"
            })
    @Five9(Five9Habit.SPELLINGS_OF_NUMBERS)
    void findsOneKeyForEverySpelling(String called) {
        assertThat(key(called)).isEqualTo("+13453453453");
    }

    @Test
    @Five9(Five9Habit.SPELLINGS_OF_NUMBERS)
    void readsTheInternationalPrefixOfTheRegion() {
        assertThat(key("011442071838750")).isEqualTo("+442071838750");
        assertThat(NumberKey.of("020 7183 8750", "GB")).contains(new NumberKey("+442071838750"));
    }

    @Test
    @Five9(Five9Habit.PSEUDO_NUMBERS)
    void keepsTheDigitsOfPseudoNumbersAndExtensions() {
        assertThat(key("777123456789")).isEqualTo("777123456789");
        assertThat(key("sip:1001@pbx")).isEqualTo("1001");
        assertThat(key("0042")).isEqualTo("0042");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sip:", "anonymous", "sip:sales@host", "+", "1+2", "123456789012345678901", "12a"})
    void findsNoKeyWhereThereIsNoNumber(String called) {
        assertThat(NumberKey.of(called, "US")).isEmpty();
    }

    @Property
    void spellingsOfANationalNumberAreOneNumber(
            @ForAll @LongRange(min = 2_000_000_000L, max = 9_999_999_999L) long number) {
        String key = key("+1" + number);

        assertThat(key("1" + number)).isEqualTo(key);
        assertThat(key(Long.toString(number))).isEqualTo(key);
        assertThat(key("0111" + number)).isEqualTo(key);
        assertThat(key("sip:+1" + number + "@host;transport=udp")).isEqualTo(key);
    }

    @Property
    void aKeyIsItsOwnKey(@ForAll @NumericChars @StringLength(min = 1, max = 20) String digits) {
        String key = key(digits);

        assertThat(key(key)).isEqualTo(key);
    }

    @Property
    void neverThrows(@ForAll String anything) {
        assertThat(NumberKey.of(anything, "US")).isNotNull();
    }
}
