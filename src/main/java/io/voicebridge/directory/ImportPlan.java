package io.voicebridge.directory;

import java.util.List;

/**
 * What an import has changed, or would change.
 *
 * @param dryRun true if nothing was changed
 * @param changes in the order of the bundle; empty if all is as the bundle says
 * @param notes what is left to be done by a person
 */
public record ImportPlan(boolean dryRun, List<Change> changes, List<String> notes) {

    /** @param action {@code create}, {@code update} or {@code publish} */
    public record Change(String kind, String target, String action, String detail) {}

    public ImportPlan {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }
}
