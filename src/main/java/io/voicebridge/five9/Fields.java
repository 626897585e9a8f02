package io.voicebridge.five9;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of a Five9 request, wherever they stood: query string, form or JSON body. Names compare without regard to
 * case; of a repeated name the first counts, so that text spliced into a later field cannot replace an earlier one.
 *
 * @param values never null; at most {@link #MAX_FIELDS}
 * @param fault empty, or why the body could not be read as its sender meant it
 */
public record Fields(Map<String, String> values, String fault) {

    static final int MAX_FIELDS = 100;
    static final int MAX_NAME = 100;
    static final int MAX_VALUE = 4096;

    public Fields {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** Empty if the field is not there. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The first of the names that has a value that is not blank, without white space around it; or empty. */
    public String first(String... names) {
        for (String name : names) {
            String value = get(name).strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** True for {@code 1}, {@code true} and {@code yes}. */
    public boolean flag(String name) {
        String value = get(name).strip();
        return value.equals("1") || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes");
    }

    /** The number in the field, held to the range; {@code absent} if there is none or it is not a number. */
    public int number(String name, int absent, int least, int most) {
        String value = get(name).strip();
        if (value.isEmpty() || value.length() > 12) {
            return absent;
        }
        try {
            return (int) Math.max(least, Math.min(most, Double.parseDouble(value)));
        } catch (NumberFormatException e) {
            return absent;
        }
    }
}
