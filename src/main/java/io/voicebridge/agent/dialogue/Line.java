package io.voicebridge.agent.dialogue;

import io.voicebridge.agent.prompt.PromptTemplate;
import java.util.Map;
import java.util.Optional;

/**
 * Something the agent can say.
 *
 * @param say the line, with {@code {{variable}}} references
 * @param otherwise said instead when a variable of {@code say} has no value
 * @param interruptible false if the caller cannot cut it short
 */
record Line(String say, Optional<String> otherwise, boolean interruptible) {

    /** The longest value that is read out; a longer one is cut, since a header may hold a kilobyte. */
    private static final int LONGEST_VALUE = 120;

    static Line of(String say) {
        return new Line(say, Optional.empty(), true);
    }

    String render(Map<String, String> variables) {
        PromptTemplate.Rendered rendered = PromptTemplate.of(say).render(speakable(variables));
        if (!rendered.missing().isEmpty() && otherwise.isPresent()) {
            rendered = PromptTemplate.of(otherwise.get()).render(speakable(variables));
        }
        return tidy(rendered.text());
    }

    private static Map<String, String> speakable(Map<String, String> variables) {
        Map<String, String> values = new java.util.LinkedHashMap<>();
        variables.forEach((name, value) -> values.put(name, speakable(value)));
        return values;
    }

    private static String speakable(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints()
                .limit(LONGEST_VALUE)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(text::appendCodePoint);
        return text.toString().strip();
    }

    /** Takes away the gap that a missing value leaves: {@code "Hi , this"} becomes {@code "Hi, this"}. */
    private static String tidy(String text) {
        StringBuilder tidy = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = Character.isWhitespace(text.charAt(i)) ? ' ' : text.charAt(i);
            int last = tidy.length() - 1;
            if (last >= 0 && tidy.charAt(last) == ' ' && (c == ' ' || c == ',' || c == '.' || c == '?' || c == '!')) {
                tidy.setLength(last);
            }
            tidy.append(c);
        }
        return tidy.toString().strip();
    }
}
