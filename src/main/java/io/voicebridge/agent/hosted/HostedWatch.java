package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentFailure;

/**
 * Watches over a conversation in time, and says what the bridge itself has to say in it: the reprompt where nobody speaks,
 * the goodbye, and when all of it was heard the end of the call. Session's thread.
 */
final class HostedWatch {

    private final HostedSettings settings;
    private final HostedClock clock;
    private final Protocol protocol;
    private final Studio studio;
    private final HostedVoice voice;
    private final BridgeLines lines;
    private final HandBack handBack;
    private final long readyUntil;
    private boolean saysGoodbye;

    HostedWatch(
            HostedSettings settings,
            HostedClock clock,
            Protocol protocol,
            Studio studio,
            HostedVoice voice,
            BridgeLines lines,
            HandBack handBack,
            long readyUntil) {
        this.settings = settings;
        this.clock = clock;
        this.protocol = protocol;
        this.studio = studio;
        this.voice = voice;
        this.lines = lines;
        this.handBack = handBack;
        this.readyUntil = readyUntil;
    }

    /** Whether a provider that is not set up yet will not be waited for any longer. */
    boolean isOverdue(long now) {
        return now >= readyUntil && !handBack.isDecided();
    }

    /** What the agent still sends is not heard any more. */
    boolean saysGoodbye() {
        return saysGoodbye;
    }

    void speak(String line, boolean interruptible) {
        lines.say(line, interruptible);
        protocol.bridgeSaid(line);
    }

    void disclose(String text, Runnable then) {
        lines.disclose(text, () -> {
            protocol.bridgeSaid(text);
            then.run();
        });
    }

    void look(long now) {
        if (!handBack.isDecided()) {
            watch(now);
        }
        if (handBack.isDecided() && voice.isHeardOut(now) && !lines.isBusy() && !protocol.isSpeaking()) {
            handBack.ask(now);
        }
    }

    private void watch(long now) {
        switch (clock.look(now, isQuiet(now) && !protocol.isBusy(), voice.bufferedUntil())) {
            case SILENT_AGENT ->
                studio.failed(AgentFailure.fatal(
                        "agent_silent", "The agent says that it speaks, and nothing has come for 1.5 s."));
            case REPROMPT -> {
                studio.metric("reprompts", 1);
                speak(settings.reprompt(), true);
            }
            case GOODBYE -> end("silence", now);
            case TIME_UP -> end("max_seconds", now);
            case NOTHING -> {
                // All is well.
            }
        }
    }

    /** Nothing is being said, nor about to be. */
    private boolean isQuiet(long now) {
        return voice.isIdle(now) && !lines.isBusy();
    }

    private void end(String reason, long now) {
        saysGoodbye = true;
        voice.discard(now);
        speak(settings.goodbye(), false);
        handBack.decide(reason);
    }
}
