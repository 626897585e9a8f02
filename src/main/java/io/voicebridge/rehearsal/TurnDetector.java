package io.voicebridge.rehearsal;

import io.voicebridge.rtp.AudioPort;

/**
 * Tells by its energy when the other side speaks and when it has said its piece, as a person on a quiet line does. One
 * thread; no allocation.
 */
final class TurnDetector {

    enum Turn {
        UNCHANGED,
        STARTED,
        FINISHED
    }

    /** Mean square of a frame that counts as speech: about -40 dB below full scale. */
    private static final long LOUD = 300L * 300L;

    /** 60 ms of it before it is taken for speech and not for a click. */
    private static final int FRAMES_TO_START = 3;

    /** 700 ms: longer than a pause between two sentences, shorter than anybody's patience. */
    private static final int FRAMES_TO_FINISH = 35;

    static final int SAMPLES_TO_FINISH = FRAMES_TO_FINISH * AudioPort.FRAME;

    private int loudFrames;
    private int quietFrames;
    private boolean speaking;

    /** @param frame 20 ms */
    Turn accept(short[] frame) {
        if (isLoud(frame)) {
            quietFrames = 0;
            loudFrames++;
            if (!speaking && loudFrames >= FRAMES_TO_START) {
                speaking = true;
                return Turn.STARTED;
            }
            return Turn.UNCHANGED;
        }
        quietFrames++;
        if (!speaking) {
            loudFrames = 0;
        } else if (quietFrames >= FRAMES_TO_FINISH) {
            speaking = false;
            loudFrames = 0;
            return Turn.FINISHED;
        }
        return Turn.UNCHANGED;
    }

    boolean isSpeaking() {
        return speaking;
    }

    private static boolean isLoud(short[] frame) {
        long energy = 0;
        for (int i = 0; i < AudioPort.FRAME; i++) {
            energy += frame[i] * frame[i];
        }
        return energy / AudioPort.FRAME > LOUD;
    }
}
