package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Text with variables in it, written {@code ${Call.session_id}}. A value is put in as it is: a Five9 Query module
 * splices variables into its body at character offsets and escapes nothing, and so does this.
 */
final class Template {

    /** Either fixed text, or the name of a variable. */
    private record Part(String text, Optional<String> variable) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if a {@code ${} is not closed */
    static Template of(String source) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = source.indexOf("${"); open >= 0; open = source.indexOf("${", from)) {
            int close = source.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'${' without '}' at character " + open);
            }
            parts.add(new Part(source.substring(from, open), Optional.empty()));
            parts.add(new Part("", Optional.of(source.substring(open + 2, close).trim())));
            from = close + 1;
        }
        parts.add(new Part(source.substring(from), Optional.empty()));
        return new Template(parts);
    }

    /** Text without any variable in it, whatever it looks like. */
    static Template literal(String text) {
        return new Template(List.of(new Part(text, Optional.empty())));
    }

    /** Nothing but the value of a variable. */
    static Template variable(String name) {
        return new Template(List.of(new Part("", Optional.of(name))));
    }

    /**
     * Text with variables put in at character offsets, as a Query module holds its body.
     *
     * @throws IllegalArgumentException if an offset lies outside of the text
     */
    static Template spliced(String text, SortedMap<Integer, List<String>> variables) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (Map.Entry<Integer, List<String>> entry : variables.entrySet()) {
            if (entry.getKey() < 0 || entry.getKey() > text.length()) {
                throw new IllegalArgumentException(
                        "character " + entry.getKey() + " lies outside of a text of " + text.length());
            }
            parts.add(new Part(text.substring(from, entry.getKey()), Optional.empty()));
            entry.getValue().forEach(name -> parts.add(new Part("", Optional.of(name))));
            from = entry.getKey();
        }
        parts.add(new Part(text.substring(from), Optional.empty()));
        return new Template(parts);
    }

    List<String> variables() {
        return parts.stream().flatMap(part -> part.variable().stream()).toList();
    }

    String render(ScriptVariables variables) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.variable().map(variables::text).orElse(part.text()));
        }
        return text.toString();
    }
}
