package io.voicebridge.sip.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Makes a copy of a message in which asterisks stand for what nobody is to read, byte for byte, so that lengths stay true:
 * credentials and challenges, what a lead brings (X- headers, User-to-User), keys of media (RFC 4568, RFC 4567, RFC 8839), and
 * each body that is no SDP, such as keys pressed (INFO) and texts.
 */
final class SecretMask {

    private static final byte MASK = '*';

    private SecretMask() {}

    /** @param most bytes that are copied */
    static byte[] of(byte[] message, int most) {
        byte[] copy = Arrays.copyOf(message, Math.min(message.length, most));
        HeaderLines lines = new HeaderLines(copy);
        boolean sdp = false;
        while (lines.next()) {
            if (lines.isNamed("content-type") || lines.isNamed("c")) {
                sdp = lines.value().toLowerCase(Locale.ROOT).startsWith("application/sdp");
            } else if (isSecret(lines)) {
                mask(copy, lines.valueFrom(), lines.valueTo());
            }
        }
        if (sdp) {
            maskKeys(copy, lines.body());
        } else {
            mask(copy, lines.body(), copy.length);
        }
        return copy;
    }

    private static boolean isSecret(HeaderLines lines) {
        return lines.isNamed("authorization")
                || lines.isNamed("proxy-authorization")
                || lines.isNamed("www-authenticate")
                || lines.isNamed("proxy-authenticate")
                || lines.isNamed("authentication-info")
                || lines.isNamed("proxy-authentication-info")
                || lines.isNamed("user-to-user")
                || lines.startsWith("x-");
    }

    /** Line by line: what follows {@code inline:}, a key or a password. */
    private static void maskKeys(byte[] bytes, int from) {
        int line = from;
        while (line < bytes.length) {
            int end = line;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String text = new String(bytes, line, end - line, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            if (text.startsWith("a=crypto:")) {
                int key = text.indexOf("inline:");
                mask(bytes, line + (key < 0 ? "a=crypto:".length() : key + "inline:".length()), end);
            } else if (text.startsWith("k=")) {
                mask(bytes, line + 2, end);
            } else if (text.startsWith("a=key-mgmt:") || text.startsWith("a=ice-pwd:")) {
                mask(bytes, line + text.indexOf(':') + 1, end);
            }
            line = end + 1;
        }
    }

    /** Line ends and blanks stay: the lines are still lines. */
    private static void mask(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\r' && bytes[i] != '\n' && bytes[i] != ' ' && bytes[i] != '\t') {
                bytes[i] = MASK;
            }
        }
    }
}
