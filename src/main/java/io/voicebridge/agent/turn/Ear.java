package io.voicebridge.agent.turn;

import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.VoiceActivity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Listens to the caller: finds where an utterance begins and ends, and has it recognised. Recognition is tried at the first
 * pause already, so that an expected reply is known when the shorter limit for it is reached. One session's thread.
 */
public final class Ear {

    /** How long the end of a session waits until its caller's last words are understood, ms. */
    public static final long LAST_WORDS_MS = 1_500;

    /** What an ear asks of its session. */
    public interface Hearing {

        /** Recognises on another thread and answers through {@link Ear#recognized}. */
        void recognize(int trial, short[] audio);

        boolean isExpected(Recognition recognition);

        void heard(Utterance utterance);
    }

    /**
     * @param startedAt scheduler time of the first speech
     * @param endedAt of the last speech
     * @param decidedAt when it was taken to be over
     * @param voiced speech in it, ms
     */
    public record Utterance(Recognition recognition, long startedAt, long endedAt, long decidedAt, int voiced) {}

    private static final Recognition NOTHING = new Recognition("", Optional.empty(), 0);

    private final TurnTaking taking;
    private final VoiceActivity activity;
    private final Hearing hearing;
    private final TurnDetector detector;

    /** Utterances that are over and wait for their recognition, oldest first. */
    private final Deque<Ended> ended = new ArrayDeque<>();

    private int trials;
    private int trial;
    private Optional<Recognition> tried = Optional.empty();

    public Ear(TurnTaking taking, VoiceActivity activity, Hearing hearing) {
        this.taking = taking;
        this.activity = activity;
        this.hearing = hearing;
        this.detector = new TurnDetector(taking);
    }

    private static final class Ended {
        final int trial;
        final long startedAt;
        final long endedAt;
        final long decidedAt;
        final int voiced;
        Optional<Recognition> recognition;

        Ended(int trial, TurnDetector detector, long now, Optional<Recognition> recognition) {
            this.trial = trial;
            this.startedAt = now - detector.lasting();
            this.endedAt = now - detector.silence();
            this.decidedAt = now;
            this.voiced = detector.voiced();
            this.recognition = recognition;
        }
    }

    public void accept(short[] frame, long now) {
        detector.accept(frame, activity.accept(frame));
        if (!detector.isSpeaking()) {
            return;
        }
        int silence = detector.silence();
        if (silence == 0 && trial != 0) {
            // The pause was none: what was recognised on trial is not the whole.
            trial = 0;
            tried = Optional.empty();
        }
        if (silence >= taking.pause() && trial == 0) {
            tryNow();
        }
        boolean expected = silence >= taking.expectedEnd()
                && tried.map(hearing::isExpected).orElse(false);
        if (expected || silence >= taking.end() || detector.lasting() >= taking.longest()) {
            end(now);
        }
    }

    private void tryNow() {
        trial = ++trials;
        hearing.recognize(trial, detector.audio());
    }

    private void end(long now) {
        if (trial == 0) {
            tryNow();
        }
        ended.add(new Ended(trial, detector, now, tried));
        trial = 0;
        tried = Optional.empty();
        detector.reset();
        deliver();
    }

    public void recognized(int number, Recognition recognition) {
        if (number == trial) {
            tried = Optional.of(recognition);
            return;
        }
        ended.stream().filter(e -> e.trial == number).forEach(e -> e.recognition = Optional.of(recognition));
        deliver();
    }

    private void deliver() {
        while (!ended.isEmpty() && ended.peek().recognition.isPresent()) {
            Ended e = ended.remove();
            hearing.heard(new Utterance(e.recognition.orElse(NOTHING), e.startedAt, e.endedAt, e.decidedAt, e.voiced));
        }
    }

    /** No more audio comes: what was being said ends here. */
    public void flush(long now) {
        if (detector.isSpeaking()) {
            end(now);
        }
    }

    /** At this moment, not just a moment ago. */
    public boolean isSpeaking() {
        return detector.isSpeaking() && detector.silence() == 0;
    }

    /** Speech in the present utterance, ms. */
    public int voiced() {
        return detector.voiced();
    }

    /** From the first speech of the present utterance to now, ms. */
    public int lasting() {
        return detector.lasting();
    }

    /** Somebody speaks, or it is not known yet what they said. */
    public boolean isBusy() {
        return detector.isSpeaking() || !ended.isEmpty();
    }

    public void close() {
        activity.close();
    }
}
