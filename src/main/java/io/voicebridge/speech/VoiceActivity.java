package io.voicebridge.speech;

/** Tells speech from noise in one caller's audio. Holds that caller's state: one instance a call, one thread at a time. */
public interface VoiceActivity extends AutoCloseable {

    /**
     * Takes 20 ms of 8 kHz linear PCM (160 samples).
     *
     * @return probability, 0 to 1, that the newest audio is speech
     */
    float accept(short[] frame);

    @Override
    void close();
}
