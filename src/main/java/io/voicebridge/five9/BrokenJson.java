package io.voicebridge.five9;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the fields of a flat JSON object whose strings hold unescaped quotes, line breaks or backslashes, as an IVR
 * makes it by putting variables into a template. A string ends at the first quote that is followed by the next field's
 * name or by the end of the object. Every character is looked at a bounded number of times.
 */
final class BrokenJson {

    private final String text;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private int at;

    private BrokenJson(String text) {
        this.text = text;
    }

    /** What could be read, in order; of a repeated name the first. Empty if nothing could. */
    static Map<String, String> fields(String text) {
        BrokenJson reader = new BrokenJson(text);
        reader.read();
        return reader.fields;
    }

    private void read() {
        at = text.indexOf('{') + 1;
        while (fields.size() < Fields.MAX_FIELDS) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                return;
            }
            int colon = colonAfterName(quote);
            if (colon < 0) {
                at = quote + 1;
                continue;
            }
            String name = text.substring(quote + 1, text.lastIndexOf('"', colon));
            at = skipSpace(colon + 1);
            String value = at < text.length() && text.charAt(at) == '"' ? string() : bare();
            fields.putIfAbsent(name, value);
        }
    }

    /** Where the colon is if a field's name begins at {@code quote}; -1 if none does. */
    private int colonAfterName(int quote) {
        int last = Math.min(text.length(), quote + Fields.MAX_NAME + 2);
        for (int i = quote + 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int colon = skipSpace(i + 1);
                return i > quote + 1 && colon < text.length() && text.charAt(colon) == ':' ? colon : -1;
            }
            if (c != '-' && c != '_' && c != '.' && !Character.isLetterOrDigit(c)) {
                return -1;
            }
        }
        return -1;
    }

    private String string() {
        int start = at + 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"' && endsString(i)) {
                at = i + 1;
                return unescape(text.substring(start, i));
            }
        }
        // No end in sight: the body was cut off, or a backslash stands before the closing quote.
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '"' && endsString(i)) {
                at = i + 1;
                return unescape(text.substring(start, i));
            }
        }
        at = text.length();
        return unescape(text.substring(start));
    }

    private boolean endsString(int quote) {
        int next = skipSpace(quote + 1);
        if (next == text.length()) {
            return true;
        }
        if (text.charAt(next) == '}') {
            return skipSpace(next + 1) == text.length();
        }
        if (text.charAt(next) != ',') {
            return false;
        }
        int name = skipSpace(next + 1);
        return name < text.length() && text.charAt(name) == '"' && colonAfterName(name) > 0;
    }

    private String bare() {
        int end = at;
        while (end < text.length() && ",}\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String value = text.substring(at, end).strip();
        at = end;
        return value.equals("null") ? "" : value;
    }

    /** At most 64 characters of white space, so that a body of blanks costs no more than any other. */
    private int skipSpace(int from) {
        int i = from;
        int last = Math.min(text.length(), from + 64);
        while (i < last && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String unescape(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder plain = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int escape = c == '\\' && i + 1 < raw.length() ? "\"\\/bfnrt".indexOf(raw.charAt(i + 1)) : -1;
            if (escape >= 0) {
                plain.append("\"\\/\b\f\n\r\t".charAt(escape));
                i++;
            } else if (c == '\\' && raw.startsWith("u", i + 1) && isHex(raw, i + 2)) {
                plain.append((char) Integer.parseInt(raw, i + 2, i + 6, 16));
                i += 5;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean isHex(String raw, int from) {
        if (from + 4 > raw.length()) {
            return false;
        }
        for (int i = from; i < from + 4; i++) {
            if (Character.digit(raw.charAt(i), 16) < 0 || raw.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}
