package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.OutboundGuard;
import io.voicebridge.call.Recording;
import io.voicebridge.call.RecordingFormat;
import io.voicebridge.call.Recordings;
import io.voicebridge.call.Refusal;
import io.voicebridge.call.RefusedCall;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one user agent of a component with its media, recordings and calls. It is started by the first route that takes
 * calls and lives as long as the component, so that a route can be reloaded while people talk.
 */
final class SipServer implements AutoCloseable {

    /** How long the end of a call waits for the agent session's last word. */
    private static final long GRACE_MS = 2_000;

    private static final List<SipHeader> GOING_DOWN =
            List.of(new SipHeader("Reason", "SIP;cause=503;text=\"The server goes down\""));

    private static final Logger LOG = LoggerFactory.getLogger(SipServer.class);

    private final SipSettings settings;
    private final SipMetrics metrics;
    private final EventSink events;
    private final RefusalDesk refusals;
    private final SipThreads threads;
    private final Clock clock;
    private final Optional<Recordings> recordings;
    private final CallEngine engine;
    private final LiveCalls calls = new LiveCalls();
    private final DialDesk dials;
    private volatile Consumer<IncomingCall> receiver =
            call -> refuse(call, SipBinding.busy("The server is starting"), "not-taking-calls");

    SipServer(
            SipSettings settings,
            SipMetrics metrics,
            EventSink events,
            RefusalDesk refusals,
            SipThreads threads,
            Supplier<OutboundGuard> guard,
            Supplier<Optional<TrunkLogins>> logins,
            Clock clock)
            throws IOException {
        this.settings = settings;
        this.metrics = metrics;
        this.events = events;
        this.refusals = refusals;
        this.threads = threads;
        this.clock = clock;
        this.recordings = settings.recordings().isPresent()
                ? Optional.of(open(settings.recordings().get(), settings.recordingFormat()))
                : Optional.empty();
        this.engine = CallEngine.start(settings.engine(), call -> receiver.accept(call), refusals::post);
        this.dials = new DialDesk(engine, guard, logins, this::ourHost, this);
    }

    private static Recordings open(Path folder, Optional<RecordingFormat> format) throws IOException {
        return format.isPresent() ? new Recordings(folder, format.get()) : new Recordings(folder);
    }

    /** From now on each new call goes there, on a SIP loop. */
    void receive(Consumer<IncomingCall> taker) {
        receiver = taker;
    }

    /** Refuses a call that no route has decided about, and tells so on {@code sip:refusals}. */
    void refuse(IncomingCall call, Refusal refusal, String condition) {
        call.refuse(refusal);
        refusals.post(RefusedCall.of(call, refusal, condition));
    }

    Optional<Recordings> recordings() {
        return recordings;
    }

    LiveCalls calls() {
        return calls;
    }

    SipMetrics metrics() {
        return metrics;
    }

    EventMailbox mailbox(Map<String, Object> variables, BiConsumer<ToolCall, String> toolResult) {
        return new EventMailbox(variables, events, threads.events(), toolResult);
    }

    /** Empty for a transport that is not served. */
    Optional<InetSocketAddress> boundAddress(Transport transport) {
        return engine.findBoundAddress(transport);
    }

    List<ListenerState> listeners() {
        return engine.listeners();
    }

    /** Messages on whose source that was the verdict, since the start. */
    long messages(Admission.Verdict verdict) {
        return settings.engine().entry().rates().counted(verdict);
    }

    /** Asks a peer whether it is there. */
    CompletableFuture<PeerAnswer> options(String uri) {
        return engine.options(uri);
    }

    /** Looks advertised names up again; blocks. */
    void refreshAddresses() {
        engine.refreshAddresses();
    }

    int activeCalls() {
        return Math.max(engine.activeCalls(), calls.size());
    }

    /** What our addresses end in: the host that peers are told, or the one bound; empty if that is a wildcard. */
    private String ourHost() {
        return settings.advertisedHost().orElseGet(() -> Stream.of(Transport.values())
                .flatMap(transport -> boundAddress(transport).stream())
                .filter(address -> !address.getAddress().isAnyLocalAddress())
                .findFirst()
                .map(Via::hostOf)
                .orElse(""));
    }

    void refuseNewCalls() {
        engine.refuseNewCalls();
    }

    void acceptNewCalls() {
        engine.acceptNewCalls();
    }

    /** The timer of the component: what runs there must be short. */
    ScheduledExecutorService timer() {
        return threads.timer();
    }

    /** Goes on with a route, off the SIP loops. */
    void goOn(Runnable route) {
        threads.steps().execute(route);
    }

    DialDesk dials() {
        return dials;
    }

    /**
     * A call without an agent, known to routes from its answer, or its early media, to its end.
     *
     * @param records whether it is recorded, if the component records at all
     * @param tells whether it has events
     * @param variables of the exchanges that tell them
     */
    PlainCall plain(String id, boolean records, boolean tells, Map<String, Object> variables) {
        Optional<Recordings> folder = records ? recordings : Optional.empty();
        Optional<Recording> recording = folder.map(taken -> taken.begin(id, LOG::warn));
        PlainCall call = new PlainCall(
                id,
                recording,
                folder.map(taken -> taken.file(id)),
                tells ? Optional.of(mailbox(withId(id, variables), (tool, json) -> {})) : Optional.empty(),
                metrics,
                clock);
        call.leg().onEarly(early -> calls.add(call));
        call.leg().onAnswered(answered -> calls.add(call));
        call.start();
        call.leg().onEnded(end -> calls.remove(call));
        return call;
    }

    private static Map<String, Object> withId(String id, Map<String, Object> variables) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put(SipConstants.LEG_ID, id);
        return all;
    }

    void endAll() {
        calls.all().forEach(call -> call.hangUp(GOING_DOWN));
    }

    /** Reports the agent as failed when the call has lasted as long as a call may. */
    void endAfterLongest(LiveCall call) {
        ScheduledFuture<?> limit = threads.timer()
                .schedule(
                        () -> call.failed(AgentFailure.expired(
                                "max_duration",
                                "The call has lasted " + settings.maxCallSeconds() + " s, as long as a call may.")),
                        settings.maxCallSeconds(),
                        TimeUnit.SECONDS);
        call.whenOver(() -> limit.cancel(false));
    }

    /** Runs the action when the last word was said, or after a time of grace. */
    void afterGrace(Runnable action, CompletableFuture<Void> lastWord) {
        ScheduledFuture<?> latest = threads.timer().schedule(action, GRACE_MS, TimeUnit.MILLISECONDS);
        lastWord.thenRun(() -> {
            latest.cancel(false);
            action.run();
        });
    }

    @Override
    public void close() {
        endAll();
        engine.close();
        recordings.ifPresent(Recordings::close);
    }
}
