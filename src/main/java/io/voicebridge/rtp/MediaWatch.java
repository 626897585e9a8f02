package io.voicebridge.rtp;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Notices what does not come, of one session, and tells so on another thread. Used by one media thread; time is counted in
 * frames of 20 ms.
 */
final class MediaWatch {

    private static final int FRAME_MILLIS = 20;
    private static final int NEVER = Integer.MAX_VALUE;

    private final Executor notices;
    private final int silentFrames;
    private final int lostFrames;
    private final long unheardNanos;

    private MediaListener listener = MediaListener.NONE;
    private int withoutAudio;
    private int withoutSign; // audio or report
    private boolean reports;
    private boolean toldLost;
    private boolean toldUnheard;

    MediaWatch(RtpSettings settings, Executor notices) {
        this.notices = notices;
        this.silentFrames = frames(settings.silentAfter());
        this.lostFrames = settings.lostAfter().isZero() ? NEVER : frames(settings.lostAfter());
        this.unheardNanos = settings.silentAfter().toNanos();
    }

    private static int frames(Duration time) {
        return (int) Math.min(NEVER - 1, time.toMillis() / FRAME_MILLIS);
    }

    private static Duration time(int frames) {
        return Duration.ofMillis((long) FRAME_MILLIS * frames);
    }

    void start(MediaListener told) {
        listener = told;
    }

    /** Something was agreed on anew: the peer has all the time again. */
    void begin() {
        withoutAudio = 0;
        withoutSign = 0;
    }

    /** A packet of the peer's audio came. */
    void packet() {
        withoutAudio = 0;
        withoutSign = 0;
    }

    /**
     * A report of the peer came: it lives, even if it says nothing or is on hold.
     *
     * @param nanos for how long the peer has heard nothing of us by its reports
     */
    void report(long nanos) {
        withoutSign = 0;
        reports = true;
        if (nanos < unheardNanos) {
            toldUnheard &= nanos > 0;
        } else if (!toldUnheard) {
            toldUnheard = true;
            MediaListener told = listener;
            notices.execute(() -> told.unheard(Duration.ofNanos(nanos)));
        }
    }

    /** 20 ms have passed. Of a peer that need not send, only one that has sent reports can be missed. */
    void tick(Flow flow) {
        if (++withoutAudio == silentFrames && flow.receives()) {
            MediaListener told = listener;
            notices.execute(() -> told.silent(time(silentFrames)));
        }
        if (++withoutSign >= lostFrames && !toldLost && (flow.receives() || reports)) {
            toldLost = true;
            MediaListener told = listener;
            notices.execute(() -> told.lost(time(lostFrames)));
        }
    }

    /** The session has a fault. */
    void failed(RuntimeException cause) {
        MediaListener told = listener;
        notices.execute(() -> told.failed(cause));
    }
}
