package io.voicebridge.speech;

import org.junit.jupiter.api.Assumptions;

/** The engines of this machine for integration tests, opened once; a test is skipped, with one line, where there are none. */
public final class RealSpeech {

    private static final class Holder {
        static final Speech SPEECH = Speech.open(SpeechSettings.defaults(), step -> System.out.println(step.line()));
    }

    private RealSpeech() {}

    /** With a recognizer and a natural voice, or the test is skipped. Do not close it. */
    public static Speech orSkip() {
        Speech speech = Holder.SPEECH;
        Assumptions.assumeTrue(
                speech.recognizer().isPresent() && speech.synthesizer().voices().contains("slt"),
                () -> "Skipped without speech models: " + String.join("; ", speech.describe()));
        return speech;
    }
}
