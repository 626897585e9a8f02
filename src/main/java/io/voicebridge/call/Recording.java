package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One call's recording: the media thread puts in frames of both sides, the writer of {@link Recordings} takes them out.
 *
 * <p>A frame's place is its sequence number, so that the file is as long as the call whatever happens. The media thread
 * never waits and never looks at the writer: a writer that falls behind by more than the ring holds finds silence.
 */
public final class Recording {

    /** Frames that the ring holds: 2.56 s. */
    static final int SLOTS = 128;

    /** How far one side may be ahead before the other is taken for silent. */
    private static final int SKEW = 5;

    private static final int FRAME = AudioPort.FRAME;

    private final short[] callerRing = new short[SLOTS * FRAME];
    private final short[] agentRing = new short[SLOTS * FRAME];
    private final CompletableFuture<Recorded> done = new CompletableFuture<>();

    /** Next frame of each side; written by the media thread only. */
    private long callerNext;

    private long agentNext;

    /** Frames that are whole. */
    private volatile long published;

    private volatile boolean ended;

    private final Runnable wakeWriter;

    Recording(Runnable wakeWriter) {
        this.wakeWriter = wakeWriter;
    }

    /** Puts in a frame of the caller. Media thread. */
    public void caller(short[] frame, long sequence) {
        callerNext = put(callerRing, callerNext, frame, sequence);
        publish();
    }

    /** Puts in a frame of the agent, silence included. Media thread. */
    public void agent(short[] frame, long sequence) {
        agentNext = put(agentRing, agentNext, frame, sequence);
        publish();
    }

    /**
     * No frame follows. The result comes when the file is closed, on the writer's thread: at once if the disk is well,
     * perhaps never if it hangs. Idempotent.
     */
    public CompletionStage<Recorded> end() {
        if (!ended) {
            ended = true;
            wakeWriter.run();
        }
        return done.minimalCompletionStage();
    }

    private static long put(short[] ring, long next, short[] frame, long sequence) {
        if (sequence < next) {
            return next;
        }
        silence(ring, next, sequence);
        System.arraycopy(frame, 0, ring, offset(sequence), FRAME);
        return sequence + 1;
    }

    private void publish() {
        long whole = Math.min(callerNext, agentNext);
        long ahead = Math.max(callerNext, agentNext) - SKEW;
        if (ahead > whole) {
            silence(callerRing, callerNext, ahead);
            silence(agentRing, agentNext, ahead);
            callerNext = Math.max(callerNext, ahead);
            agentNext = Math.max(agentNext, ahead);
            whole = ahead;
        }
        if (whole > published) {
            published = whole;
        }
    }

    private static void silence(short[] ring, long from, long to) {
        for (long at = Math.max(from, to - SLOTS); at < to; at++) {
            Arrays.fill(ring, offset(at), offset(at) + FRAME, (short) 0);
        }
    }

    private static int offset(long sequence) {
        return (int) (sequence % SLOTS) * FRAME;
    }

    /** Frames that the writer may take. */
    long available() {
        return published;
    }

    boolean isEnded() {
        return ended;
    }

    /**
     * Copies a frame as interleaved little-endian samples, caller first.
     *
     * @return false if the ring has moved on and silence was written instead
     */
    boolean copy(long sequence, ByteBuffer out) {
        int start = out.position();
        int at = offset(sequence);
        for (int i = 0; i < FRAME; i++) {
            out.putShort(callerRing[at + i]).putShort(agentRing[at + i]);
        }
        // What the media thread may be writing now reaches as far as the skew beyond what it has published. The fence
        // keeps the copy above from being read after that check.
        VarHandle.acquireFence();
        if (published + SKEW + 1 - sequence <= SLOTS) {
            return true;
        }
        out.position(start);
        for (int i = 0; i < FRAME; i++) {
            out.putInt(0);
        }
        return false;
    }

    void complete(Recorded recorded) {
        done.complete(recorded);
    }
}
