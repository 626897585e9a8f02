package io.voicebridge.agent.hosted;

import io.voicebridge.agent.Handover;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Our names for what a hosted agent says, which are unique in a call whoever talks, and the agent's own for the same. The
 * last {@value #MOST} are known. Used by one session's mailbox.
 */
final class ItemNames {

    private static final int MOST = 64;

    private final Handover handover;

    /** The agent's names by ours, newest last. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private int given;

    ItemNames(Handover handover) {
        this.handover = handover;
    }

    /** The agent's name; empty if the item is none of the agent's, or forgotten. */
    Optional<String> theirs(String ours) {
        return Optional.ofNullable(names.get(ours));
    }

    /** Our name, given when the agent's is first met. */
    String ours(String theirs) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(theirs))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> give(theirs));
    }

    private String give(String theirs) {
        String ours = handover.id("a" + ++given);
        names.put(ours, theirs);
        if (names.size() > MOST) {
            names.remove(names.keySet().iterator().next());
        }
        return ours;
    }
}
