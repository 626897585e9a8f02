package io.voicebridge.sip.message;

import java.util.Optional;

/**
 * A CSeq header (RFC 3261 section 20.16).
 *
 * @param number 0 to 2^31 - 1
 */
public record CSeq(long number, String method) {

    private static final long LARGEST = Integer.MAX_VALUE;

    static Optional<CSeq> parse(String text) {
        int space = 0;
        while (space < text.length() && !Chars.isSpace(text.charAt(space))) {
            space++;
        }
        long number = Chars.number(text.substring(0, space), LARGEST);
        String method = text.substring(space).strip();
        return number < 0 || !Chars.isToken(method) ? Optional.empty() : Optional.of(new CSeq(number, method));
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
