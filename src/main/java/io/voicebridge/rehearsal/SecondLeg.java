package io.voicebridge.rehearsal;

import io.voicebridge.call.IncomingCall;
import io.voicebridge.sip.SipHeader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The call by which a lead that the agent has transferred comes to Five9's inbound number. Runs the inbound script, and lets
 * the person answer whom its skill leads to. Thread-safe.
 */
final class SecondLeg {

    /** A script's Queries may take their time after the other leg is gone. */
    private static final long LAST_MODULES_S = 30;

    /**
     * What became of it.
     *
     * @param troubles what is wrong though the script came to its end, a sentence each
     */
    record Result(ScriptEnd end, ScriptRun run, List<String> troubles) {}

    /** What a second leg needs of its rehearsal. */
    record Means(
            IvrScript script,
            RehearsalTarget target,
            QueryClient queries,
            CustomerVoice voice,
            Executor threads,
            Clock clock) {}

    private final Means means;
    private final String campaign;
    private final String phone;
    private final String correlation;
    private final Journal journal;
    private final InboundPerson person;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private volatile boolean came;

    /** @param correlation of the first leg */
    SecondLeg(Means means, String campaign, Customer customer, String correlation, Journal journal) {
        this.means = means;
        this.campaign = campaign;
        this.phone = customer.phone();
        this.correlation = correlation;
        this.journal = journal;
        this.person = new InboundPerson(means.voice(), customer, journal, InboundPerson.PATIENCE);
    }

    String phone() {
        return phone;
    }

    String correlation() {
        return correlation;
    }

    /** How the customer and the person hear each other. */
    InboundPerson person() {
        return person;
    }

    /** On a SIP loop. */
    void come(IncomingCall call, List<SipHeader> headers) {
        came = true;
        CallStep.InboundCalled called = new CallStep.InboundCalled(call.calledNumber(), call.callerNumber(), headers);
        journal.write(called);
        try {
            means.threads().execute(() -> take(call, called));
        } catch (RejectedExecutionException e) {
            call.hangUp(List.of()); // the rehearsal is being stopped
        }
    }

    private void take(IncomingCall call, CallStep.InboundCalled called) {
        try {
            person.answers(call);
            ScriptRun run = new ScriptRun(
                    means.script(),
                    Five9Call.taken(
                                    called,
                                    campaign,
                                    means.target(),
                                    means.clock().instant())
                            .variables(),
                    (number, headers, ringTimeout) ->
                            new TransferEnd.NotReached(501, "a rehearsal transfers a second time to nobody"),
                    means.queries(),
                    journal);
            ScriptEnd end = run.run();
            List<String> troubles = List.of();
            if (end instanceof ScriptEnd.WithAgent withAgent) {
                troubles = person.talks(withAgent.value());
            }
            journal.write(new CallStep.InboundEnded(person.leaves(call)));
            result.complete(new Result(end, run, troubles));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.hangUp(List.of());
            result.completeExceptionally(e);
        } catch (RuntimeException e) {
            call.hangUp(List.of());
            result.completeExceptionally(e);
        }
    }

    /** Once the first leg is over; empty if the lead was never transferred. Blocks. */
    Optional<Result> result() throws InterruptedException {
        if (!came) {
            return Optional.empty();
        }
        try {
            return Optional.of(result.get(LAST_MODULES_S, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the inbound script failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the inbound script came to no end", e);
        }
    }
}
