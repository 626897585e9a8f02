package io.voicebridge.speech;

/** Makes a {@link VoiceActivity} for each call; holds what they share. Thread-safe. */
public interface VoiceActivities extends AutoCloseable {

    VoiceActivity open();

    /** A name for metrics, such as {@code silero}. */
    String name();

    /** To be called after the last {@link VoiceActivity} was closed. */
    @Override
    void close();
}
