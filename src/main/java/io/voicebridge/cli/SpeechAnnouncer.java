package io.voicebridge.cli;

import io.voicebridge.component.sip.Announcer;
import io.voicebridge.speech.Speech;
import io.voicebridge.speech.SpeechSettings;
import java.util.Optional;

/**
 * Says texts with the best engine of this machine: a bean for applications that use the component {@code sip} without
 * the rest of the bridge. The engine is opened at the first text. Thread-safe.
 */
public final class SpeechAnnouncer implements Announcer, AutoCloseable {

    private Optional<Speech> speech = Optional.empty();

    @Override
    public short[] speak(String text, String voice) {
        return speech().synthesizer().synthesize(text, voice);
    }

    private synchronized Speech speech() {
        if (speech.isEmpty()) {
            speech = Optional.of(Speech.open(SpeechSettings.from(
                    name -> name.equals("bridge.speech.recognizer") ? Optional.of("none") : Optional.empty())));
        }
        return speech.get();
    }

    @Override
    public synchronized void close() {
        speech.ifPresent(Speech::close);
    }
}
