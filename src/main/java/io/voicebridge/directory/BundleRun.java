package io.voicebridge.directory;

import io.voicebridge.directory.Problem.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The import of one tenant's section: for whom, and what came of it so far. Not thread-safe. */
public final class BundleRun {

    /** An agent that calls are to be answered with, to be tried before that. */
    record Trial(AgentDraft draft, int version, String pointer) {}

    private static final int MAX_FAULTS = 100;

    /** What is found is shared by all views of a run. */
    private static final class Findings {
        final List<Fault> faults = new ArrayList<>();
        final List<ImportPlan.Change> changes = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        final List<Trial> trials = new ArrayList<>();
        final Map<String, Map<Integer, Integer>> versions = new HashMap<>();
    }

    private final String tenantId;
    private final String actor;
    private final boolean operator;
    private final String base;
    private final Findings found;

    /** @param base pointer to the tenant's section */
    BundleRun(String tenantId, String actor, boolean operator, String base) {
        this(tenantId, actor, operator, base, new Findings());
    }

    private BundleRun(String tenantId, String actor, boolean operator, String base, Findings found) {
        this.tenantId = tenantId;
        this.actor = actor;
        this.operator = operator;
        this.base = base;
        this.found = found;
    }

    /** The same run, looking at a place further in: faults get its pointer in front of theirs. */
    public BundleRun at(String pointer) {
        return new BundleRun(tenantId, actor, operator, base + pointer, found);
    }

    /** The same run, for the section of another tenant. */
    BundleRun of(String tenant, String section) {
        return new BundleRun(tenant, actor, operator, section, found);
    }

    public String tenantId() {
        return tenantId;
    }

    /** For the audit. */
    public String actor() {
        return actor;
    }

    /** Whether what costs the operator money may be changed. */
    public boolean isOperator() {
        return operator;
    }

    /** @param pointer below the place that is looked at, or empty */
    public void fault(String pointer, String detail) {
        if (found.faults.size() < MAX_FAULTS) {
            found.faults.add(new Fault(base + pointer, detail));
        }
    }

    /** @param pointer from the top of the bundle */
    void faultAt(String pointer, String detail) {
        found.faults.add(new Fault(pointer, detail));
    }

    /** A refusal of a service, told as faults of the bundle. */
    public void fault(Problem problem) {
        if (problem.faults().isEmpty()) {
            fault("", problem.getMessage());
        }
        problem.faults().forEach(fault -> fault(fault.pointer(), fault.detail()));
    }

    /**
     * @param kind of what is changed, such as {@code agent}
     * @param target its name
     * @param action {@code create}, {@code update} or {@code publish}
     */
    public void change(String kind, String target, String action, String detail) {
        found.changes.add(new ImportPlan.Change(kind, target, action, detail));
    }

    /** Something that is left to be done by a person. */
    public void note(String text) {
        found.notes.add(text);
    }

    /** Of an agent of the bundle: under which number each of its versions is known here. */
    void versions(String agent, Map<Integer, Integer> here) {
        found.versions.put(tenantId + ' ' + agent, Map.copyOf(here));
    }

    /**
     * Empty if the agent has no such version in the bundle, 0 if not here. Of an agent without versions in the bundle the
     * number is taken as it is.
     */
    Optional<Integer> version(String agent, int inBundle) {
        Map<Integer, Integer> here = found.versions.get(tenantId + ' ' + agent);
        return here == null || here.isEmpty() ? Optional.of(inBundle) : Optional.ofNullable(here.get(inBundle));
    }

    void tryOut(AgentDraft draft, int version, String pointer) {
        found.trials.add(new Trial(draft, version, base + pointer));
    }

    List<Trial> trials() {
        return List.copyOf(found.trials);
    }

    /** @throws Problem 422 {@code invalid_bundle} if there was a fault */
    void refuseFaults() {
        if (!found.faults.isEmpty()) {
            throw new Problem(
                    422,
                    "invalid_bundle",
                    "The bundle cannot be imported as it is; nothing was changed.",
                    found.faults);
        }
    }

    ImportPlan plan(boolean dryRun) {
        return new ImportPlan(dryRun, found.changes, found.notes);
    }
}
