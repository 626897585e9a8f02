package io.voicebridge.call;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Plays a sound to one side of a call, once or again and again. What that side says is not heard by anybody. */
public final class Announcement implements Plug {

    /** How it ended. */
    public enum End {
        /** It was played whole. */
        PLAYED,
        /** The call was plugged into something else, or ended. */
        CUT
    }

    private final short[] pcm;
    private final boolean looped;
    private final Consumer<End> told;
    private final AtomicBoolean ended = new AtomicBoolean();
    private int position;

    private Announcement(short[] pcm, boolean looped, Consumer<End> told) {
        this.pcm = pcm;
        this.looped = looped;
        this.told = told;
    }

    /**
     * @param pcm 8 kHz, linear; not changed afterwards
     * @param told once, on the media thread or whichever ends it: must not block
     */
    public static Announcement once(short[] pcm, Consumer<End> told) {
        return new Announcement(pcm, false, told);
    }

    /** Begins again when it is over, until something else is plugged in. */
    public static Announcement looped(short[] pcm) {
        return new Announcement(pcm, pcm.length > 0, end -> {});
    }

    @Override
    public void received(short[] frame, long sequence) {
        // This is not the time to speak.
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        if (position >= pcm.length) {
            if (!looped) {
                end(End.PLAYED);
                return false;
            }
            position = 0;
        }
        int count = Math.min(FRAME, pcm.length - position);
        System.arraycopy(pcm, position, frame, 0, count);
        Arrays.fill(frame, count, FRAME, (short) 0);
        position += count;
        return true;
    }

    @Override
    public void digit(char digit) {
        // Whoever wants digits is told by the leg.
    }

    @Override
    public void unplugged() {
        end(End.CUT);
    }

    private void end(End how) {
        if (ended.compareAndSet(false, true)) {
            told.accept(how);
        }
    }
}
