package io.voicebridge.cli.rehearsal;

import io.voicebridge.directory.Problem;
import java.util.HashMap;
import java.util.Map;

/** How many rehearsals may be under way on this bridge: each takes a call, and speech. Thread-safe. */
final class Places {

    static final int OF_A_TENANT = 2;
    static final int IN_ALL = 4;

    private final Map<String, Integer> taken = new HashMap<>();

    /** @throws Problem 429 {@code too_many_rehearsals} */
    synchronized void take(String tenant) {
        int all = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (all >= IN_ALL || taken.getOrDefault(tenant, 0) >= OF_A_TENANT) {
            throw new Problem(
                            429,
                            "too_many_rehearsals",
                            "So many simulated customers are calling already; wait until one of them is done.")
                    .with("Retry-After", "30");
        }
        taken.merge(tenant, 1, Integer::sum);
    }

    synchronized void give(String tenant) {
        taken.computeIfPresent(tenant, (of, count) -> count == 1 ? null : count - 1);
    }
}
