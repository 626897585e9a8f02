package io.voicebridge.trunk;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * What would be done to bring a trunk to what is wanted.
 *
 * @param revision tells this plan from another; an apply that names it is refused if it would do something else by now
 * @param actions in the order in which they are done
 */
public record Plan(String revision, List<Action> actions) {

    /** What is done to a piece. */
    public enum Op {
        KEEP,
        CREATE,
        UPDATE,
        DELETE,
        /** Cannot be done by the bridge; the note says why, and who can. */
        BLOCKED;

        @JsonValue
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param have empty if it is not there */
    public record Change(String field, String want, String have) {}

    /**
     * One step.
     *
     * @param changes the fields that are set; of what is kept or taken away, none
     * @param note what a person should know; empty if there is nothing
     */
    public record Action(String path, Op op, List<Change> changes, String note) {}
}
