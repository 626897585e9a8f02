package io.voicebridge.sip.message;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which provisional response is acknowledged (RFC 3262 section 7.2): the number that it had, and the CSeq of its request.
 *
 * @param number 1 to 2^32 - 1
 */
public record RAck(long number, CSeq cseq) {

    private static final long LARGEST = 0xFFFF_FFFFL;

    /** That of a PRACK; empty if it has none, more than one, or one that is malformed. */
    public static Optional<RAck> of(WireRequest prack) {
        return prack.raw().count("RAck") == 1 ? prack.header("RAck").flatMap(RAck::parse) : Optional.empty();
    }

    private static Optional<RAck> parse(String text) {
        int space = 0;
        while (space < text.length() && !Chars.isSpace(text.charAt(space))) {
            space++;
        }
        long number = Chars.number(text.substring(0, space), LARGEST);
        return number <= 0
                ? Optional.empty()
                : CSeq.parse(text.substring(space).strip()).map(cseq -> new RAck(number, cseq));
    }

    /** The RSeq of a provisional response (RFC 3262 section 7.1); empty if it has none, or none that is allowed. */
    public static OptionalLong rseq(WireResponse response) {
        long number = response.raw().count("RSeq") == 1
                ? Chars.number(response.header("RSeq").orElse(""), LARGEST)
                : 0;
        return number <= 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public String toString() {
        return number + " " + cseq;
    }
}
