package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines that the bridge says itself, in its own voice, in the order in which they are asked for. Session's thread. */
final class BridgeLines {

    private static final Logger LOG = LoggerFactory.getLogger(BridgeLines.class);

    private final HostedEngines engines;
    private final AgentCall call;
    private final HostedVoice voice;
    private final Consumer<Runnable> session;
    private final Consumer<AgentFailure> failed;
    private int said;
    private int beingMade;

    /** @param session runs a task on the session's thread */
    BridgeLines(
            HostedEngines engines,
            AgentCall call,
            HostedVoice voice,
            Consumer<Runnable> session,
            Consumer<AgentFailure> failed) {
        this.engines = engines;
        this.call = call;
        this.voice = voice;
        this.session = session;
        this.failed = failed;
    }

    void say(String text, boolean interruptible) {
        String id = call.handover().id("s" + ++said);
        beingMade++;
        try {
            engines.scheduler().compute(() -> {
                short[] sound = spoken(text);
                session.accept(() -> {
                    beingMade--;
                    voice.add(id, sound, interruptible, engines.scheduler().millis());
                    voice.said(id, text);
                    voice.done(id);
                });
            });
        } catch (RejectedExecutionException e) {
            beingMade--;
            failed.accept(
                    AgentFailure.retriable("not_spoken", "A line of the bridge was not spoken: too much to compute."));
        }
    }

    private short[] spoken(String text) {
        try {
            return engines.synthesizer().synthesize(text, call.profile().voice());
        } catch (RuntimeException e) {
            LOG.warn("A line of the bridge could not be spoken", e);
            return new short[0];
        }
    }

    /** A line was asked for and is not sound yet. */
    boolean isBusy() {
        return beingMade > 0;
    }
}
