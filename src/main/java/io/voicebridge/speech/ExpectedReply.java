package io.voicebridge.speech;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds which expected reply a recognised text is, by its words alone. Says nothing rather than guess. */
final class ExpectedReply {

    /** Part of all characters that must agree for two texts to be the same but for a slip of the recogniser. */
    private static final double ALIKE = 0.85;

    private static final double CLEARLY_MORE = 0.05;

    /** A short reply inside a longer text counts if it begins it, or is at least this part of its words. */
    private static final double MOST_OF_IT = 0.34;

    private static final Set<String> NEGATIONS = Set.of("not", "never", "no", "without");

    /** @param at first word inside the text */
    private record Place(String reply, int at, int length) {

        boolean isInside(Place other) {
            return length < other.length && at >= other.at && at + length <= other.at + other.length;
        }
    }

    private ExpectedReply() {}

    static Optional<String> find(String text, List<String> expected) {
        List<String> words = SpokenText.words(text);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return exact(words, expected).or(() -> inside(words, expected)).or(() -> alike(words, expected));
    }

    private static Optional<String> exact(List<String> words, List<String> expected) {
        return expected.stream()
                .filter(reply -> SpokenText.words(reply).equals(words))
                .findFirst();
    }

    /** The one reply that the text contains; of two that overlap the longer, of two apart none. */
    private static Optional<String> inside(List<String> words, List<String> expected) {
        List<Place> places = new ArrayList<>();
        for (String reply : expected) {
            List<String> wanted = SpokenText.words(reply);
            int at = wanted.isEmpty() ? -1 : Collections.indexOfSubList(words, wanted);
            if (at >= 0) {
                places.add(new Place(reply, at, wanted.size()));
            }
        }
        List<Place> longest = places.stream()
                .filter(place -> places.stream().noneMatch(place::isInside))
                .filter(place -> counts(place, words))
                .toList();
        return longest.size() == 1 ? Optional.of(longest.get(0).reply) : Optional.empty();
    }

    private static boolean counts(Place place, List<String> words) {
        boolean negated = place.at > 0 && NEGATIONS.contains(words.get(place.at - 1));
        boolean weighty = place.at == 0 || place.length > 1 || place.length >= MOST_OF_IT * words.size();
        return weighty && !negated;
    }

    private static Optional<String> alike(List<String> words, List<String> expected) {
        record Likeness(String reply, double value) {}
        String text = String.join(" ", words);
        List<Likeness> best = expected.stream()
                .map(reply -> new Likeness(reply, likeness(text, SpokenText.plain(reply))))
                .sorted(Comparator.comparingDouble(Likeness::value).reversed())
                .limit(2)
                .toList();
        if (best.isEmpty() || best.get(0).value < ALIKE) {
            return Optional.empty();
        }
        boolean clear = best.size() == 1 || best.get(0).value - best.get(1).value >= CLEARLY_MORE;
        return clear ? Optional.of(best.get(0).reply) : Optional.empty();
    }

    /** 1 minus edits per character (Levenshtein). Digits must agree: 5000 is not 50000. */
    private static double likeness(String one, String other) {
        if (one.isEmpty() || other.isEmpty() || !digits(one).equals(digits(other))) {
            return 0;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return 1 - (double) row[other.length()] / Math.max(one.length(), other.length());
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }
}
