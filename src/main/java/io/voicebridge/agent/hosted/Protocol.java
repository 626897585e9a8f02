package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;

/** One provider's side of one session: makes messages of what happens in the call, and the other way round. Session's thread. */
interface Protocol {

    /** The connection is open. */
    void opened();

    void message(JsonNode message);

    /** A message, or a part of one, that is no text. */
    default void binary(byte[] data) {}

    /**
     * 20 ms of the caller, 8 kHz; valid during the call only. Not called before {@link Studio#ready}.
     *
     * @param speech the probability that the caller speaks in it
     */
    void callerAudio(short[] frame, float speech);

    void digit(char digit);

    /** The caller has spoken into an item; it is not heard any further. */
    void interrupted(String item, long playedMs);

    /** An item was heard to its end. */
    void heard(String item);

    void toolResult(String callId, String json);

    /** The caller is back from a transfer that failed, or was told something by the bridge. */
    void told(String note);

    /** True if the bridge stops the agent where the caller speaks into its words; false if that is the agent's own decision. */
    boolean letsBridgeInterrupt();

    /** True if the agent hangs up by closing the connection as it should. */
    boolean hangsUpByClosing();

    /** True if the provider tells what the caller has said. */
    boolean transcribes();

    /** The last word before the connection is closed: neither the caller nor the agent is heard any more. */
    void closing();

    /** After {@link #closing}: it is not known yet what the caller said last, and it counts. */
    default boolean isHearing() {
        return false;
    }

    /** The bridge says a line of its own, which the agent should know of. */
    default void bridgeSaid(String line) {}

    /** Called every 20 ms. */
    default void tick(long now) {}

    /** Called every 20 ms instead while the caller hears something else. */
    default void unheard(long now) {}

    /** Words are on their way that the caller should hear before the call ends. */
    default boolean isSpeaking() {
        return false;
    }

    /** An answer is being made, so that the silence is not the caller's. */
    default boolean isBusy() {
        return false;
    }
}
