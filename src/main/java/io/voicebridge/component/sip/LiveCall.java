package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentReplaced;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.AgentTally;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallSecurity;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Leg;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Playout;
import io.voicebridge.call.Recorded;
import io.voicebridge.call.Recording;
import io.voicebridge.call.SilentPort;
import io.voicebridge.sip.SipHeader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call with its agent: takes what the session, the SIP dialog and the media have to tell, plays what the session
 * says, and posts the rest as events. Called from many threads, none of which is held up.
 */
final class LiveCall implements RoutedCall, AgentListener {

    private static final long NOT_YET = 0;
    private static final int MOST_TOOLS = 64;

    /** How long the end of a call may wait to be told together with its recording. */
    private static final long RECORDING_MS = 200;

    private final IncomingCall call;
    private final String conversationId;
    private final SipServer server;
    private final Clock clock;
    private final Map<String, Object> variables;
    private final EventMailbox events;
    private final Playout playout = new Playout(this::played);
    private final CallKeys keys = new CallKeys(digit -> tell(new CallEvent.Digit(digit)));
    private final AgentTally tally = new AgentTally();
    private final Leg leg = new Leg(SilentPort.INSTANCE, keys);
    private final LevelMeter meter = new LevelMeter(leg.audio());
    /** When each tool that has no answer yet was asked for, by its id. */
    private final Map<String, Long> toolsAsked = new ConcurrentHashMap<>();

    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final AtomicBoolean endTold = new AtomicBoolean();

    /** Done when the session has said its last word. */
    private final CompletableFuture<Void> lastWord = new CompletableFuture<>();

    /** Done when the end of the call has been told. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private volatile AgentSession session;
    private volatile Optional<Recording> recording = Optional.empty();
    private volatile long openedNanos;
    private volatile long answeredNanos = NOT_YET;
    private volatile Instant answeredAt = Instant.EPOCH;
    private volatile boolean dismissed;
    private volatile boolean ended;

    /** @param variables of the exchanges that tell this call's events */
    LiveCall(IncomingCall call, String conversationId, Map<String, Object> variables, SipServer server, Clock clock) {
        this.call = call;
        this.conversationId = conversationId;
        this.server = server;
        this.clock = clock;
        this.variables = variables;
        this.events = server.mailbox(variables, this::toolResult);
        leg.onNotice(this::noticed);
        leg.onReferRefused(target -> tell(new CallEvent.ReferAsked(new ReferRefused(target))));
        leg.onAnswered(answered -> answered(answered.security()));
        leg.onEnded(this::ended);
    }

    @Override
    public String id() {
        return call.id();
    }

