package io.voicebridge.agent.turn;

/**
 * The longest time in a conversation in which nobody could be heard, neither the agent nor the caller. Begins with the first
 * sound of either. One session's thread.
 */
public final class DeadAir {

    private long lastSoundAt = -1;
    private long longest;

    /** @param sound somebody is heard at this moment, or what is silent now is none of the conversation's doing */
    public void look(long now, boolean sound) {
        if (lastSoundAt >= 0) {
            longest = Math.max(longest, now - lastSoundAt);
        }
        if (sound) {
            lastSoundAt = now;
        }
    }

    /** In milliseconds. */
    public long longest() {
        return longest;
    }
}
