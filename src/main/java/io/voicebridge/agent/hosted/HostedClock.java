package io.voicebridge.agent.hosted;

/**
 * The limits of a conversation in time: an agent that says it speaks and sends nothing, a caller who says nothing, and the
 * longest conversation. Goes by the wall and not by the audio, for comfort noise can hide a silence. Session's thread.
 */
final class HostedClock {

    /** An agent that says it speaks has that long to be heard. */
    static final long SILENT_AGENT_MS = 1_500;

    /** What is due. */
    enum Due {
        NOTHING,
        SILENT_AGENT,
        REPROMPT,
        GOODBYE,
        TIME_UP
    }

    private final HostedSettings settings;
    private final long openedAt;
    private long quietSince;
    private int silences;
    private boolean speaking;
    private long speakingSince;

    HostedClock(HostedSettings settings, long openedAt) {
        this.settings = settings;
        this.openedAt = openedAt;
        this.quietSince = openedAt;
    }

    void callerSpoke(long now) {
        quietSince = now;
        silences = 0;
    }

    void agentSpeaks(long now) {
        speaking = true;
        speakingSince = now;
    }

    /** Audio has come. */
    void agentHeard(long now) {
        if (speaking) {
            speakingSince = now;
        }
    }

    void agentDone() {
        speaking = false;
    }

    /**
     * @param quiet nothing is being said to the caller, nor about to be
     * @param heardUntil when the caller has heard, or will have heard, all that was sent
     */
    Due look(long now, boolean quiet, long heardUntil) {
        if (now - openedAt >= settings.maxMs()) {
            return Due.TIME_UP;
        }
        if (!quiet) {
            quietSince = Math.max(quietSince, now);
            return Due.NOTHING;
        }
        if (speaking && now - Math.max(speakingSince, heardUntil) >= SILENT_AGENT_MS) {
            return Due.SILENT_AGENT;
        }
        if (now - quietSince < settings.silenceMs()) {
            return Due.NOTHING;
        }
        quietSince = now;
        return silences++ == 0 ? Due.REPROMPT : Due.GOODBYE;
    }
}
