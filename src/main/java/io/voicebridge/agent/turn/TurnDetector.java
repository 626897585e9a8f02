package io.voicebridge.agent.turn;

import io.voicebridge.rtp.AudioPort;
import java.util.Arrays;

/**
 * Cuts the caller's audio into utterances, frame by frame. Counts in frames, so it knows the time of the audio and not of
 * the machine. One session's thread.
 */
public final class TurnDetector {

    private static final int FRAME_MS = 20;
    private static final int FIRST_ROOM = 2_000 / FRAME_MS * AudioPort.FRAME;

    private final TurnTaking taking;
    private final short[] preRoll;
    private int preRollFrames;
    private short[] audio = new short[FIRST_ROOM];
    private int length;
    private boolean speaking;
    private int run;
    private int voiced;
    private int silence;

    public TurnDetector(TurnTaking taking) {
        this.taking = taking;
        this.preRoll = new short[(taking.preRoll() + taking.onset()) / FRAME_MS * AudioPort.FRAME];
    }

    public void accept(short[] frame, float probability) {
        boolean speech = probability >= (speaking && silence == 0 ? taking.stillSpeech() : taking.speech());
        if (!speaking) {
            remember(frame);
            run = speech ? run + FRAME_MS : 0;
            if (run >= taking.onset()) {
                begin();
            }
            return;
        }
        append(frame, AudioPort.FRAME);
        if (speech) {
            voiced += FRAME_MS;
            silence = 0;
        } else {
            silence += FRAME_MS;
        }
    }

    private void begin() {
        speaking = true;
        voiced = run;
        silence = 0;
        length = 0;
        append(preRoll, preRollFrames * AudioPort.FRAME);
        preRollFrames = 0;
        run = 0;
    }

    private void remember(short[] frame) {
        int room = preRoll.length / AudioPort.FRAME;
        if (preRollFrames == room) {
            System.arraycopy(preRoll, AudioPort.FRAME, preRoll, 0, preRoll.length - AudioPort.FRAME);
            preRollFrames--;
        }
        System.arraycopy(frame, 0, preRoll, preRollFrames++ * AudioPort.FRAME, AudioPort.FRAME);
    }

    private void append(short[] samples, int count) {
        if (length + count > audio.length) {
            audio = Arrays.copyOf(audio, Math.max(audio.length * 2, length + count));
        }
        System.arraycopy(samples, 0, audio, length, count);
        length += count;
    }

    /** An utterance has begun and was not taken yet. */
    public boolean isSpeaking() {
        return speaking;
    }

    /** How much of the utterance is speech, ms. */
    public int voiced() {
        return voiced;
    }

    /** Since the last speech, ms. */
    public int silence() {
        return silence;
    }

    /** From the first speech to now, ms. */
    public int lasting() {
        int before = taking.preRoll() * AudioPort.FRAME / FRAME_MS;
        return Math.max(0, length - before) / (AudioPort.FRAME / FRAME_MS);
    }

    /** The utterance so far, with what came before and after it. */
    public short[] audio() {
        return Arrays.copyOf(audio, length);
    }

    /** Ends the utterance and waits for the next one. */
    public void reset() {
        speaking = false;
        voiced = 0;
        silence = 0;
        run = 0;
        preRollFrames = 0;
        length = 0;
        if (audio.length > 4 * FIRST_ROOM) {
            audio = new short[FIRST_ROOM];
        }
    }
}
