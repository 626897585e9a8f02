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

    /**
     * What the caller must be told: an agent that cannot say it does not talk.
     *
     * @param then run on the session's thread once the line is with the call
     */
    void disclose(String text, Runnable then) {
        String id = call.handover().id("d1");
        beingMade++;
        try {
            engines.scheduler().compute(() -> {
                short[] sound = spoken(text);
                session.accept(() -> {
                    beingMade--;
                    disclosed(id, text, sound, then);
                });
            });
        } catch (RejectedExecutionException e) {
            beingMade--;
            failed.accept(undisclosed());
        }
    }

    private void disclosed(String id, String text, short[] sound, Runnable then) {
        if (sound.length == 0) {
            failed.accept(undisclosed());
            return;
        }
        voice.discloses(id);
        voice.add(id, sound, false, engines.scheduler().millis());
        voice.said(id, text);
        voice.done(id);
        then.run();
    }

    private static AgentFailure undisclosed() {
        return AgentFailure.fatal("not_disclosed", "What the caller must be told could not be spoken.");
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
