package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads how the conditions of a Case or an If/Else are put together by hand, such as {@code (1 or 2) AND 3}: their numbers, in the
 * order in which they stand, AND, OR and parentheses in any case of letters. AND binds more closely than OR.
 */
final class CustomCondition {

    private static final int MAX_DEPTH = 8;

    private final String source;
    private final List<Condition> conditions;
    private int at;

    CustomCondition(String source, List<Condition> conditions) {
        this.source = source;
        this.conditions = conditions;
    }

    /** @throws IllegalArgumentException with what is wrong and where */
    Condition parse() {
        Condition whole = any(0);
        if (at < source.length()) {
            throw error("AND or OR was expected");
        }
        return whole;
    }

    private Condition any(int depth) {
        List<Condition> parts = new ArrayList<>();
        do {
            parts.add(all(depth));
        } while (takes("OR"));
        return parts.size() == 1 ? parts.get(0) : new Condition.Grouped(true, List.copyOf(parts));
    }

    private Condition all(int depth) {
        List<Condition> parts = new ArrayList<>();
        do {
            parts.add(one(depth));
        } while (takes("AND"));
        return parts.size() == 1 ? parts.get(0) : new Condition.Grouped(false, List.copyOf(parts));
    }

    private Condition one(int depth) {
        if (depth > MAX_DEPTH) {
            throw error("parentheses are nested more than " + MAX_DEPTH + " deep");
        }
        if (takes("(")) {
            Condition inner = any(depth + 1);
            if (!takes(")")) {
                throw error("')' is missing");
            }
            return inner;
        }
        skipBlanks();
        int from = at;
        while (at < source.length() && at - from < 4 && Character.isDigit(source.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("the number of a condition was expected");
        }
        int number = Integer.parseInt(source.substring(from, at));
        if (number < 1 || number > conditions.size()) {
            throw error("there is no condition " + number + ", only " + conditions.size());
        }
        return conditions.get(number - 1);
    }

    private boolean takes(String word) {
        skipBlanks();
        if (!source.regionMatches(true, at, word, 0, word.length())) {
            return false;
        }
        at += word.length();
        skipBlanks();
        return true;
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(
                "the custom condition '" + source + "' cannot be read: at character " + (at + 1) + ' ' + what);
    }
}
