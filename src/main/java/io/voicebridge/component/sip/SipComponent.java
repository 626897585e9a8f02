package io.voicebridge.component.sip;

import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.OutboundGuard;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.capture.CallCapture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phone calls in routes: one SIP user agent with media for all endpoints of a context. Addresses and limits belong to
 * the component, what a route wants to do is the endpoint's name.
 */
@Component("sip")
public class SipComponent extends SipMediaOptions implements HeaderFilterStrategyAware {

    private static final Logger LOG = LoggerFactory.getLogger(SipComponent.class);
    private static final long POLICY_CHECK_MS = 3_000;
    private static final long ADDRESS_CHECK_S = 60;

    @Metadata(description = "Folder for recordings of calls; without one calls are not recorded")
    private String recordings = "";

    @Metadata(defaultValue = "500", description = "Calls at once; one more is answered 503")
    private int maxCalls = 500;

    @Metadata(
            defaultValue = "3300",
            description = "Seconds after which a call's agent is reported as failed with the code max_duration")
    private int maxCallSeconds = 3300;

    @Metadata(label = "advanced", defaultValue = "6", description = "Threads that run the route of new calls")
    private int callThreads = 6;

    @Metadata(
            label = "advanced",
            defaultValue = "256",
            description = "New calls that may wait for such a thread; one more is answered 503")
    private int callQueueSize = 256;

    @Metadata(label = "advanced", defaultValue = "6", description = "Threads that run the route of events")
    private int eventThreads = 6;

    @Metadata(
            label = "advanced",
            defaultValue = "6",
            description = "Threads that run routes on after a step that waited, such as sip:dial or sip:play")
    private int stepThreads = 6;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Makes speech of the texts of sip:play; without one, sip:play takes files and tones only")
    private Announcer announcer;

    @Metadata(
            label = "security",
            autowired = true,
            description = "Asked before every call that is placed; without one, every call may go out")
    private OutboundGuard outboundGuard;

    @Metadata(
            label = "security",
            autowired = true,
            description = "Finds the user name and password of a trunk by the reference in CamelSipTrunk")
    private TrunkLogins trunkLogins;

    @Metadata(label = "filter", description = "Which headers may cross between exchanges and SIP messages")
    private HeaderFilterStrategy headerFilterStrategy = new SipHeaderFilterStrategy();

    private final EventDesk eventDesk = new EventDesk();
    private final SipMetrics metrics = new SipMetrics(
            () -> Optional.ofNullable(getCamelContext().getRegistry().findSingleByType(MeterRegistry.class)));
    private SipThreads threads;
    private RefusalDesk refusalDesk;
    private volatile SipServer server;
    private volatile Policies policiesInForce;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SipEndpoint endpoint = new SipEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The address that was bound, once a route takes calls: the port chosen, where 0 was asked for. Empty if not served. */
    public Optional<InetSocketAddress> boundAddress(Transport transport) {
        return server().flatMap(running -> running.boundAddress(transport));
    }

    /** Other machines whose SIP was let in since the start, one of each listener: of another network, if there was such a one. */
    public List<InetAddress> heard() {
        return server().map(SipServer::listeners).orElse(List.of()).stream()
                .flatMap(listener -> listener.heard().stream())
                .toList();
    }

    /** Whether SIP from an address is let in by the list of a listener's policy. */
    public boolean admits(InetAddress address) {
        return policiesInForce != null && policiesInForce.knows(address);
    }

    /** Calls that are set up or in progress. */
    public int activeCalls() {
        return server().map(SipServer::activeCalls).orElse(0);
    }

    /** Whether a call with this conversation, id or Call-ID is up. */
    public boolean isUp(String name) {
        return server().flatMap(running -> running.calls().find(name))
                .filter(call -> call.leg().isUp())
                .isPresent();
    }

    /** How loud the calls are that an agent has answered here. */
    public List<CallLevels> levels() {
        return server().stream()
                .flatMap(running -> running.calls().all().stream())
                .filter(LiveCall.class::isInstance)
                .map(call -> ((LiveCall) call).levels())
                .toList();
    }

    Optional<SipServer> server() {
        return Optional.ofNullable(server);
    }

    EventDesk eventDesk() {
        return eventDesk;
    }

    synchronized SipServer startServer() throws IOException {
        if (server == null) {
            RefusalDesk refusals = refusalDesk();
            policiesInForce = readPolicies();
            SipSettings settings = settings(policiesInForce);
            metrics.messages(settings.engine().entry().rates());
            server = new SipServer(
                    settings, metrics, eventDesk, refusals, threads, this::guard, this::trunkLogins, clock());
            SipServer started = server;
            metrics.calls(started::activeCalls, maxCalls);
            metrics.begin();
            threads.timer()
                    .scheduleWithFixedDelay(
                            () -> threads.steps().execute(started::refreshAddresses),
                            ADDRESS_CHECK_S,
                            ADDRESS_CHECK_S,
                            TimeUnit.SECONDS);
            threads.timer()
                    .scheduleWithFixedDelay(
                            this::reloadPolicies, POLICY_CHECK_MS, POLICY_CHECK_MS, TimeUnit.MILLISECONDS);
        } else {
            server.acceptNewCalls();
        }
        return server;
    }

