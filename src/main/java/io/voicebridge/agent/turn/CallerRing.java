package io.voicebridge.agent.turn;

import io.voicebridge.rtp.AudioPort;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two seconds of the caller between the media thread, which writes, and the session, which reads. No locks, and nothing is
 * allocated after construction. When the session is two seconds behind, new frames are lost and counted.
 */
public final class CallerRing {

    private static final int FRAMES = 100;

    private final short[] samples = new short[FRAMES * AudioPort.FRAME];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** On the media thread. */
    public void write(short[] frame) {
        long at = written.get();
        if (at - read.get() >= FRAMES) {
            lost.lazySet(lost.get() + 1);
            return;
        }
        System.arraycopy(frame, 0, samples, index(at), AudioPort.FRAME);
        written.lazySet(at + 1);
    }

    /** @return false if there is no frame */
    public boolean read(short[] into) {
        long at = read.get();
        if (at >= written.get()) {
            return false;
        }
        System.arraycopy(samples, index(at), into, 0, AudioPort.FRAME);
        read.lazySet(at + 1);
        return true;
    }

    public boolean isEmpty() {
        return read.get() >= written.get();
    }

    /** Frames that found no room. */
    public long lost() {
        return lost.get();
    }

    private static int index(long frame) {
        return (int) (frame % FRAMES) * AudioPort.FRAME;
    }
}
