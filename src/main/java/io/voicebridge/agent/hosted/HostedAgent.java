package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.turn.PoolScheduler;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Speech;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** An agent that runs elsewhere and is reached over a WebSocket, or whose brain is a route of the bridge. Thread-safe. */
public final class HostedAgent implements VoiceAgent, AutoCloseable {

    private final Provider provider;
    private final HostedEngines engines;
    private final AllowedHosts hosts;
    private final Link.Connector connector;
    private final Runnable stop;
    private final Set<HostedSession> sessions = ConcurrentHashMap.newKeySet();

    HostedAgent(Provider provider, HostedEngines engines, AllowedHosts hosts, Link.Connector connector, Runnable stop) {
        this.provider = provider;
        this.engines = engines;
        this.hosts = hosts;
        this.connector = connector;
        this.stop = stop;
        engines.scheduler().everyFrame(() -> sessions.forEach(HostedSession::beat));
    }

    /**
     * @param speech stays open until after this is closed
     * @param clock for times of callbacks
     * @param readyWithin from the opening of a session until its provider must be set up
     */
    public static HostedAgent over(
            Provider provider,
            Speech speech,
            ObjectMapper json,
            AllowedHosts hosts,
            Sockets sockets,
            Duration readyWithin,
            Clock clock) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "agent-ping");
            thread.setDaemon(true);
            return thread;
        });
        HostedEngines engines = new HostedEngines(
                speech.synthesizer(),
                () -> speech.voiceActivities().open(),
                TurnTaking.STANDARD,
                json,
                new PoolScheduler(),
                readyWithin.toMillis(),
                clock);
        return new HostedAgent(provider, engines, hosts, SocketLink.connector(sockets, timer), timer::shutdownNow);
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public AgentCapabilities capabilities() {
        return provider.capabilities();
    }

    @Override
    public void prepare(AgentProfile profile) {
        HostedSettings settings = HostedSettings.read(profile.settings(), engines.json());
        provider.address(settings).ifPresent(hosts::check);
        settings.tools().values().forEach(hosts::check);
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        HostedSettings settings = HostedSettings.read(call.profile().settings(), engines.json());
        Optional<AllowedHosts.Target> target = provider.address(settings).map(hosts::target);
        if (settings.keySecret().isPresent() && call.key().isNone()) {
            // Not the operator's in its place: the tenant's account is meant to be used.
            throw new IllegalArgumentException("The secret that the agent's settings name cannot be read.");
        }
        HostedSession session = new HostedSession(
                engines,
                call,
                listener,
                settings,
                opened -> provider.protocol(call, settings, opened.tools(), opened, engines.json()),
                sessions::remove);
        session.start(told -> target.map(at -> connector.connect(at, provider.headers(call), told))
                .orElseGet(() -> NoLink.open(told)));
        sessions.add(session);
        return session;
    }

    /** Closes every session first. */
    @Override
    public void close() {
        sessions.forEach(HostedSession::close);
        long until = engines.scheduler().millis() + 1_000;
        while (!sessions.isEmpty() && engines.scheduler().millis() < until) {
            Thread.onSpinWait();
        }
        engines.scheduler().close();
        stop.run();
    }
}
