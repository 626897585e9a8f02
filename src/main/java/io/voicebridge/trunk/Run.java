package io.voicebridge.trunk;

import io.voicebridge.directory.Problem;
import io.voicebridge.trunk.Plan.Action;
import io.voicebridge.trunk.Plan.Change;
import io.voicebridge.trunk.Plan.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works on one trunk at its provider. What was made is written down piece by piece, so that a run that broke off can be done
 * again and goes on from there. Not thread-safe.
 */
final class Run {

    /** Where it is written down what was made, at once and for good. */
    interface Ledger {
        void put(String path, String id);

        void remove(String path);
    }

    private final Provider provider;
    private final Carrier carrier;
    private final Made made;
    private final Ledger ledger;
    private final List<String> known;

    Run(Provider provider, Carrier carrier, Map<String, String> ids, Ledger ledger) {
        this.provider = provider;
        this.carrier = carrier;
        this.made = new Made(ids);
        this.known = List.copyOf(ids.keySet());
        this.ledger = ledger;
    }

    Plan plan() {
        return told(() -> new Planner(carrier, made).plan(), List.of());
    }

    List<Drift> drift() {
        return told(
                () -> {
                    Plan plan = new Planner(carrier, made).plan();
                    return Planner.drift(plan, carrier.strangers(made));
                },
                List.of());
    }

    /**
     * Does what the plan says.
     *
     * @param asked the revision of the plan that somebody has seen; empty for whatever is to be done now
     * @throws Problem 409 plan_stale, 502 provider_error
     */
    Plan apply(String asked) {
        Plan plan = plan();
        if (!asked.isEmpty() && !asked.equals(plan.revision())) {
            throw new Problem(
                    409,
                    "plan_stale",
                    "Something has changed since the plan " + asked + "; nothing was done. Read the plan again.");
        }
        Map<String, Piece> pieces = new LinkedHashMap<>();
        carrier.pieces().forEach(piece -> pieces.put(piece.path(), piece));
        List<String> done = new ArrayList<>();
        for (Action action : plan.actions()) {
            told(
                    () -> {
                        step(action, pieces.get(action.path()));
                        return null;
                    },
                    done);
            if (action.op() != Op.KEEP && action.op() != Op.BLOCKED) {
                done.add(action.path());
            }
        }
        return plan;
    }

    private void step(Action action, Piece piece) {
        String path = action.path();
        switch (action.op()) {
            case CREATE -> note(path, carrier.create(piece, made));
            case UPDATE -> {
                String id = made.needed(path);
                note(path, id);
                Map<String, Object> changed = new LinkedHashMap<>();
                action.changes().stream()
                        .map(Change::field)
                        .forEach(field -> changed.put(field, piece.want().get(field)));
                carrier.update(piece, id, changed, made);
            }
            case DELETE -> takeBack(path);
            case KEEP -> note(path, made.needed(path));
            case BLOCKED -> {
                // said in the plan; the rest is done all the same
            }
        }
    }

    private void note(String path, String id) {
        made.put(path, id);
        ledger.put(path, id);
    }

    private void takeBack(String path) {
        carrier.delete(path, made.needed(path), made);
        made.remove(path);
        ledger.remove(path);
    }

    /** Takes back what was made, last first; what is not there any more is forgotten. @throws Problem 502 provider_error */
    List<String> destroy() {
        Map<String, Integer> order = new HashMap<>();
        carrier.pieces().forEach(piece -> order.put(piece.path(), order.size()));
        plan();
        List<String> done = new ArrayList<>();
        made.paths().stream()
                .sorted(Comparator.comparing((String path) -> order.getOrDefault(path, Integer.MAX_VALUE))
                        .reversed())
                .forEach(path -> {
                    told(
                            () -> {
                                takeBack(path);
                                return null;
                            },
                            done);
                    done.add(path);
                });
        known.stream().filter(path -> !done.contains(path)).forEach(ledger::remove);
        return List.copyOf(done);
    }

    private interface Work<T> {
        T go();
    }

    /** A failure of the provider as a problem that says how far it has come. */
    private <T> T told(Work<T> work, List<String> done) {
        try {
            return work.go();
        } catch (CarrierFault e) {
            Problem problem = new Problem(
                    502,
                    "provider_error",
                    "It failed at " + provider.spoken() + ": " + e.getMessage() + '.'
                            + (done.isEmpty()
                                    ? ""
                                    : " Done before it: " + String.join(", ", done)
                                            + ". Do it again: it goes on from there."));
            throw e.retryAfter()
                    .map(wait -> problem.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
                    .orElse(problem);
        }
    }
}
