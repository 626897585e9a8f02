package io.voicebridge.rtp;

/**
 * Fills gaps in 8 kHz speech: the last pitch period is repeated, ever more softly, and is gone after 60 ms. When audio
 * comes back it is faded in over 4 ms, so that a gap makes no click. A plain form of ITU-T G.711 appendix I.
 *
 * <p>Used by one media thread; allocates nothing after construction.
 */
final class Concealment {

    private static final int FRAME = AudioPort.FRAME;
    private static final int HISTORY = 2 * FRAME;
    private static final int SHORTEST_PITCH = 40; // 200 Hz
    private static final int LONGEST_PITCH = 160; // 50 Hz
    private static final int COMPARED = 120;
    private static final int FULL = 80; // 10 ms as loud as before
    private static final int GONE = 480;
    private static final int FADE_IN = 32;

    private final short[] history = new short[HISTORY]; // the last frame, and the one before it, in either half
    private int last = FRAME; // where the last one begins
    private final short[] recent = new short[HISTORY]; // what was played last, when a gap begins
    private final short[] period = new short[LONGEST_PITCH];
    private int pitch;
    private int made = GONE; // samples made up in this gap; before the first sample there is nothing to repeat
    private int fade; // samples of the fade still to come
    private boolean gap = true;
    private boolean audible; // in this frame

    /** The next sample of a gap. {@code frame[0..at)} is what stands before it. */
    short make(short[] frame, int at) {
        if (!gap) {
            gap = true;
            made = 0;
            findPitch(frame, at);
        }
        audible |= made < GONE;
        return synthetic();
    }

    /** A sample that came, faded in behind a gap. */
    short smooth(short sample) {
        if (gap) {
            gap = false;
            fade = made >= GONE ? 0 : FADE_IN;
        }
        if (fade == 0) {
            return sample;
        }
        int part = FADE_IN - fade--;
        return (short) ((sample * part + synthetic() * (FADE_IN - part)) / FADE_IN);
    }

    /** True if samples are passed on as they are. */
    boolean idle() {
        return !gap && fade == 0;
    }

    /** Remembers the frame that was played; true if something in it was made up that could be heard. */
    boolean played(short[] frame) {
        last = FRAME - last;
        System.arraycopy(frame, 0, history, last, FRAME);
        boolean concealed = audible;
        audible = false;
        return concealed;
    }

    private short synthetic() {
        if (made >= GONE) {
            return 0;
        }
        int gain = made < FULL ? GONE - FULL : GONE - made;
        short sample = (short) (period[made % pitch] * gain / (GONE - FULL));
        made++;
        return sample;
    }

    /** The lag at which the last 15 ms are most like what was before them, measured without scaling. */
    private void findPitch(short[] frame, int at) {
        System.arraycopy(history, FRAME - last + at, recent, 0, FRAME - at);
        System.arraycopy(history, last, recent, FRAME - at, FRAME);
        System.arraycopy(frame, 0, recent, HISTORY - at, at);
        long least = Long.MAX_VALUE;
        pitch = LONGEST_PITCH;
        for (int lag = SHORTEST_PITCH; lag <= LONGEST_PITCH; lag++) {
            long difference = 0;
            for (int i = HISTORY - COMPARED; i < HISTORY; i += 2) {
                difference += Math.abs(recent[i] - recent[i - lag]);
            }
            if (difference < least) {
                least = difference;
                pitch = lag;
            }
        }
        System.arraycopy(recent, HISTORY - pitch, period, 0, pitch);
    }
}
