package io.voicebridge.speech;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes an expected reply the way the model writes what it hears, because it scores spelling too: a capital first, a full
 * stop or question mark at the end, sums as {@code $5,000}.
 */
final class Spelling {

    private static final Set<String> QUESTION = Set.of(
            "who", "what", "when", "where", "why", "how", "can", "could", "would", "will", "is", "are", "do", "does");

    private Spelling() {}

    /** One or two ways to write it; none if there is no word in it. */
    static List<String> variants(String reply) {
        if (SpokenText.words(reply).isEmpty()) {
            return List.of();
        }
        Set<String> variants = new LinkedHashSet<>();
        variants.add(sentence(reply));
        List<String> digits = SpokenNumbers.toDigits(List.of(reply.strip().split("\\s+")));
        variants.add(sentence(String.join(" ", figures(digits))));
        return List.copyOf(variants);
    }

    private static String sentence(String words) {
        String text = words.strip().replaceAll("\\bi\\b", "I");
        String capital = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        if (".?!".indexOf(capital.charAt(capital.length() - 1)) >= 0) {
            return capital;
        }
        String first = capital.split("\\W", 2)[0].toLowerCase(Locale.ROOT);
        return capital + (QUESTION.contains(first) ? "?" : ".");
    }

    private static List<String> figures(List<String> words) {
        List<String> written = new ArrayList<>();
        for (String word : words) {
            int last = written.size() - 1;
            boolean afterNumber = last >= 0 && written.get(last).matches("[\\d,.]+");
            if (word.matches("\\d{4,15}")) {
                // a year or a postcode has no comma, but a sum has, and sums are what is said in words
                written.add(String.format(Locale.ROOT, "%,d", new BigDecimal(word).longValue()));
            } else if (afterNumber && word.startsWith("dollar")) {
                written.set(last, "$" + written.get(last) + word.replaceFirst("^dollars?", ""));
            } else if (afterNumber && (word.equals("pm") || word.equals("am"))) {
                written.add(word.charAt(0) + ".m.");
            } else {
                written.add(word);
            }
        }
        return written;
    }
}
