package io.voicebridge.agent;

import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent that is replaced in the middle of a call when it cannot go on. To others it is the agent that it wraps.
 * Thread-safe.
 */
public final class FailoverAgent implements VoiceAgent {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverAgent.class);

    private final VoiceAgent first;
    private final List<StandIn> standIns;
    private final LongSupplier millis;

    /** Somebody who takes a call over. */
    public interface StandIn {

        VoiceAgent agent();

        /** Whether it can serve calls of this profile. */
        boolean fits(AgentProfile profile);
    }

    /**
     * @param standIns asked in this order
     * @param millis a clock that only goes forward
     */
    public FailoverAgent(VoiceAgent first, List<StandIn> standIns, LongSupplier millis) {
        this.first = first;
        this.standIns = List.copyOf(standIns);
        this.millis = millis;
    }

    @Override
    public String name() {
        return first.name();
    }

    @Override
    public AgentCapabilities capabilities() {
        return first.capabilities();
    }

    /** Prepares those who would take over too, so that they can speak at once. */
    @Override
    public void prepare(AgentProfile profile) {
        first.prepare(profile);
        standIns.stream().filter(standIn -> standIn.fits(profile)).forEach(standIn -> standIn.agent()
                .prepare(profile));
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        List<VoiceAgent> others = standIns.stream()
                .filter(standIn -> standIn.fits(call.profile()))
                .map(StandIn::agent)
                .toList();
        FailoverSession session = new FailoverSession(others, call, listener, millis);
        try {
            session.begin(first);
        } catch (IllegalArgumentException e) {
            LOG.warn("The agent {} cannot serve a call: {}", call.profile().agent(), e.getMessage());
            if (others.isEmpty()) {
                throw e;
            }
            session.replace(AgentFailure.fatal("not_available", e.getMessage()));
        }
        return session;
    }
}
