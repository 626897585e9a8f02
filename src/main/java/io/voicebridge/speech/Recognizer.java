package io.voicebridge.speech;

import java.util.List;

/** Turns an utterance into text. Thread-safe; a call blocks for the length of the decoding, so never on a media thread. */
public interface Recognizer extends AutoCloseable {

    /**
     * @param pcm 8 kHz linear PCM, mono, at most 30 s, with 300 ms or more before the speech and after it
     * @param expected replies that the dialogue would understand here, as a person would write them; may be empty
     */
    Recognition recognize(short[] pcm, List<String> expected);

    /** A name for transcripts and metrics, such as {@code moonshine-tiny}. */
    String name();

    @Override
    void close();
}
