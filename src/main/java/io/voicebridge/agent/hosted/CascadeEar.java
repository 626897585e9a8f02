package io.voicebridge.agent.hosted;

import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognizer;
import java.util.function.BiConsumer;

/** What reaches a cascade of its caller: utterances that were recognised, and keys. Session's thread. */
final class CascadeEar {

    private static final long BETWEEN_KEYS_MS = 1_500;

    private final TurnTaking taking;
    private final Studio studio;
    private final BiConsumer<String, String> told;
    private final CallerEar ear;
    private final StringBuilder keys = new StringBuilder();
    private long keyAt;

    /** @param told the caller's words, empty if they were not understood, and a message about them for the brain */
    CascadeEar(Recognizer recognizer, TurnTaking taking, Studio studio, BiConsumer<String, String> told) {
        this.taking = taking;
        this.studio = studio;
        this.told = told;
        this.ear = new CallerEar(recognizer, taking, studio, this::heard);
    }

    /** @param probability that the caller speaks in the frame */
    void accept(short[] frame, float probability, long now) {
        ear.accept(frame, probability, now);
    }

    /** No more of the caller comes. */
    void flush(long now) {
        ear.flush(now);
    }

    void press(char key, long now) {
        keys.append(key);
        keyAt = now;
    }

    /** Keys that were pressed one after another are one number. */
    void tick(long now) {
        if (!keys.isEmpty() && (now - keyAt >= BETWEEN_KEYS_MS || keys.charAt(keys.length() - 1) == '#')) {
            String pressed = keys.toString();
            keys.setLength(0);
            told.accept(pressed, "(The caller pressed on the telephone: " + pressed + ")");
        }
    }

    /** Somebody speaks or presses keys, or it is not known yet what they said. */
    boolean isBusy() {
        return isHearing() || !keys.isEmpty();
    }

    /** Somebody speaks, or it is not known yet what they said. */
    boolean isHearing() {
        return ear.isBusy();
    }

    private void heard(Ear.Utterance utterance) {
        String text = utterance.recognition().text().strip();
        if (!text.isEmpty()) {
            studio.metric("endpoint_ms", utterance.decidedAt() - utterance.endedAt());
            told.accept(text, text);
        } else if (utterance.voiced() >= taking.noise()) {
            told.accept("", "(The caller said something that was not understood.)");
        }
    }
}
