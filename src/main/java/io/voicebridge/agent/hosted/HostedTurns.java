package io.voicebridge.agent.hosted;

import io.voicebridge.agent.turn.TurnDetector;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.VoiceActivity;

/**
 * Hears when the caller begins and ends to speak, and stops the agent at once where that is interrupted. A cough only
 * holds the agent up: it goes on if no speech follows. Session's thread.
 */
final class HostedTurns {

    /** Takes a measurement. */
    @FunctionalInterface
    interface Gauge {
        void measured(String name, double value);
    }

    private final TurnTaking taking;
    private final VoiceActivity activity;
    private final HostedVoice voice;
    private final Gauge gauge;
    private final boolean interrupts;
    private final TurnDetector detector;
    private long startedAt = -1;
    private long endedAt = -1;
    private long answeringSince = -1;
    private float speech;

    /** @param interrupts whether the bridge stops the agent where the caller speaks */
    HostedTurns(TurnTaking taking, VoiceActivity activity, HostedVoice voice, Gauge gauge, boolean interrupts) {
        this.taking = taking;
        this.activity = activity;
        this.voice = voice;
        this.gauge = gauge;
        this.interrupts = interrupts;
        this.detector = new TurnDetector(taking);
    }

    /** Takes 20 ms of the caller. @return true if this is speech, and more than a noise */
    boolean accept(short[] frame, long now) {
        speech = activity.accept(frame);
        detector.accept(frame, speech);
        if (!detector.isSpeaking()) {
            return false;
        }
        boolean speaks = detector.silence() == 0;
        boolean meant = speaks && detector.voiced() >= taking.bargeIn();
        if (interrupts && meant && voice.isInterruptible() && voice.heardFor(now) >= taking.echo()) {
            voice.cut(now);
            gauge.measured("bargein_stop_ms", detector.lasting());
        }
        if (voice.isCut()) {
            decide(now);
        }
        boolean speech = speaks && detector.voiced() >= taking.noise();
        if (detector.silence() >= taking.end() || detector.lasting() >= taking.longest()) {
            ended(now);
        }
        return speech;
    }

    private void decide(long now) {
        if (detector.voiced() >= taking.noise()) {
            gauge.measured("interruptions", 1);
            voice.discard(now);
        } else if (detector.silence() >= taking.expectedEnd()) {
            gauge.measured("false_interruptions", 1);
            voice.resume(now);
        }
    }

    private void ended(long now) {
        if (detector.voiced() >= taking.noise()) {
            startedAt = now - detector.lasting();
            endedAt = now - detector.silence();
            answeringSince = endedAt;
        }
        detector.reset();
    }

    /** The provider hears the caller speak, perhaps before we do. */
    void callerSpeaks(long now) {
        if (interrupts && voice.isInterruptible() && (voice.isHeard(now) || voice.isCut())) {
            gauge.measured("interruptions", 1);
            voice.discard(now);
        }
    }

    /** The agent's audio begins to come. */
    void answered(long now) {
        if (detector.isSpeaking() && detector.voiced() >= taking.noise()) {
            // It answers before we have taken the turn to be over.
            answeringSince = now - detector.silence();
        }
        if (answeringSince >= 0) {
            gauge.measured("turn_gap_ms", now - answeringSince);
            answeringSince = -1;
        }
    }

    /** The probability that the last frame was speech. */
    float speech() {
        return speech;
    }

    /** When the caller's last words began; now if it is not known. */
    long lastStart(long now) {
        return detector.isSpeaking() ? now - detector.lasting() : startedAt < 0 ? now : startedAt;
    }

    long lastEnd(long now) {
        return detector.isSpeaking() ? now - detector.silence() : endedAt < 0 ? now : endedAt;
    }

    /** The caller is heard at this moment. */
    boolean isHeard() {
        return detector.isSpeaking() && detector.silence() == 0;
    }

    void close() {
        activity.close();
    }
}
