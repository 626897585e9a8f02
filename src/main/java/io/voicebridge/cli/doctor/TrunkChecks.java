package io.voicebridge.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.trunk.Drift;
import io.voicebridge.trunk.Trunk;
import io.voicebridge.trunk.Trunks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether trunks are at their providers as they shall be, and want of audio what the numbers on them want. */
final class TrunkChecks {

    /** More than a tenant can have. */
    private static final int ALL = 200;

    private static final int MOST_TOLD = 5;

    private final Supplier<Trunks> trunks;
    private final String srtp;

    /** @param srtp the bridge's rule for numbers that have none of their own: off, allow or require */
    TrunkChecks(Supplier<Trunks> trunks, String srtp) {
        this.trunks = trunks;
        this.srtp = srtp;
    }

    /**
     * @param number whose trunks count only; empty for all
     * @param numbers that are looked at
     */
    List<Check> of(String tenant, String number, List<PhoneNumber> numbers) {
        List<Check> checks = new ArrayList<>();
        for (Trunk trunk : trunks.get().list(tenant, null, ALL).items()) {
            if (number.isEmpty() || carries(trunk, number)) {
                checks.add(new Check(
                        "The trunk " + trunk.name() + " is as it shall be", () -> isAsItShallBe(tenant, trunk)));
            }
            numbers.stream()
                    .filter(carried -> carries(trunk, carried.number()))
                    .forEach(carried -> checks.add(new Check(
                            carried.number() + " and its trunk " + trunk.name() + " agree on encrypted audio",
                            () -> agree(carried, trunk))));
        }
        return checks;
    }

    /** Secure trunking is all or nothing: with it the carrier offers encrypted audio only, without it none. */
    private Finding agree(PhoneNumber number, Trunk trunk) {
        String rule = number.srtp() == null ? srtp : number.srtp();
        boolean secure = trunk.spec().path("secure").asBoolean(true);
        if (secure && rule.equals("off")) {
            return Finding.red(
                    "The trunk encrypts audio and the number takes none that is: each call is refused with 488. Set"
                            + " srtp of the number to allow or require, or secure of the trunk to false.");
        }
        return !secure && rule.equals("require")
                ? Finding.red(
                        "The number takes encrypted audio only and the trunk does not encrypt: each call is refused with"
                                + " 488. Set secure of the trunk to true, or srtp of the number to allow.")
                : Finding.GREEN;
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
