package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
