package io.voicebridge.rtp.dtmf;

/**
 * Makes one digit of two where a peer tells each key press twice: as events in its RTP (RFC 4733) and in its signalling. A
 * digit that the other way has told in the last two seconds, and that no digit of this way was paired with yet, is the same
 * key press. So it does not matter which comes first, and the same key pressed again is a digit of its own.
 *
 * <p>Used by one media thread; allocates nothing after construction. Time is counted in frames of 20 ms.
 */
public final class DigitPairing {

    private static final int WINDOW = 100;

    private final Unpaired media = new Unpaired();
    private final Unpaired signalling = new Unpaired();

    /** A digit came in the RTP; false if the signalling has told it. */
    public boolean inMedia(char digit, long frame) {
        return isNew(digit, frame, media, signalling);
    }

    /** A digit came in the signalling; false if the RTP has told it. */
    public boolean inSignalling(char digit, long frame) {
        return isNew(digit, frame, signalling, media);
    }

    private static boolean isNew(char digit, long frame, Unpaired way, Unpaired other) {
        if (other.take(digit, frame - WINDOW)) {
            return false;
        }
        way.add(digit, frame);
        return true;
    }

    /** Digits of one way that the other has not told. */
    private static final class Unpaired {

        private static final int CAPACITY = 32;

        private final char[] digits = new char[CAPACITY];
        private final long[] frames = new long[CAPACITY];
        private int size;

        void add(char digit, long frame) {
            if (size == CAPACITY) {
                remove(0);
            }
            digits[size] = digit;
            frames[size++] = frame;
        }

        /** Takes the oldest such digit that is not older than this; what is older is forgotten. */
        boolean take(char digit, long since) {
            while (size > 0 && frames[0] < since) {
                remove(0);
            }
            for (int i = 0; i < size; i++) {
                if (digits[i] == digit) {
                    remove(i);
                    return true;
                }
            }
            return false;
        }

        private void remove(int at) {
            size--;
            System.arraycopy(digits, at + 1, digits, at, size - at);
            System.arraycopy(frames, at + 1, frames, at, size - at);
        }
    }
}
