package io.voicebridge.agent.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a recogniser wrote, as plain lower-case words: contractions are spelled out, {@code $1,250} becomes
 * {@code 1250 dollars}, {@code 5 p.m.} becomes {@code 5 pm}, hesitations are dropped. Phrases of a dialogue pass
 * through the same door, so both sides compare alike.
 */
record Words(List<String> list) {

    private static final Map<String, String> WHOLE = Map.ofEntries(
            Map.entry("can't", "can not"),
            Map.entry("cannot", "can not"),
            Map.entry("won't", "will not"),
            Map.entry("dont", "do not"),
            Map.entry("let's", "let us"),
            Map.entry("wanna", "want to"),
            Map.entry("gonna", "going to"),
            Map.entry("ok", "okay"));

    private static final Map<String, String> ENDINGS = Map.of(
            "n't", " not", "'m", " am", "'re", " are", "'ll", " will", "'ve", " have", "'d", " would", "'s", " is");

    private static final Set<String> HESITATIONS = Set.of("um", "uh", "er", "erm", "hmm", "mm", "ah", "oh");

    /** What a recogniser likes to write as two. */
    private static final Set<String> ONE_WORD = Set.of("someone", "anyone", "somebody", "anybody", "tomorrow");

    static Words of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean dollars = false;
        String lower = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace('\u2018', '\'');
        for (int i = 0; i <= lower.length(); i++) {
            char c = i < lower.length() ? lower.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || c == '\'' || isInsideNumber(lower, i)) {
                if (c != ',') {
                    word.append(c);
                }
            } else if (c == '.' && isAbbreviation(lower, i)) {
                continue; // p.m. is one word
            } else {
                dollars = end(word, dollars, words);
                dollars |= c == '$';
            }
        }
        return new Words(List.copyOf(words));
    }

    private static boolean end(StringBuilder word, boolean dollars, List<String> words) {
        if (word.isEmpty()) {
            return dollars;
        }
        String plain = word.toString();
        word.setLength(0);
        for (String part : spelledOut(plain).split(" ")) {
            if (!part.isEmpty() && !HESITATIONS.contains(part)) {
                add(part, words);
            }
        }
        if (dollars) {
            words.add("dollars");
        }
        return false;
    }

    /** {@code p. m.} is {@code pm}, {@code some one} is {@code someone}, {@code to-morrow} is {@code tomorrow}. */
    private static void add(String word, List<String> words) {
        int last = words.size() - 1;
        if (word.equals("m")
                && last >= 0
                && (words.get(last).equals("p") || words.get(last).equals("a"))) {
            words.set(last, words.get(last) + "m");
        } else if (last >= 0 && ONE_WORD.contains(words.get(last) + word)) {
            words.set(last, words.get(last) + word);
        } else {
            words.add(word);
        }
    }

    private static String spelledOut(String word) {
        String whole = WHOLE.get(word);
        if (whole != null) {
            return whole;
        }
        for (Map.Entry<String, String> ending : ENDINGS.entrySet()) {
            if (word.endsWith(ending.getKey())) {
                return word.substring(0, word.length() - ending.getKey().length()) + ending.getValue();
            }
        }
        return splitUnit(word.replace("'", ""));
    }

    /** {@code 5pm} is {@code 5 pm}. */
    private static String splitUnit(String word) {
        int digits = 0;
        while (digits < word.length() && (Character.isDigit(word.charAt(digits)) || word.charAt(digits) == ':')) {
            digits++;
        }
        String unit = word.substring(digits);
        return digits > 0 && (unit.equals("pm") || unit.equals("am")) ? word.substring(0, digits) + " " + unit : word;
    }

    private static boolean isInsideNumber(String text, int i) {
        if (i == 0 || i + 1 >= text.length()) {
            return false;
        }
        char c = text.charAt(i);
        return (c == ',' || c == '.' || c == ':')
                && Character.isDigit(text.charAt(i - 1))
                && Character.isDigit(text.charAt(i + 1));
    }

    private static boolean isAbbreviation(String text, int i) {
        boolean first = i > 0 && i + 1 < text.length() && text.charAt(i + 1) == 'm' && isDayHalf(text.charAt(i - 1));
        boolean second =
                i > 2 && text.charAt(i - 1) == 'm' && text.charAt(i - 2) == '.' && isDayHalf(text.charAt(i - 3));
        return first || second;
    }

    private static boolean isDayHalf(char c) {
        return c == 'a' || c == 'p';
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    int size() {
        return list.size();
    }

    /** Where the words of {@code phrase} stand in a row, or -1. */
    int indexOf(Words phrase, int from) {
        for (int i = from; i + phrase.size() <= size(); i++) {
            if (list.subList(i, i + phrase.size()).equals(phrase.list)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return String.join(" ", list);
    }
}
