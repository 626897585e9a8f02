package io.voicebridge.five9;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a {@link FlatView} is written. All forms are one line without a line break at its end. */
public enum FlatFormat {
    /** {@code {"status":"ready",…,"error":""}}. */
    JSON("application/json;charset=UTF-8") {
        @Override
        String write(Map<String, String> line) {
            return line.entrySet().stream()
                    .map(entry ->
                            '"' + entry.getKey() + "\":\"" + entry.getValue().replace("\\", "\\\\") + '"')
                    .collect(Collectors.joining(",", "{", "}"));
        }
    },

    /** {@code <response><status>ready</status>…</response>}. */
    XML("application/xml;charset=UTF-8") {
        @Override
        String write(Map<String, String> line) {
            return line.entrySet().stream()
                    .map(entry -> '<' + entry.getKey() + '>' + escape(entry.getValue()) + "</" + entry.getKey() + '>')
                    .collect(Collectors.joining("", "<response>", "</response>"));
        }
    },

    /** {@code status=ready|correlation=…|error=}; a bar in a value becomes a slash. */
    KV("text/plain;charset=UTF-8") {
        @Override
        String write(Map<String, String> line) {
            return line.entrySet().stream()
                    .map(entry -> entry.getKey() + '=' + entry.getValue().replace('|', '/'))
                    .collect(Collectors.joining("|"));
        }
    },

    /**
     * The attribute form of older Query modules. A value is a quoted literal there, so apostrophes become grave
     * accents and backslashes slashes.
     */
    FIVE9XML("application/xml;charset=UTF-8") {
        @Override
        String write(Map<String, String> line) {
            boolean failed = FAULTS.contains(line.get("status"));
            return line.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("error"))
                    .map(entry -> "<var name=\"" + entry.getKey() + "\" expr=\"'"
                            + escape(entry.getValue().replace('\'', '`').replace('\\', '/')) + "'\"/>")
                    .collect(Collectors.joining(
                            "",
                            "<response><variables>",
                            "</variables><error code=\"" + (failed ? '1' : '0') + "\" description=\""
                                    + escape(line.get("error")) + "\"/></response>"));
        }
    };

    private static final Set<String> FAULTS = Set.of("invalid");

    private final String contentType;

    FlatFormat(String contentType) {
        this.contentType = contentType;
    }

    abstract String write(Map<String, String> line);

    public String contentType() {
        return contentType;
    }

    /** The format of that name, in whatever case; empty for any other word. */
    public static Optional<FlatFormat> of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.name().equals(wanted))
                .findFirst();
    }

    private static String escape(String text) {
        StringBuilder kept = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> kept.append("&amp;");
                case '<' -> kept.append("&lt;");
                case '>' -> kept.append("&gt;");
                case '"' -> kept.append("&quot;");
                case 0xFFFE, 0xFFFF -> kept.append('?');
                default -> kept.appendCodePoint(point);
            }
        });
        return kept.toString();
    }
}
