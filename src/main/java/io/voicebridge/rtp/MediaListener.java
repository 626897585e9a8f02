package io.voicebridge.rtp;

import java.time.Duration;

/** Told what is unusual about a session, on a thread of its own that is shared by all sessions: be short. */
public interface MediaListener {

    /** A listener that does nothing. */
    MediaListener NONE = new MediaListener() {};

    /**
     * No packet of the peer has come for this long although it should send. Told once; once more after packets have
     * come again and stopped again.
     */
    default void silent(Duration since) {}

    /**
     * By the peer's reports nothing of what we send has come to it for this long. Told once; once more after something has
     * come again.
     */
    default void unheard(Duration since) {}

    /**
     * Neither audio nor a report of the peer has come for as long as it may take, although it should send, or used to report.
     * Told once.
     */
    default void lost(Duration since) {}

    /** The {@link AudioPort} has thrown, or the session has a fault; the port is not called any more and silence is sent. */
    default void failed(RuntimeException cause) {}
}
