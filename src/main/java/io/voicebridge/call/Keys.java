package io.voicebridge.call;

/** Told each DTMF digit that the people on a call press. Runs on the media thread: must not block. */
@FunctionalInterface
public interface Keys {

    /** Nobody listens. */
    Keys NONE = digit -> {};

    /** @param digit 0-9, *, #, A-D */
    void pressed(char digit);
}
