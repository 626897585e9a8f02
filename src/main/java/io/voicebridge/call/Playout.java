package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an agent is going to say: a bounded queue of audio that the media thread pulls in frames of 20 ms, which knows
 * how much of each utterance the caller has heard.
 *
 * <p>One thread adds and stops (the agent session's), one other pulls (the media thread). {@link #next} takes no lock
 * and allocates nothing; {@link Listener#played} is told from it, at most once for each utterance.
 */
public final class Playout {

    /** Told when an utterance was heard or cut. Runs on the media thread: must not block. */
    @FunctionalInterface
    public interface Listener {
        void played(String itemId, long playedMs, boolean complete);
    }

    /** Most audio that may wait: two minutes. */
    static final int MAX_SAMPLES = 120 * 8_000;

    private static final int SLOTS = 1 << 12;
    private static final int SAMPLES_PER_MS = 8;
    private static final long NO_STOP = -1;

    private record Chunk(String itemId, short[] pcm, boolean last) {}

    private final Chunk[] chunks = new Chunk[SLOTS];
    private final Listener listener;
    private final AtomicBoolean pulling = new AtomicBoolean();

    /** Chunks and samples ever added and ever taken; the adder writes one pair, the puller the other. */
    private volatile long added;

    private volatile long taken;
    private long samplesAdded;
    private volatile long samplesTaken;

    /** Chunks below this count are to be dropped. */
    private final AtomicLong stopBefore = new AtomicLong(NO_STOP);

    private volatile boolean closed;

    /** State of the puller: where it is in the first chunk, and the utterance that it is in. */
    private int offset;

    private String item = "";
    private boolean itemOpen;
    private long itemStart;
    private long itemSamples;
    private boolean dry;
    private volatile int underruns;

    public Playout(Listener listener) {
        this.listener = listener;
    }

    /**
     * Adds speech after what is already waiting.
     *
     * @param last no more audio follows for this utterance
     * @return false if the queue is full: the audio was not taken
     */
    public boolean add(String itemId, short[] pcm, boolean last) {
        if (closed || added - taken >= SLOTS || samplesAdded - samplesTaken + pcm.length > MAX_SAMPLES) {
            return false;
        }
        chunks[(int) (added & SLOTS - 1)] = new Chunk(itemId, pcm, last);
        samplesAdded += pcm.length;
        added = added + 1;
        return true;
    }

    /** Drops all that waits, from the next frame on. Each utterance concerned is reported as cut. */
    public void stop() {
        stopBefore.set(added);
    }

    /**
     * Fills the next frame to send.
     *
     * @return false if there is nothing to say; the frame is then untouched
     */
    public boolean next(short[] frame) {
        if (!pulling.compareAndSet(false, true)) {
            return false;
        }
        try {
            dropStopped();
            return fill(frame);
        } finally {
            pulling.set(false);
        }
    }

    /** The call is over: reports what was not heard to its end as cut, and takes nothing any more. Any thread. */
    public void close() {
        closed = true;
        while (!pulling.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        try {
            stopBefore.set(added);
            dropStopped();
        } finally {
            pulling.set(false);
        }
    }

    /** How often an utterance had a gap, because the rest of it came too late. */
    public int underruns() {
        return underruns;
    }

    private boolean fill(short[] frame) {
        int filled = 0;
        while (filled < AudioPort.FRAME && taken < added) {
            Chunk chunk = chunks[(int) (taken & SLOTS - 1)];
            begin(chunk.itemId());
            if (dry && chunk.pcm().length > 0) {
                dry = false;
                underruns = underruns + 1;
            }
            int count = Math.min(AudioPort.FRAME - filled, chunk.pcm().length - offset);
            System.arraycopy(chunk.pcm(), offset, frame, filled, count);
            filled += count;
            offset += count;
            itemSamples += count;
            if (offset == chunk.pcm().length) {
                take(chunk);
                if (chunk.last()) {
                    finish(true);
                }
            }
        }
        if (filled == 0) {
            dry = itemOpen && itemSamples > 0;
            return false;
        }
        Arrays.fill(frame, filled, AudioPort.FRAME, (short) 0);
        return true;
    }

    /** An utterance that began before the stop is cut, even if all that was added of it has been heard. */
    private void dropStopped() {
        if (stopBefore.get() == NO_STOP) {
            return;
        }
        long limit = stopBefore.getAndSet(NO_STOP);
        while (taken < limit) {
            Chunk chunk = chunks[(int) (taken & SLOTS - 1)];
            begin(chunk.itemId());
            take(chunk);
            if (chunk.last()) {
                finish(false);
            }
        }
        if (itemOpen && itemStart < limit) {
            finish(false);
        }
    }

    private void begin(String itemId) {
        if (!itemOpen || !item.equals(itemId)) {
            if (itemOpen) {
                finish(true);
            }
            item = itemId;
            itemOpen = true;
            itemStart = taken;
            itemSamples = 0;
        }
    }

    private void take(Chunk chunk) {
        chunks[(int) (taken & SLOTS - 1)] = null;
        samplesTaken += chunk.pcm().length;
        offset = 0;
        taken = taken + 1;
    }

    private void finish(boolean complete) {
        itemOpen = false;
        dry = false;
        listener.played(item, itemSamples / SAMPLES_PER_MS, complete);
    }
}
