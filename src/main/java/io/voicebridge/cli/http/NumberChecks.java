package io.voicebridge.cli.http;

import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.AgentTrial;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Goes the way of a call to a number as far as that is possible without a call. Bean {@code numberChecks}. Thread-safe. */
public final class NumberChecks {

    /** @param status {@code ok}, {@code warning} or {@code failed} */
    public record Check(String check, String status, long tookMs, String fix) {}

    public record Checks(List<Check> items) {}

    /** What a check found. */
    private record Finding(String status, String fix) {
        static final Finding OK = new Finding("ok", "");
    }

    private final AgentLookup directory;
    private final AgentTrial trial;

    public NumberChecks(AgentLookup directory, AgentTrial trial) {
        this.directory = directory;
        this.trial = trial;
    }

    public Checks check(PhoneNumber number) {
        List<Check> checks = new ArrayList<>();
        checks.add(timed("the number leads to a published agent", () -> findsAgent(number)));
        checks.add(timed("the agent can serve a call", () -> serves(number)));
        checks.add(timed("transfers out have a terminal URI", () -> hasTerminalUri(number)));
        return new Checks(List.copyOf(checks));
    }

    private Finding findsAgent(PhoneNumber number) {
        Lookup lookup = directory.find(number.number());
        return lookup instanceof Lookup.Refused refused ? new Finding("failed", refused.hint()) : Finding.OK;
    }

    private Finding serves(PhoneNumber number) {
        if (!(directory.find(number.number()) instanceof Lookup.Found found)) {
            return new Finding("failed", "There is no agent to try yet.");
        }
        try {
            trial.prepare(
                    new AgentDraft(
                            found.agent(),
                            found.provider(),
                            found.voice(),
                            found.prompt(),
                            found.dialogue(),
                            found.settings()),
                    found.version());
            return Finding.OK;
        } catch (IllegalArgumentException e) {
            return new Finding("failed", e.getMessage());
        }
    }

    private static Finding hasTerminalUri(PhoneNumber number) {
        return number.terminalUri().isEmpty()
                ? new Finding(
                        "warning", "Enter the host of your carrier or trunk if the agent is to transfer calls out.")
                : Finding.OK;
    }

    private static Check timed(String name, Supplier<Finding> check) {
        long start = System.nanoTime();
        Finding finding = check.get();
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new Check(name, finding.status(), tookMs, finding.fix());
    }
}
