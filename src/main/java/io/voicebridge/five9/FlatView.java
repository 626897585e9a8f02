package io.voicebridge.five9;

import io.voicebridge.conversation.ConversationFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An answer to a Query module: named values in a fixed order, written as one line of at most {@value #MAX_BYTES}
 * bytes. The first name is {@code status}, the last {@code error}. Every name is always there; if the line would
 * grow too long, the longest value is shortened. Not thread-safe.
 */
public final class FlatView {

    static final int MAX_BYTES = 2048;
    static final int MAX_VALUE = 500;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> extras = new LinkedHashMap<>();
    private final boolean ascii;
    private String error = "";
    private Optional<ConversationFacts> call = Optional.empty();

    FlatView(String status, boolean ascii) {
        this.ascii = ascii;
        values.put("status", FlatText.of(status, MAX_VALUE, ascii));
    }

    FlatView put(String name, String value) {
        return put(name, value, MAX_VALUE);
    }

    FlatView put(String name, String value, int limit) {
        values.put(name, FlatText.of(value, limit, ascii));
        return this;
    }

    /** Appended after the fixed names as long as the line has room; of names that fold into one, the first. */
    FlatView extra(String name, String value) {
        extras.putIfAbsent(fold(name), FlatText.of(value, MAX_VALUE, ascii));
        return this;
    }

    FlatView error(String text) {
        error = FlatText.of(text, MAX_VALUE, ascii);
        return this;
    }

    /** Says what is amiss with the request beside the answer, unless something is said already. */
    public FlatView hint(String text) {
        return error.isEmpty() ? error(text) : this;
    }

    FlatView about(ConversationFacts found) {
        call = Optional.of(found);
        return this;
    }

    /** The conversation that it tells of. */
    public Optional<ConversationFacts> call() {
        return call;
    }

    public String status() {
        return values.get("status");
    }

    /** Leaves out all names but these; {@code status} and {@code error} stay. Unknown names have no effect. */
    FlatView only(Collection<String> names) {
        Set<String> wanted = Set.copyOf(names);
        if (!wanted.isEmpty()) {
            values.keySet().removeIf(name -> !name.equals("status") && !wanted.contains(name));
            extras.keySet().removeIf(name -> !wanted.contains(name));
        }
        return this;
    }

    public String write(FlatFormat format) {
        Map<String, String> line = new LinkedHashMap<>(values);
        line.put("error", error);
        String text = format.write(line);
        while (bytes(text) > MAX_BYTES) {
            shorten(line, bytes(text) - MAX_BYTES);
            text = format.write(line);
        }
        for (Map.Entry<String, String> extra : extras.entrySet()) {
            Map<String, String> longer = new LinkedHashMap<>(line);
            longer.remove("error");
            longer.put(extra.getKey(), extra.getValue());
            longer.put("error", line.get("error"));
            String longerText = format.write(longer);
            if (bytes(longerText) <= MAX_BYTES) {
                line = longer;
                text = longerText;
            }
        }
        return text;
    }

    private void shorten(Map<String, String> line, int excess) {
        List<Map.Entry<String, String>> entries = new ArrayList<>(line.entrySet());
        Map.Entry<String, String> longest = entries.get(0);
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getValue().length() > longest.getValue().length()) {
                longest = entry;
            }
        }
        String value = longest.getValue();
        int points = value.codePointCount(0, value.length());
        // A code point is at most 6 bytes in any format but XML, so this comes close without cutting too much at once.
        int keep = Math.min(points - 1, Math.max(points / 2, points - Math.max(1, excess / 6) - 3));
        line.put(longest.getKey(), FlatText.cut(value, Math.max(0, keep), ascii ? "..." : "…"));
    }

    /** A name that is safe as a JSON key, an XML element and in front of an equals sign. */
    private static String fold(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        name.codePoints()
                .forEach(point -> kept.append(
                        point < 0x80 && (Character.isLetterOrDigit(point) || point == '_' || point == '-')
                                ? (char) point
                                : '_'));
        return kept.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
