package io.voicebridge.sip.message;

import java.util.List;

/** Splits a header value that lists several (RFC 3261 section 7.3.1): commas in quotes and angle brackets do not count. */
final class ListValues {

    private ListValues() {}

    /** Adds the values to {@code into}; false if a quote or bracket stays open or a value is empty. */
    static boolean split(String text, List<String> into) {
        int from = 0;
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (bracketed) {
                bracketed = c != '>';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == ',') {
                if (!add(text, from, i, into)) {
                    return false;
                }
                from = i + 1;
            }
        }
        return !quoted && !bracketed && add(text, from, text.length(), into);
    }

    private static boolean add(String text, int from, int to, List<String> into) {
        String value = text.substring(from, to).strip();
        return !value.isEmpty() && into.add(value);
    }
}
