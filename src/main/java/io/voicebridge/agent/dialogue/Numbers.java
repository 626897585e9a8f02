package io.voicebridge.agent.dialogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers as people say them: {@code 240}, {@code two hundred and forty}, {@code two forty}, {@code twelve hundred},
 * {@code five thousand}. Of several numbers the one before a currency word counts, otherwise the last.
 */
final class Numbers {

    private static final Map<String, Integer> UNITS = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19));

    private static final Map<String, Integer> TENS = Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety",
            90);

    private static final List<String> CURRENCY = List.of("dollar", "dollars", "bucks", "euro", "euros", "pounds");

    private static final int A_STORY = 7;
    private static final int SMALL = 20;

    private Numbers() {}

    static Optional<BigDecimal> find(Words words) {
        Optional<BigDecimal> last = Optional.empty();
        int i = 0;
        while (i < words.size()) {
            Reading reading = new Reading(words.list(), i);
            if (!reading.found()) {
                i++;
                continue;
            }
            last = Optional.of(reading.value());
            i = reading.end();
            if (i < words.size() && CURRENCY.contains(words.list().get(i))) {
                return last;
            }
        }
        return last;
    }

    /** Whether it is rather a part of a story than an amount: a small number among many words, and no currency. */
    static boolean isInPassing(Words words, BigDecimal found) {
        return words.size() >= A_STORY
                && found.compareTo(BigDecimal.valueOf(SMALL)) < 0
                && words.list().stream().noneMatch(CURRENCY::contains);
    }

    /** One number that starts at a word, as far as it goes. */
    private static final class Reading {

        private BigDecimal total = BigDecimal.ZERO;
        private BigDecimal group = BigDecimal.ZERO;
        private boolean found;
        private int end;

        Reading(List<String> words, int start) {
            end = start;
            while (end < words.size() && take(words, end)) {
                end++;
            }
        }

        private boolean take(List<String> words, int at) {
            String word = words.get(at);
            if (word.equals("hundred") || word.equals("thousand") || word.equals("k") && found) {
                scale(word.equals("hundred") ? 100 : 1000);
                return true;
            }
            if (word.equals("a") || word.equals("and")) {
                boolean leads = at + 1 < words.size()
                        && (word.equals("a") ? isScale(words.get(at + 1)) : found && isNumber(words.get(at + 1)));
                return leads;
            }
            if (UNITS.containsKey(word) || TENS.containsKey(word)) {
                add(UNITS.containsKey(word) ? UNITS.get(word) : TENS.get(word));
                return true;
            }
            Optional<BigDecimal> digits = digits(word);
            if (digits.isEmpty() || found) {
                return false;
            }
            group = digits.get();
            found = true;
            return true;
        }

        private void add(int value) {
            int before = group.intValue();
            // "two forty" is 240; "forty two" is 42.
            group = found && before > 0 && before < 100 && value >= 10
                    ? BigDecimal.valueOf(before * 100L + value)
                    : group.add(BigDecimal.valueOf(value));
            found = true;
        }

        private void scale(int by) {
            BigDecimal factor = BigDecimal.valueOf(by);
            BigDecimal scaled = (group.signum() == 0 ? BigDecimal.ONE : group).multiply(factor);
            if (by == 1000) {
                total = total.add(scaled);
                group = BigDecimal.ZERO;
            } else {
                group = scaled;
            }
            found = true;
        }

        boolean found() {
            return found;
        }

        BigDecimal value() {
            return total.add(group);
        }

        int end() {
            return end;
        }
    }

    private static boolean isScale(String word) {
        return word.equals("hundred") || word.equals("thousand");
    }

    private static boolean isNumber(String word) {
        return UNITS.containsKey(word) || TENS.containsKey(word) || digits(word).isPresent();
    }

    private static Optional<BigDecimal> digits(String word) {
        if (word.isEmpty() || word.length() > 9) {
            return Optional.empty();
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean point = c == '.' && i > 0 && i + 1 < word.length() && word.indexOf('.') == i;
            if (!(c >= '0' && c <= '9') && !point) {
                return Optional.empty();
            }
        }
        return Optional.of(new BigDecimal(word));
    }

    /** A small whole number, such as an hour. */
    static Optional<Integer> small(String word) {
        if (UNITS.containsKey(word)) {
            return Optional.of(UNITS.get(word));
        }
        return digits(word).filter(d -> d.scale() <= 0 && d.intValue() < 100).map(BigDecimal::intValue);
    }
}
