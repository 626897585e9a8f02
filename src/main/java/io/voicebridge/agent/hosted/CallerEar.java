package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.VoiceActivity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Has the caller's words recognised in the bridge, and tells them to the session. Session's thread. */
final class CallerEar implements Ear.Hearing {

    private static final Recognition NOTHING = new Recognition("", Optional.empty(), 0);

    private final Recognizer recognizer;
    private final Studio studio;
    private final Consumer<Ear.Utterance> told;
    private final Ear ear;
    private float speech;

    /** @param told each utterance after the session knows it; one without text was not understood */
    CallerEar(Recognizer recognizer, TurnTaking taking, Studio studio, Consumer<Ear.Utterance> told) {
        this.recognizer = recognizer;
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

    /** No more of the caller comes: what is being said ends here. */
    void flush(long now) {
        ear.flush(now);
    }

    /** Somebody speaks, or it is not known yet what they said. */
    boolean isBusy() {
        return ear.isBusy();
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
        studio.callerSaid(utterance.recognition().text().strip(), recognizer.name());
        told.accept(utterance);
    }
}
