package io.voicebridge.speech;

/** Turns text into speech. Thread-safe; a call blocks while it computes, so never on a media thread. */
public interface Synthesizer extends AutoCloseable {

    /**
     * @param voice a name of {@link #voices()}, or empty for the default one; an unknown name gives the default one
     * @return 8 kHz linear PCM, mono; callers must not change the array, which may be shared by a cache
     */
    short[] synthesize(String text, String voice);

    java.util.List<String> voices();

    /** A name for transcripts and metrics, such as {@code flite}. */
    String name();

    @Override
    void close();
}
