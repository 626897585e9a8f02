package io.voicebridge.rtp;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Notices what does not come, of one session, and tells so on another thread. Used by one media thread; time is counted in
 * frames of 20 ms.
 */
final class MediaWatch {

    private static final int FRAME_MILLIS = 20;

    private final Executor notices;
    private final int silentFrames;
    private final long unheardNanos;

    private MediaListener listener = MediaListener.NONE;
    private int withoutPacket;
    private boolean toldUnheard;

    MediaWatch(RtpSettings settings, Executor notices) {
        this.notices = notices;
        this.silentFrames = frames(settings.silentAfter());
        this.unheardNanos = settings.silentAfter().toNanos();
    }

    private static int frames(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis() / FRAME_MILLIS);
    }

    void start(MediaListener told) {
        listener = told;
    }

    /** Something else was agreed on: the peer has all the time again. */
    void begin() {
        withoutPacket = 0;
    }

    /** A packet of the peer's audio came. */
    void packet() {
        withoutPacket = 0;
    }

    /**
     * A report of the peer came.
     *
     * @param nanos for how long the peer has heard nothing of us by its reports
     */
    void report(long nanos) {
        if (nanos < unheardNanos) {
            toldUnheard &= nanos > 0;
        } else if (!toldUnheard) {
            toldUnheard = true;
            MediaListener told = listener;
            notices.execute(() -> told.unheard(Duration.ofNanos(nanos)));
        }
    }

    void tick(Flow flow) {
        if (++withoutPacket == silentFrames && flow.receives()) {
            MediaListener told = listener;
            notices.execute(() -> told.silent(Duration.ofMillis((long) FRAME_MILLIS * silentFrames)));
        }
    }

    /** The session has a fault. */
    void failed(RuntimeException cause) {
        MediaListener told = listener;
        notices.execute(() -> told.failed(cause));
    }
}
