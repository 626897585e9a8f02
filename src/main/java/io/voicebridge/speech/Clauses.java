package io.voicebridge.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text where a speaker breathes, so that the first part can be played while the next is computed. Joined with spaces
 * the parts are the text again, but for the amount of white space.
 */
public final class Clauses {

    /** A shorter beginning would sound chopped. */
    private static final int SHORTEST = 12;

    /** Without a mark for so long, a blank has to do. */
    private static final int LONGEST = 160;

    private Clauses() {}

    /** @return in order; empty if the text is blank */
    public static List<String> split(String text) {
        List<String> clauses = new ArrayList<>();
        StringBuilder clause = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (clause.length() + word.length() > LONGEST) {
                add(clauses, clause);
            }
            clause.append(clause.isEmpty() ? "" : " ").append(word);
            if (clause.length() >= SHORTEST && endsClause(word)) {
                add(clauses, clause);
            }
        }
        add(clauses, clause);
        return List.copyOf(clauses);
    }

    private static void add(List<String> clauses, StringBuilder clause) {
        if (!clause.isEmpty()) {
            clauses.add(clause.toString());
            clause.setLength(0);
        }
    }

    private static boolean endsClause(String word) {
        int end = word.length();
        while (end > 0 && "\"')]”’".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0) {
            return false;
        }
        return switch (word.charAt(end - 1)) {
            case ',', ';', ':', '!', '?', '…' -> true;
            case '.' -> !isAbbreviation(word.substring(0, end - 1));
            default -> false;
        };
    }

    /** {@code Mr}, {@code p.m}, {@code J}: the point belongs to the word. */
    private static boolean isAbbreviation(String word) {
        return word.length() == 1
                || word.indexOf('.') >= 0
                || switch (word) {
                    case "Mr", "Mrs", "Ms", "Dr", "St", "Inc", "Ltd", "Co", "vs", "etc" -> true;
                    default -> false;
                };
    }
}
