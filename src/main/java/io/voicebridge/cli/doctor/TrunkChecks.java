package io.voicebridge.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.trunk.Drift;
import io.voicebridge.trunk.Trunk;
import io.voicebridge.trunk.Trunks;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether trunks are at their providers as they shall be. */
final class TrunkChecks {

    /** More than a tenant can have. */
    private static final int ALL = 200;

    private static final int MOST_TOLD = 5;

    private final Supplier<Trunks> trunks;

    TrunkChecks(Supplier<Trunks> trunks) {
        this.trunks = trunks;
    }

    /** @param number whose trunks count only; empty for all */
    List<Check> of(String tenant, String number) {
        return trunks.get().list(tenant, null, ALL).items().stream()
                .filter(trunk -> number.isEmpty() || carries(trunk, number))
                .map(trunk -> new Check(
                        "The trunk " + trunk.name() + " is as it shall be", () -> isAsItShallBe(tenant, trunk)))
                .toList();
    }

    private static boolean carries(Trunk trunk, String number) {
        for (JsonNode carried : trunk.spec().path("numbers")) {
            if (carried.asText().equals(number)) {
                return true;
            }
        }
        return false;
    }

    private Finding isAsItShallBe(String tenant, Trunk trunk) {
        if (trunk.state() == Trunk.State.DRAFT) {
            return Finding.amber("It was never applied: POST /trunks/" + trunk.id() + "/apply.");
        }
        List<Drift> drift = trunks.get().drift(tenant, trunk.id());
        if (drift.isEmpty()) {
            return Finding.GREEN;
        }
        String told = drift.stream().limit(MOST_TOLD).map(TrunkChecks::told).collect(Collectors.joining("; "))
                + (drift.size() > MOST_TOLD ? "; and " + (drift.size() - MOST_TOLD) + " more" : "")
                + ". Look at GET /trunks/" + trunk.id() + "/plan and apply it.";
        return drift.stream().anyMatch(one -> one.severity() == Drift.Severity.CRITICAL)
                ? Finding.red(told)
                : Finding.amber(told);
    }

    private static String told(Drift drift) {
        if (drift.want().isEmpty()) {
            return drift.path() + " should not be there";
        }
        return drift.have().isEmpty()
                ? drift.path() + " is missing"
                : drift.path() + " is \'" + drift.have() + "\' and should be \'" + drift.want() + '\'';
    }
}
