package io.voicebridge.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * English text in one plain form, so that what was recognised can be compared with what was expected: lower case, no
 * punctuation, contractions written out, numbers as digits. {@code "Yeah, it's $5,000."} becomes
 * {@code "yes it is 5000 dollars"}.
 */
public final class SpokenText {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("yeah", "yes"),
            Map.entry("yep", "yes"),
            Map.entry("yup", "yes"),
            Map.entry("nope", "no"),
            Map.entry("nah", "no"),
            Map.entry("okay", "ok"),
            Map.entry("gonna", "going to"),
            Map.entry("wanna", "want to"),
            Map.entry("cannot", "can not"),
            Map.entry("can't", "can not"),
            Map.entry("won't", "will not"),
            Map.entry("i'm", "i am"),
            Map.entry("let's", "let us"),
            Map.entry("it's", "it is"),
            Map.entry("that's", "that is"),
            Map.entry("what's", "what is"),
            Map.entry("who's", "who is"),
            Map.entry("he's", "he is"),
            Map.entry("she's", "she is"),
            Map.entry("there's", "there is"));

    private static final Map<String, String> ENDINGS =
            Map.of("n't", " not", "'re", " are", "'ll", " will", "'ve", " have", "'d", " would");

    private SpokenText() {}

    /** The plain form; empty if there is no word. */
    public static String plain(String text) {
        return String.join(" ", words(text));
    }

    /** The words of the plain form. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String raw : separate(text).split(" +")) {
            String word = strip(raw);
            if (!word.isEmpty()) {
                words.addAll(List.of(expand(word).split(" ")));
            }
        }
        return SpokenNumbers.toDigits(words);
    }

    /** Everything that is no part of a word becomes a blank; {@code $5,000} becomes {@code 5000 dollars}. */
    private static String separate(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace('’', '\'');
        return lower.replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("\\$ ?(\\d+(?:\\.\\d+)?)( ?(?:thousand|million|billion|k)\\b)?", "$1$2 dollars")
                .replace("%", " percent ")
                .replace("&", " and ")
                .replaceAll("\\b([ap])\\.? ?m\\b\\.?", "$1m")
                .replaceAll("(?<!\\d)\\.|\\.(?!\\d)", " ")
                .replaceAll("(?<=\\d)(am|pm|k)\\b", " $1")
                .replaceAll("[^a-z0-9'.]+", " ");
    }

    /** Quotation marks look like apostrophes. */
    private static String strip(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '\'') {
            from++;
        }
        while (to > from && word.charAt(to - 1) == '\'') {
            to--;
        }
        return word.substring(from, to);
    }

    private static String expand(String word) {
        String known = WORDS.get(word);
        if (known != null) {
            return known;
        }
        for (Map.Entry<String, String> ending : ENDINGS.entrySet()) {
            if (word.length() > ending.getKey().length() && word.endsWith(ending.getKey())) {
                return word.substring(0, word.length() - ending.getKey().length()) + ending.getValue();
            }
        }
        return word;
    }
}
