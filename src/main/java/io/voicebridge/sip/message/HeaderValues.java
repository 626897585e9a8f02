package io.voicebridge.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads headers of the form {@code head;name=value;name="value"}, which most extensions of SIP have. */
public final class HeaderValues {

    private HeaderValues() {}

    /** One value: what stands before the first semicolon, and its parameters. */
    public record Value(String head, Params params) {

        /** A parameter as text, quotes and escapes resolved; empty if it is not there. */
        public String text(String name) {
            return params.get(name).map(HeaderValues::unquoted).orElse("");
        }

        /** A parameter as a number from 0 to {@code most}; empty if it is not there or is none. */
        public OptionalInt number(String name, int most) {
            return HeaderValues.number(text(name), most);
        }
    }

    /** The values of a list; empty if it is malformed. */
    public static List<Value> split(String field) {
        List<String> written = new ArrayList<>(2);
        if (!ListValues.split(field, written)) {
            return List.of();
        }
        List<Value> values = new ArrayList<>(written.size());
        for (String one : written) {
            int semicolon = one.indexOf(';');
            String head = (semicolon < 0 ? one : one.substring(0, semicolon)).strip();
            Params.parse(semicolon < 0 ? "" : one.substring(semicolon))
                    .ifPresent(params -> values.add(new Value(head, params)));
        }
        return values;
    }

    /** A decimal number from 0 to {@code most}, white space around it allowed. */
    public static OptionalInt number(String text, int most) {
        long number = Chars.number(text.strip(), most);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of((int) number);
    }

    /** The seconds of a Retry-After: {@code 5} or {@code 5 (busy);duration=60} (RFC 3261 section 20.33). */
    public static OptionalInt seconds(String retryAfter) {
        int end = 0;
        while (end < retryAfter.length() && Chars.isDigit(retryAfter.charAt(end))) {
            end++;
        }
        return number(retryAfter.substring(0, end), Integer.MAX_VALUE);
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || value.charAt(0) != '"') {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() - 1) {
                c = value.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
