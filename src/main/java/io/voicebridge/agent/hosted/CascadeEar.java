package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.VoiceActivity;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What reaches a cascade of its caller: utterances that were recognised, and keys. Session's thread. */
final class CascadeEar implements Ear.Hearing {

    private static final long BETWEEN_KEYS_MS = 1_500;
    private static final Recognition NOTHING = new Recognition("", Optional.empty(), 0);

    private final Recognizer recognizer;
    private final TurnTaking taking;
    private final Studio studio;
    private final BiConsumer<String, String> told;
    private final Ear ear;
    private final StringBuilder keys = new StringBuilder();
    private float speech;
    private long keyAt;

    /** @param told the caller's words, empty if they were not understood, and a message about them for the brain */
    CascadeEar(Recognizer recognizer, TurnTaking taking, Studio studio, BiConsumer<String, String> told) {
        this.recognizer = recognizer;
        this.taking = taking;
        this.studio = studio;
        this.told = told;
        this.ear = new Ear(taking, new Judged(), this);
    }

    /** The session has judged the frame already. */
    private final class Judged implements VoiceActivity {
        @Override
        public float accept(short[] frame) {
            return speech;
        }

        @Override
        public void close() {
            // It is the session's.
        }
    }

    /** @param probability that the caller speaks in the frame */
    void accept(short[] frame, float probability, long now) {
        speech = probability;
        ear.accept(frame, now);
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
        return ear.isBusy() || !keys.isEmpty();
    }

    @Override
    public void recognize(int trial, short[] audio) {
        long asked = studio.now();
        studio.compute(
                () -> recognizer.recognize(audio, List.of()),
                recognition -> {
                    studio.metric("stt_ms", studio.now() - asked);
                    ear.recognized(trial, recognition);
                },
                detail -> {
                    studio.failed(AgentFailure.retriable("not_heard", "The caller was not understood: " + detail));
                    ear.recognized(trial, NOTHING);
                });
    }

    @Override
    public boolean isExpected(Recognition recognition) {
        return false;
    }

    @Override
    public void heard(Ear.Utterance utterance) {
        String text = utterance.recognition().text().strip();
        if (!text.isEmpty()) {
            studio.metric("endpoint_ms", utterance.decidedAt() - utterance.endedAt());
            studio.callerSaid(text, recognizer.name());
            told.accept(text, text);
        } else if (utterance.voiced() >= taking.noise()) {
            told.accept("", "(The caller said something that was not understood.)");
        }
    }
}