    @Override
    public Set<String> names() {
        return Set.of(call.id(), call.callId(), conversationId);
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public CallKeys keys() {
        return keys;
    }

    /** Starts the recording and answers the call; from here on the listener's methods tell how it goes. */
    void start(AgentSession opened) {
        session = opened;
        openedNanos = System.nanoTime();
        recording = server.recordings().map(folder -> folder.begin(conversationId, this::recordingFailed));
        leg.restAt(new CallAudio(opened, playout, this::spoke));
        server.calls().add(this);
        call.answer(meter, leg, recording);
    }

    /** The start has failed: a call that was answered is ended, otherwise whoever asked for it decides about the call. */
    void abandon() {
        if (call.isDecided()) {
            call.hangUp(List.of());
        }
        if (answeredNanos == NOT_YET) {
            ended = true;
            playout.close();
            session.close();
            recording.ifPresent(Recording::end);
            server.calls().remove(this);
            over.complete(null);
        }
    }

    @Override
    public void hangUp(List<SipHeader> headers) {
        call.hangUp(headers);
    }

    @Override
    public int hopsLeft() {
        return SipBinding.hopsLeft(call);
    }

    @Override
    public void pause() {
        session.paused();
    }

    @Override
    public void goOn() {
        session.resumed("");
    }

    @Override
    public void resume(String note) {
        leg.rest();
        session.resumed(note);
    }

    @Override
    public void dismissAgent() {
        dismissed = true;
        leg.restAt(SilentPort.INSTANCE);
        playout.close();
        session.close();
    }

    @Override
    public void stopRecording() {
        recording.ifPresent(Recording::end);
    }

    @Override
    public void tell(CallEvent event) {
        events.post(event);
    }

    CallLevels levels() {
        return new CallLevels(variables, meter.heardDbfs(), meter.saidDbfs());
    }

    // From the SIP dialog, on its loop

    private void answered(CallSecurity security) {
        answeredAt = clock.instant();
        answeredNanos = System.nanoTime();
        Optional<Path> file = server.recordings().map(folder -> folder.file(conversationId));
        long lead = (answeredNanos - openedNanos) / 1_000_000;
        events.post(new CallEvent.Answered(new CallAnswered(answeredAt, file, security, lead)));
        server.metrics().answered();
        server.metrics().secured(security);
        server.endAfterLongest(this);
    }

    private void ended(CallEnd how) {
        this.ended = true;
        long duration = answeredMillis();
        // A clock that was set during the call makes it neither longer nor shorter
        Instant at = answeredNanos == NOT_YET ? clock.instant() : answeredAt.plusMillis(duration);
        playout.close();
        session.close();
        CompletableFuture<Recorded> file = recording
                .map(ending -> ending.end().toCompletableFuture())
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        file.thenAccept(done -> Optional.ofNullable(done).ifPresent(server.metrics()::recorded));
        CompletableFuture<Void> written =
                file.<Void>thenApply(done -> null).completeOnTimeout(null, RECORDING_MS, TimeUnit.MILLISECONDS);
        server.afterGrace(() -> tellEnd(how, at, duration, file), CompletableFuture.allOf(lastWord, written));
    }

    private void tellEnd(CallEnd how, Instant at, long durationMs, CompletableFuture<Recorded> file) {
        if (!endTold.compareAndSet(false, true)) {
            return;
        }
        if (playout.underruns() > 0) {
            metric(new AgentMetric("underruns", playout.underruns()));
        }
        boolean stillRecording = !file.isDone();
        boolean answered = answeredNanos != NOT_YET;
        events.post(new CallEvent.Ended(new CallEnded(
                at,
                how,
                answered,
                durationMs,
                stillRecording ? Optional.empty() : Optional.ofNullable(file.getNow(null)),
                stillRecording,
                leg.statistics(),
                answered ? Optional.of(tally.measures()) : Optional.empty(),
                events.dropped())));
        if (stillRecording) {
            file.thenAccept(
                    done -> server.mailbox(variables, this::toolResult).post(new CallEvent.RecordingDone(done)));
        }
        server.metrics().ended(how, durationMs);
        leg.statistics().ifPresent(server.metrics()::media);
        leg.statistics().ifPresent(server.metrics()::counted);
        server.calls().remove(this);
        over.complete(null);
    }

    @Override
    public long answeredMillis() {
        return answeredNanos == NOT_YET ? 0 : (System.nanoTime() - answeredNanos) / 1_000_000;
    }

    @Override
    public boolean hasAgent() {
        return !dismissed;
    }

    /** Runs the action when the call is over, at once if it is. */
    void whenOver(Runnable action) {
        over.thenRun(action);
    }

    // From the media

    private void noticed(MediaNotice notice) {
        tell(new CallEvent.Noticed(notice));
        server.metrics().noticed(notice);
    }

    private void spoke() {
        long millis = answeredMillis();
        AgentMetric firstAudio = new AgentMetric("ttfa_ms", millis);
        tally.add(firstAudio);
        events.post(new CallEvent.Metric(firstAudio));
        server.metrics().firstSpeech(millis);
    }

    private void played(String itemId, long playedMs, boolean complete) {
        session.played(itemId, playedMs, complete);
    }

    // From the agent session

    @Override
    public void audio(String itemId, short[] pcm, boolean last) {
        if (!playout.add(itemId, pcm, last) && !ended && !dismissed && overflowed.compareAndSet(false, true)) {
            failed(AgentFailure.retriable(
                    "playout_full",
                    "The agent sent more than two minutes of speech ahead; the rest of it was dropped."));
        }
    }

    @Override
    public void stopAudio() {
        playout.stop();
    }

    @Override
    public void transcript(TranscriptItem item) {
        events.post(new CallEvent.Transcript(item));
    }

    @Override
    public void toolCall(ToolCall toolCall) {
        if (toolsAsked.size() < MOST_TOOLS) {
            toolsAsked.put(toolCall.id(), System.nanoTime());
        }
        if (!events.post(new CallEvent.Tool(toolCall))) {
            toolResult(toolCall, "{\"status\":\"busy\"}");
        }
    }

    @Override
    public void metric(AgentMetric metric) {
        tally.add(metric);
        events.post(new CallEvent.Metric(metric));
        server.metrics().measured(metric);
    }

    @Override
    public void failed(AgentFailure failure) {
        events.post(new CallEvent.AgentFailed(failure));
    }

    @Override
    public void replaced(AgentReplaced replaced) {
        server.metrics().agentReplaced(replaced.failure().code());
        events.post(new CallEvent.AgentReplacedBy(replaced));
    }

    @Override
    public void closed() {
        lastWord.complete(null);
    }

    // Back to the session

    private void toolResult(ToolCall toolCall, String json) {
        Long asked = toolsAsked.remove(toolCall.id());
        if (asked != null && !toolCall.name().equals(ToolCall.END_CALL)) {
            metric(new AgentMetric("tool_latency_ms", (System.nanoTime() - asked) / 1_000_000.0));
        }
        AgentSession current = session;
        if (current != null) {
            current.toolResult(toolCall.id(), json);
        }
    }

    private void recordingFailed(String detail) {
        failed(AgentFailure.retriable("recording_stopped", detail));
    }
}
