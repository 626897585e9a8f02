package io.voicebridge.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitPairingTest {

    private final DigitPairing pairing = new DigitPairing();

    /** Small letters are in the RTP, capitals in the signalling; ten frames apart. */
    @ParameterizedTest
    @CsvSource({
        "a, a", // one way
        "A, A",
        "aA, a", // both ways, whichever is first
        "Aa, A",
        "aAaA, aa", // pressed twice
        "AaaA, Aa",
        "aaAA, aa",
        "abAB, ab",
        "aab, aab",
        "AAA, AAA",
        "aB, aB", // two keys, each told one way
    })
    void countsEachKeyPressOnce(String told, String counted) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < told.length(); i++) {
            char way = told.charAt(i);
            char digit = Character.toUpperCase(way);
            boolean isNew =
                    Character.isLowerCase(way) ? pairing.inMedia(digit, 10 * i) : pairing.inSignalling(digit, 10 * i);
            if (isNew) {
                heard.append(way);
            }
        }

        assertThat(heard).hasToString(counted);
    }

    @Test
    void takesADigitThatComesLaterThanTwoSecondsForAnotherOne() {
        assertThat(pairing.inMedia('5', 0)).isTrue();
        assertThat(pairing.inSignalling('5', 101)).isTrue();
    }

    @Test
    void remembersOnlySoMany() {
        for (int i = 0; i < 1000; i++) {
            assertThat(pairing.inMedia('5', i / 100)).isTrue();
        }
    }
}
