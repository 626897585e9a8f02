package io.voicebridge.agent.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Text with {@code {{variable}}} references. A name starts with a letter or an underscore and goes on with letters,
 * digits, {@code _}, {@code -} and {@code .}; blanks inside the braces do not matter, and neither does the case of the
 * name. Anything else in double braces is text. Immutable.
 *
 * <p>A value is put in as it is and never read again as a template, so a lead's name cannot refer to another variable.
 */
public final class PromptTemplate {

    /** Text and names in turn: {@code parts[0]} is text, {@code parts[1]} a name, {@code parts[2]} text, and so on. */
    private final List<String> parts;

    private PromptTemplate(List<String> parts) {
        this.parts = parts;
    }

    public static PromptTemplate of(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                break;
            }
            int close = text.indexOf("}}", open + 2);
            if (close < 0) {
                break;
            }
            String name = text.substring(open + 2, close).strip();
            if (isName(name)) {
                literal.append(text, at, open);
                parts.add(literal.toString());
                parts.add(name);
                literal.setLength(0);
                at = close + 2;
            } else {
                // One brace further, so that "{{{name}}" still finds its name.
                literal.append(text, at, open + 1);
                at = open + 1;
            }
        }
        literal.append(text, at, text.length());
        parts.add(literal.toString());
        return new PromptTemplate(List.copyOf(parts));
    }

    /**
     * What a template became.
     *
     * @param missing names that had no value, as written, each once; they stand for nothing in the text
     */
    public record Rendered(String text, List<String> missing) {}

    /** @param variables values by name; names compare without regard to case, and a blank value counts as missing */
    public Rendered render(Map<String, String> variables) {
        Map<String, String> values = ignoringCase(variables);
        StringBuilder text = new StringBuilder();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i % 2 == 0) {
                text.append(part);
                continue;
            }
            String value = values.get(part);
            if (value != null && !value.isBlank()) {
                text.append(value);
            } else if (missing.stream().noneMatch(part::equalsIgnoreCase)) {
                missing.add(part);
            }
        }
        return new Rendered(text.toString(), List.copyOf(missing));
    }

    /** The names that the text refers to, in lower case and in order. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        for (int i = 1; i < parts.size(); i += 2) {
            names.add(parts.get(i).toLowerCase(Locale.ROOT));
        }
        return Collections.unmodifiableSet(names);
    }

    private static Map<String, String> ignoringCase(Map<String, String> variables) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        variables.forEach(values::putIfAbsent);
        return values;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !(isLetter(name.charAt(0)) || name.charAt(0) == '_')) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(isLetter(c) || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