    private void reloadPolicies() {
        try {
            policiesInForce.reloadIfChanged();
        } catch (RuntimeException e) {
            // A check that throws would be the last one of the timer.
            LOG.error("The SIP policies could not be read again", e);
        }
    }

    /** Starts the server for a step that acts on calls, if no route that takes calls has started it. */
    synchronized void placesCalls() throws IOException {
        if (server == null) {
            startServer();
        }
    }

    Clock clock() {
        return bound("clock", Clock.class).orElseGet(Clock::systemUTC);
    }

    Optional<Announcer> announcer() {
        return announcer != null ? Optional.of(announcer) : bound(Announcer.class);
    }

    private OutboundGuard guard() {
        return outboundGuard != null
                ? outboundGuard
                : bound(OutboundGuard.class).orElse(OutboundGuard.OPEN);
    }

    private Optional<TrunkLogins> trunkLogins() {
        return trunkLogins != null ? Optional.of(trunkLogins) : bound(TrunkLogins.class);
    }

    private <T> Optional<T> bound(String name, Class<T> type) {
        return Optional.ofNullable(getCamelContext().getRegistry().lookupByNameAndType(name, type));
    }

    private <T> Optional<T> bound(Class<T> type) {
        return Optional.ofNullable(getCamelContext().getRegistry().findSingleByType(type));
    }

    /** Made, with the threads that it needs, when it is first asked for. */
    synchronized RefusalDesk refusalDesk() {
        if (refusalDesk == null) {
            // Each call has at most one event there, and all refusals one task, so the calls limit the queue. Not -1:
            // Camel takes that as no queue.
            ExecutorService events = newThreads(this, "sip-events", eventThreads, Integer.MAX_VALUE);
            ExecutorService steps = newThreads(this, "sip-steps", stepThreads, Integer.MAX_VALUE);
            ScheduledExecutorService alarm =
                    getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "sip-timer");
            refusalDesk = new RefusalDesk(
                    () -> System.nanoTime() / 1_000_000,
                    (task, millis) -> later(alarm, events, task, millis),
                    metrics::refused);
            threads = new SipThreads(events, steps, alarm);
        }
        return refusalDesk;
    }

    private static void later(ScheduledExecutorService alarm, ExecutorService threads, Runnable task, long millis) {
        try {
            alarm.schedule(() -> threads.execute(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has stopped; a refused call is not told any more");
        }
    }

    private SipSettings settings(Policies policies) {
        Entry entry = new Entry(policies.named(getPolicy()), rates(), getCallsPerSecond());
        List<ListenerSettings> listeners = listenerSettings(policies, entry);
        CallEngineSettings engine = new CallEngineSettings(
                        listeners,
                        tlsSettings(),
                        streamLimits(),
                        dnsSettings(),
                        mediaSettings(listeners),
                        maxCalls,
                        entry,
                        sessionTimers())
                .with(reliableProvisionals());
        return new SipSettings(
                bound(CallCapture.class).map(engine::with).orElse(engine),
                text(getAdvertisedHost()),
                text(recordings).map(Path::of),
                Optional.ofNullable(getRecordingFormat()),
                maxCallSeconds);
    }

    ExecutorService newThreads(Object owner, String name, int size, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setMaxQueueSize(queue);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return getCamelContext().getExecutorServiceManager().newThreadPool(owner, name, profile);
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
        if (refusalDesk != null) {
            refusalDesk = null;
            getCamelContext().getExecutorServiceManager().shutdownGraceful(threads.events(), 2_000);
            getCamelContext().getExecutorServiceManager().shutdownGraceful(threads.steps(), 2_000);
            getCamelContext().getExecutorServiceManager().shutdownNow(threads.timer());
        }
        super.doStop();
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    public String getRecordings() {
        return recordings;
    }

    public void setRecordings(String recordings) {
        this.recordings = recordings;
    }

    public int getMaxCalls() {
        return maxCalls;
    }

    public void setMaxCalls(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    public int getMaxCallSeconds() {
        return maxCallSeconds;
    }

    public void setMaxCallSeconds(int maxCallSeconds) {
        this.maxCallSeconds = maxCallSeconds;
    }

    public int getCallThreads() {
        return callThreads;
    }

    public void setCallThreads(int callThreads) {
        this.callThreads = callThreads;
    }

    public int getCallQueueSize() {
        return callQueueSize;
    }

    public void setCallQueueSize(int callQueueSize) {
        this.callQueueSize = callQueueSize;
    }

    public int getEventThreads() {
        return eventThreads;
    }

    public void setEventThreads(int eventThreads) {
        this.eventThreads = eventThreads;
    }

    public int getStepThreads() {
        return stepThreads;
    }

    public void setStepThreads(int stepThreads) {
        this.stepThreads = stepThreads;
    }

    public Announcer getAnnouncer() {
        return announcer;
    }

    public void setAnnouncer(Announcer announcer) {
        this.announcer = announcer;
    }

    public OutboundGuard getOutboundGuard() {
        return outboundGuard;
    }

    public void setOutboundGuard(OutboundGuard outboundGuard) {
        this.outboundGuard = outboundGuard;
    }

    public TrunkLogins getTrunkLogins() {
        return trunkLogins;
    }

    public void setTrunkLogins(TrunkLogins trunkLogins) {
        this.trunkLogins = trunkLogins;
    }
}
