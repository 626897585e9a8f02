package io.voicebridge.speech;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns numbers in words into digits: {@code five thousand two hundred} and {@code nine four one oh seven}. */
final class SpokenNumbers {

    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");

    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    private static final Map<String, Long> SCALES =
            Map.of("thousand", 1_000L, "k", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);

    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}(\\.\\d{1,4})?");

    private final List<String> words;
    private final List<String> plain = new ArrayList<>();
    private int at;

    private SpokenNumbers(List<String> words) {
        this.words = words;
    }

    static List<String> toDigits(List<String> words) {
        return new SpokenNumbers(words).all();
    }

    private List<String> all() {
        while (at < words.size()) {
            if (isDigit(0) && isDigit(1)) {
                plain.add(digitByDigit());
            } else if (startsNumber(0)) {
                plain.add(cardinal());
            } else {
                plain.add(words.get(at++));
            }
        }
        return List.copyOf(plain);
    }

    private String word(int ahead) {
        return at + ahead < words.size() ? words.get(at + ahead) : "";
    }

    /** A digit as it is said in a telephone number. */
    private boolean isDigit(int ahead) {
        String word = word(ahead);
        int small = SMALL.indexOf(word);
        return small >= 0 && small <= 9 || word.equals("oh") && (ahead > 0 || isDigit(1));
    }

    private String digitByDigit() {
        StringBuilder digits = new StringBuilder();
        while (isDigit(0) || word(0).equals("oh")) {
            digits.append(Math.max(0, SMALL.indexOf(words.get(at++))));
        }
        return digits.toString();
    }

    private boolean startsNumber(int ahead) {
        String word = word(ahead);
        return SMALL.contains(word)
                || TENS.contains(word)
                || DIGITS.matcher(word).matches()
                || word.equals("a")
                        && (word(ahead + 1).equals("hundred")
                                || SCALES.containsKey(word(ahead + 1))
                                        && !word(ahead + 1).equals("k"));
    }

    /** {@code two hundred and fifty thousand}, also {@code 250 thousand} and {@code 1.5 million}. */
    private String cardinal() {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal group = first();
        boolean afterScale = false;
        while (true) {
            String word = word(0);
            if (word.equals("hundred") && group.compareTo(BigDecimal.valueOf(100)) < 0) {
                group = group.multiply(BigDecimal.valueOf(100));
                at++;
                afterScale = true;
            } else if (SCALES.containsKey(word)) {
                total = total.add(group.multiply(BigDecimal.valueOf(SCALES.get(word))));
                group = BigDecimal.ZERO;
                at++;
                afterScale = true;
            } else if (word.equals("and") && afterScale && fits(1, group)) {
                at++;
            } else if (fits(0, group)) {
                group = group.add(BigDecimal.valueOf(value(words.get(at++))));
                afterScale = false;
            } else {
                return total.add(group).stripTrailingZeros().toPlainString();
            }
        }
    }

    private BigDecimal first() {
        String word = words.get(at++);
        if (word.equals("a")) {
            return BigDecimal.ONE;
        }
        return DIGITS.matcher(word).matches() ? new BigDecimal(word) : BigDecimal.valueOf(value(word));
    }

    /** Whether the word adds to the group without overlap: 7 to 20, 20 to 100, but not 20 to 30. */
    private boolean fits(int ahead, BigDecimal group) {
        String word = word(ahead);
        if (!SMALL.contains(word) && !TENS.contains(word) || word.equals("zero")) {
            return false;
        }
        if (group.scale() > 0) {
            return false;
        }
        long rest = group.longValue() % 100;
        long value = value(word);
        boolean unitAfterTens = value < 10 && rest >= 20 && rest % 10 == 0;
        boolean afterHundreds = rest == 0 && at > 0;
        return unitAfterTens || afterHundreds;
    }

    private static long value(String word) {
        int small = SMALL.indexOf(word);
        return small >= 0 ? small : 20 + 10L * TENS.indexOf(word);
    }
}
