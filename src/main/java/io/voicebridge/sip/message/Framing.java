package io.voicebridge.sip.message;

import java.util.Arrays;
import java.util.OptionalInt;

/** What a stream transport must know of a message to find its end (RFC 3261 section 18.3). */
public final class Framing {

    private Framing() {}

    /**
     * The length of the body that follows a header section.
     *
     * @param buffer holds the section from {@code from} to {@code to}, its empty line included
     * @return empty if Content-Length is missing, repeated or not a number: the stream has then lost its frame
     */
    public static OptionalInt bodyLength(byte[] buffer, int from, int to) {
        HeaderScan scan = new HeaderScan(Arrays.copyOfRange(buffer, from, to), MessageLimits.STANDARD);
        scan.run();
        RawMessage raw = scan.message();
        if (raw.count("Content-Length") != 1) {
            return OptionalInt.empty();
        }
        long length = Chars.number(raw.header("Content-Length").orElse(""), 999_999_999);
        return length < 0 ? OptionalInt.empty() : OptionalInt.of((int) length);
    }
}
