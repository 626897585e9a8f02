package io.voicebridge.sip.capture;

import java.nio.charset.StandardCharsets;

/**
 * Goes through the header fields of a message, which may be anything: lines end with LF, with or without CR; a line that begins
 * with a blank goes on with the one before (RFC 3261 7.3.1).
 */
final class HeaderLines {

    private final byte[] bytes;
    private int next;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    HeaderLines(byte[] bytes) {
        this.bytes = bytes;
        this.next = endOfLine(0) + 1;
    }

    /** Moves on; false at the end of the header. */
    boolean next() {
        if (next >= bytes.length || bytes[next] == '\n' || bytes[next] == '\r') {
            return false;
        }
        int end = endOfLine(next);
        while (end + 1 < bytes.length && isBlank(bytes[end + 1])) {
            end = endOfLine(end + 1);
        }
        nameFrom = next;
        int colon = next;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        nameTo = colon;
        while (nameTo > nameFrom && isBlank(bytes[nameTo - 1])) {
            nameTo--;
        }
        valueFrom = Math.min(colon + 1, end);
        valueTo = end;
        next = end + 1;
        return true;
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** @param lower in lower case */
    boolean isNamed(String lower) {
        return nameTo - nameFrom == lower.length() && startsWith(lower);
    }

    /** Whether the name begins so. */
    boolean startsWith(String lower) {
        if (nameTo - nameFrom < lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte octet = bytes[nameFrom + i];
            int folded = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (folded != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String value() {
        return new String(bytes, valueFrom, valueTo - valueFrom, StandardCharsets.UTF_8).strip();
    }

    int valueFrom() {
        return valueFrom;
    }

    int valueTo() {
        return valueTo;
    }

    /** Where the body begins, once {@link #next} was false. */
    int body() {
        int body = next;
        if (body < bytes.length && bytes[body] == '\r') {
            body++;
        }
        return Math.min(bytes.length, body + 1);
    }
}
