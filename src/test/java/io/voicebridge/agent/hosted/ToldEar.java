package io.voicebridge.agent.hosted;

import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import java.util.List;
import java.util.Optional;

/** Hears what the test says, in whatever sounds. */
final class ToldEar implements Recognizer {

    volatile String words = "";

    @Override
    public Recognition recognize(short[] pcm, List<String> expected) {
        return new Recognition(words, Optional.empty(), 0.9);
    }

    @Override
    public String name() {
        return "ear";
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
