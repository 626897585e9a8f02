package io.voicebridge.speech;

import java.util.List;

/** Cuts text into clauses while it is still coming, so that the first can be spoken before the last is known. Not thread-safe. */
public final class ClauseStream {

    private final StringBuilder waiting = new StringBuilder();

    /** Takes the next piece, of any length. @return the clauses that are complete now, in order */
    public List<String> add(String piece) {
        waiting.append(piece);
        List<String> clauses = Clauses.split(waiting.toString());
        if (clauses.size() < 2) {
            return List.of();
        }
        // The last word may go on in the next piece.
        List<String> complete = clauses.subList(0, clauses.size() - 1);
        String rest = clauses.get(clauses.size() - 1);
        boolean blank = Character.isWhitespace(waiting.charAt(waiting.length() - 1));
        waiting.setLength(0);
        waiting.append(rest).append(blank ? " " : "");
        return complete;
    }

    /** Nothing follows. @return what was left */
    public List<String> end() {
        List<String> rest = waiting.toString().isBlank() ? List.of() : Clauses.split(waiting.toString());
        waiting.setLength(0);
        return rest;
    }
}
