package io.voicebridge.rtp.dtmf;

/**
 * Sends queued digits as telephone events (RFC 4733 section 2.5.1): 100 ms each, a packet every 20 ms, the last one
 * three times, then 80 ms of audio. Used by one media thread; allocates nothing.
 */
public final class DigitSender {

    /** Digits that may wait. */
    public static final int CAPACITY = 64;

    private static final int PACKET = 160;
    private static final int LENGTH = 800;
    private static final int ENDS = 3;
    private static final int PAUSE_FRAMES = 4;
    private static final int VOLUME = 10;

    private final byte[] waiting = new byte[CAPACITY];
    private int head;
    private int size;

    private int code = -1;
    private int timestamp;
    private int duration;
    private int ends;
    private int pause;
    private int sent;

    /** Queues a digit; false if it is no digit or {@link #CAPACITY} of them wait. */
    public boolean add(char digit) {
        int next = TelephoneEvent.code(digit);
        if (next < 0 || size == CAPACITY) {
            return false;
        }
        waiting[(head + size++) % CAPACITY] = (byte) next;
        return true;
    }

    /** Starts a frame of 20 ms. True if an event packet stands in for its audio. */
    public boolean frame(int rtpTimestamp) {
        if (code >= 0) {
            return true;
        }
        if (pause > 0) {
            pause--;
            return false;
        }
        if (size == 0) {
            return false;
        }
        code = waiting[head];
        head = (head + 1) % CAPACITY;
        size--;
        timestamp = rtpTimestamp;
        duration = 0;
        ends = 0;
        return true;
    }

    /** The timestamp of every packet of the event: when it began. */
    public int timestamp() {
        return timestamp;
    }

    /** True for the first packet of an event, which carries the marker. */
    public boolean first() {
        return duration == 0;
    }

    /** Writes the payload of the frame's packet and moves on. */
    public void write(byte[] payload, int at) {
        duration = Math.min(duration + PACKET, LENGTH);
        boolean end = duration == LENGTH;
        TelephoneEvent.write(payload, at, code, end, VOLUME, duration);
        if (end && ++ends == ENDS) {
            code = -1;
            pause = PAUSE_FRAMES;
            sent++;
        }
    }

    /** Digits that went out whole. */
    public int sent() {
        return sent;
    }
}
