package io.voicebridge.sip.sdp;

import java.util.Optional;

/** Decimal numbers of hostile input: digits only, no sign, bounded. */
final class Numbers {

    private Numbers() {}

    /** The number, if it is one to six digits and at most {@code max}. */
    static Optional<Integer> parse(String digits, int max) {
        if (digits.isEmpty() || digits.length() > 6) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            value = value * 10 + c - '0';
        }
        return value <= max ? Optional.of(value) : Optional.empty();
    }
}
