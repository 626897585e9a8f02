package io.voicebridge.conversation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes out of text what must not be written down of a call: values of its sensitive variables, however their digits are grouped, and
 * what has the shape of a card number or a social security number where the number's owner asks for that. Immutable.
 */
final class Mask {

    static final String MASKED = "***";

    /** Nothing is masked. */
    static final Mask NONE = new Mask(List.of(), Set.of(), Set.of());

    /** A shorter value would take half of every sentence with it; its own variable is masked all the same. */
    private static final int SHORTEST = 4;

    private static final Pattern CARD = Pattern.compile("(?<![0-9])[0-9](?:[ .-]?[0-9]){12,18}(?![0-9])");
    private static final Pattern SSN = Pattern.compile("(?<![0-9])[0-9]{3}[ .-][0-9]{2}[ .-][0-9]{4}(?![0-9])");

    private final List<Pattern> values;
    private final Set<String> names;
    private final Set<String> shapes;

    private Mask(List<Pattern> values, Set<String> names, Set<String> shapes) {
        this.values = values;
        this.names = names;
        this.shapes = shapes;
    }

    /**
     * @param secrets values of sensitive variables
     * @param names of sensitive variables, in lower case
     * @param shapes {@code card}, {@code ssn}
     */
    static Mask of(Collection<String> secrets, Set<String> names, Set<String> shapes) {
        if (names.isEmpty() && shapes.isEmpty()) {
            return NONE;
        }
        List<Pattern> values = new ArrayList<>();
        secrets.stream()
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(secret -> values.add(pattern(secret)));
        return new Mask(values, names, shapes);
    }

    /** A number is found however its digits are grouped. */
    private static Pattern pattern(String secret) {
        String digits = secret.replaceAll("[ .()+-]", "");
        if (digits.length() < SHORTEST || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Pattern.compile(Pattern.quote(secret), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
        return Pattern.compile(String.join("[ .()-]{0,2}", digits.split("")));
    }

    boolean hides(String name) {
        return names.contains(name.toLowerCase(java.util.Locale.ROOT));
    }

    String text(String text) {
        if (this == NONE || text.isEmpty()) {
            return text;
        }
        String masked = text;
        for (Pattern value : values) {
            masked = value.matcher(masked).replaceAll(MASKED);
        }
        if (shapes.contains("card")) {
            masked = CARD.matcher(masked).replaceAll(found -> isCard(found) ? MASKED : found.group());
        }
        if (shapes.contains("ssn")) {
            masked = SSN.matcher(masked).replaceAll(MASKED);
        }
        return masked;
    }

    /** The check digit of ISO/IEC 7812 tells a card number from another long one. */
    private static boolean isCard(MatchResult found) {
        int sum = 0;
        boolean twice = false;
        String text = found.group();
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                continue;
            }
            int weighed = twice ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    /** Of a variable: whole if its name is sensitive. */
    String value(String name, String value) {
        return hides(name) && !value.isEmpty() ? MASKED : text(value);
    }

    Map<String, String> values(Map<String, String> variables) {
        Map<String, String> masked = new LinkedHashMap<>();
        variables.forEach((name, value) -> masked.put(name, value(name, value)));
        return masked;
    }

    /** What a timeline entry has to tell: strings, and lists and maps of them. */
    Object any(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(this::any).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> masked = new LinkedHashMap<>();
            map.forEach((name, each) -> masked.put(String.valueOf(name), any(each)));
            return masked;
        }
        return value;
    }
}
