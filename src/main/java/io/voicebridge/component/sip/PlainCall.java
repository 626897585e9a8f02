package io.voicebridge.component.sip;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Leg;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Recorded;
import io.voicebridge.call.Recording;
import io.voicebridge.call.SilentPort;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.sdp.Encryption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call without an agent: what it hears is for the route to say. */
final class PlainCall implements RoutedCall {

    /** How long the end of a call waits for the recording to be on disk. */
    private static final long RECORDING_MS = 5_000;

    private final String id;
    private final SipMetrics metrics;
    private final Clock clock;
    private final Optional<EventMailbox> events;
    private final Optional<Recording> recording;
    private final Optional<Path> file;
    private final CallKeys keys = new CallKeys(digit -> tell(new CallEvent.Digit(digit)));
    private final Leg leg = new Leg(SilentPort.INSTANCE, keys);
    private volatile long answeredNanos;
    private volatile Instant answeredAt = Instant.EPOCH;
    private volatile String callId = "";
    private volatile int hopsLeft = CallTerms.NONE.maxForwards();

    /** @param events where its events go; empty if it has none */
    PlainCall(
            String id,
            Optional<Recording> recording,
            Optional<Path> file,
            Optional<EventMailbox> events,
            SipMetrics metrics,
            Clock clock) {
        this.id = id;
        this.recording = recording;
        this.file = file;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** From here on its events are told. */
    void start() {
        leg.onNotice(this::noticed);
        leg.onReferRefused(target -> tell(new CallEvent.ReferAsked(new ReferRefused(target))));
        leg.onAnswered(this::answered);
        leg.onEnded(this::ended);
    }

    /** Answers a call that came in, or refuses it. @param encryption the rule about SRTP; empty for that of all calls */
    void answer(IncomingCall call, Optional<Encryption> encryption) {
        callId = call.callId();
        hopsLeft = SipBinding.hopsLeft(call);
        call.prepare(encryption); // an obstacle is met again by the answer, and refuses the call
        call.answer(leg.audio(), leg, recording);
    }

    /**
     * Lets a call that came in hear something before its answer.
     *
     * @return why it does not, as a result of the step; empty if it does, now or when the caller has acknowledged it
     */
    Optional<String> progress(IncomingCall call, Optional<Encryption> encryption) {
        callId = call.callId();
        hopsLeft = SipBinding.hopsLeft(call);
        if (call.isDecided()) {
            return Optional.of(CallStep.CALL_ENDED);
        }
        boolean possible = call.prepare(encryption).isEmpty() && call.progress(leg.audio(), leg);
        return possible ? Optional.empty() : Optional.of("no-early-media");
    }

    private void noticed(MediaNotice notice) {
        tell(new CallEvent.Noticed(notice));
        metrics.noticed(notice);
    }

    private void answered(Call call) {
        answeredAt = clock.instant();
        answeredNanos = System.nanoTime();
        tell(new CallEvent.Answered(new CallAnswered(answeredAt, file, call.security(), 0)));
    }

    private void ended(CallEnd end) {
        boolean wasAnswered = answeredNanos != 0;
        long duration = answeredMillis();
        // A clock that was set during the call makes it neither longer nor shorter
        Instant at = wasAnswered ? answeredAt.plusMillis(duration) : clock.instant();
        leg.statistics().ifPresent(metrics::media);
        CompletableFuture<Recorded> written = recording
                .map(ending -> ending.end().toCompletableFuture())
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        written.thenAccept(done -> Optional.ofNullable(done).ifPresent(metrics::recorded));
        written.completeOnTimeout(null, RECORDING_MS, TimeUnit.MILLISECONDS)
                .thenAccept(recorded -> tell(new CallEvent.Ended(new CallEnded(
                        at,
                        end,
                        wasAnswered,
                        duration,
                        Optional.ofNullable(recorded),
                        recording.isPresent() && recorded == null,
                        leg.statistics(),
                        Optional.empty(),
                        events.map(EventMailbox::dropped).orElse(0)))));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<String> names() {
        return callId.isEmpty() ? Set.of(id) : Set.of(id, callId);
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public long answeredMillis() {
        return answeredNanos == 0 ? 0 : (System.nanoTime() - answeredNanos) / 1_000_000;
    }

    @Override
    public boolean hasAgent() {
        return false;
    }

    @Override
    public CallKeys keys() {
        return keys;
    }

    @Override
    public void hangUp(List<SipHeader> headers) {
        leg.hangUp(headers);
    }

    @Override
    public int hopsLeft() {
        return hopsLeft;
    }

    @Override
    public void pause() {
        // There is no agent.
    }

    @Override
    public void goOn() {
        // There is no agent.
    }

    @Override
    public void resume(String note) {
        leg.rest();
    }

    @Override
    public void dismissAgent() {
        // There is none.
    }

    @Override
    public void stopRecording() {
        recording.ifPresent(Recording::end);
    }

    @Override
    public void tell(CallEvent event) {
        events.ifPresent(mailbox -> mailbox.post(event));
    }
}
