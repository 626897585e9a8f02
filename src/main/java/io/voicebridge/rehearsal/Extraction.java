package io.voicebridge.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a Query module takes variables out of the body of an answer. */
sealed interface Extraction {

    /** @return variables and their values; empty if the body is not what the script expects */
    Optional<Map<String, String>> from(String body);

    /**
     * A regular expression that is searched for.
     *
     * @param expression its flags are those of {@link Pattern}, 0 where the script gives none
     * @param variables by the number of the capture group, counted from 0 for the first one; empty for one that is not
     *     kept
     */
    record Groups(Pattern expression, List<Optional<String>> variables) implements Extraction {

        @Override
        public Optional<Map<String, String>> from(String body) {
            Matcher matcher = expression.matcher(body);
            if (!matcher.find()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int group = 0; group < variables.size(); group++) {
                String value = matcher.group(group + 1);
                variables.get(group).ifPresent(name -> values.put(name, value == null ? "" : value));
            }
            return Optional.of(values);
        }
    }

    /**
     * The legacy XML of Five9, {@code <var name="outcome" expr="'qualified'"/>}: each name that is kept, and its variable.
     * An answer that is not of that form fits nothing.
     */
    record Attributes(Map<String, String> variables) implements Extraction {

        private static final Pattern VARIABLE = Pattern.compile("<var\\s+name=\"([^\"]*)\"\\s+expr=\"([^\"]*)\"\\s*/>");

        @Override
        public Optional<Map<String, String>> from(String body) {
            if (!body.contains("<variables>")) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (Matcher matcher = VARIABLE.matcher(body); matcher.find(); ) {
                String variable = variables.get(matcher.group(1));
                if (variable != null) {
                    values.put(variable, unquoted(matcher.group(2)));
                }
            }
            return Optional.of(values);
        }

        private static String unquoted(String expression) {
            boolean quoted = expression.length() > 1 && expression.startsWith("'") && expression.endsWith("'");
            String text = quoted ? expression.substring(1, expression.length() - 1) : expression;
            return text.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&apos;", "'")
                    .replace("&amp;", "&");
        }
    }
}
