package io.voicebridge.call;

import java.time.Duration;

/**
 * Something about a call's audio that is not as it should be.
 *
 * @param since for how long
 */
public record MediaNotice(Kind kind, Duration since) {

    public enum Kind {
        /** No audio of the peer has come although it should send. */
        SILENT,
        /** By the peer's reports nothing of our audio has come to it. */
        UNHEARD,
        /** Neither audio nor a report has come: the peer is taken to be gone, and the call is being ended. */
        LOST
    }
}
