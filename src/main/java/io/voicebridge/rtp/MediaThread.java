package io.voicebridge.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that carries many streams. It wakes each millisecond, plays the twentieth part of its streams whose turn it is,
 * and then reads what has come, which waits more patiently: a wheel of 20 slots, on a grid that does not drift. With no
 * stream it sleeps.
 */
final class MediaThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(MediaThread.class);

    private static final int SLOTS = 20;
    private static final long TICK = 1_000_000;

    /** How late this thread must be for packets to have piled up in its sockets. */
    private static final long PAUSE = 5 * TICK;

    /** Ticks that are made up for after a pause, as packets in quick succession; more would flood the peers. */
    private static final int MOST_LATE_TICKS = 500;

    /** Datagrams read from one socket in a millisecond at most, so that a flood on one port takes nothing from others. */
    private static final int READS = 16;

    /**
     * Of these, those of the peer: it sends one in twenty milliseconds, so a second system call would find nothing.
     */
    private static final int PEER_READS = 1;

    /** The peer's after a pause of this thread, before its late frames are played: what waited must not be lost to them. */
    private static final int PEER_READS_AFTER_PAUSE = 64;

    /** Longer than any RTP packet of ours; the rest of a longer datagram is cut off. */
    private static final int DATAGRAM = 2048;

    /** Where the datagrams of a socket go. */
    @FunctionalInterface
    interface Inlet {

        /** Takes a datagram of {@code length} bytes that came at {@code nanos}; true if it is of the peer. */
        boolean received(InetSocketAddress from, byte[] datagram, int length, long nanos);
    }

    /** A command and when it was given: it takes effect between the frames due before that moment and those due after. */
    private record Command(long nanos, Runnable action) {}

    private final LongSupplier nanos;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final List<List<RtpStream>> wheel = new ArrayList<>(SLOTS);
    private final AtomicInteger reserved = new AtomicInteger();
    private final PacingHistogram pacing = new PacingHistogram();

    private final ByteBuffer in = ByteBuffer.allocateDirect(DATAGRAM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(DATAGRAM);
    private final byte[] datagram = new byte[DATAGRAM];
    private final Consumer<SelectionKey> reader = this::read;

    private int streams;
    private long tick;
    private long due;
    private long now;
    private long commanded; // when the command that runs now was given
    private int peerReads = PEER_READS;
    private volatile boolean closed;

    MediaThread(String name) throws IOException {
        this(name, System::nanoTime);
    }

    /** @param nanos a clock that never goes back, in nanoseconds */
    MediaThread(String name, LongSupplier nanos) throws IOException {
        this.nanos = nanos;
        selector = Selector.open();
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>());
        }
        thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
    }

    void start() {
        thread.start();
    }

    /** Streams that were given to this thread and have not been taken from it. */
    AtomicInteger reserved() {
        return reserved;
    }

    PacingHistogram pacing() {
        return pacing;
    }

    /**
     * Runs the command on this thread, after those before it, within about a millisecond. However late the thread is, a
     * stream that starts or ends by it has every frame that was due in between, and no other.
     */
    void run(Runnable command) {
        commands.add(new Command(nanos.getAsLong(), command));
        selector.wakeup();
    }

    // What follows runs on this thread only.

    void register(DatagramChannel channel, Inlet inlet) {
        try {
            channel.register(selector, SelectionKey.OP_READ, inlet);
        } catch (IOException e) {
            LOG.error("An RTP socket could not be registered; its session stays silent", e);
        }
    }

    void start(RtpStream stream, RtpParameters parameters, AudioPort port, MediaListener listener) {
        if (streams++ == 0) {
            due = commanded + TICK;
        }
        stream.start(parameters, port, listener, out, commanded);
        List<RtpStream> least = wheel.get(0);
        for (List<RtpStream> slot : wheel) {
            if (slot.size() < least.size()) {
                least = slot;
            }
        }
        least.add(stream);
    }

    /** Ends the stream. */
    void remove(RtpStream stream) {
        stream.leave(commanded);
        for (List<RtpStream> slot : wheel) {
            if (slot.remove(stream)) {
                streams--;
                return;
            }
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                turn();
            }
            runCommandsUntil(nanos.getAsLong());
        } catch (IOException e) {
            LOG.error("A media thread has ended; its calls have no audio", e);
        } finally {
            closeSelector();
        }
    }

    private void turn() throws IOException {
        if (streams > 0) {
            LockSupport.parkNanos(due - nanos.getAsLong());
            if (nanos.getAsLong() - due > PAUSE) {
                read(PEER_READS_AFTER_PAUSE);
            }
        } else if (commands.isEmpty()) { // the wake-up for one that has come meanwhile may be gone with a read
            // Reads nothing: a command to start that has come with the first packets goes before them.
            selector.select(key -> {});
        }
        catchUp();
        read(PEER_READS);
    }

    /** Plays the frames and runs the commands that are due, in the order of their times. */
    void catchUp() {
        now = nanos.getAsLong();
        long until = now;
        boolean tooLate = streams > 0 && (until - due) / TICK > MOST_LATE_TICKS;
        for (Command next = commands.peek(); next != null && next.nanos() - until <= 0; next = commands.peek()) {
            play(next.nanos(), tooLate);
            runCommandsUntil(next.nanos());
        }
        play(until, tooLate);
    }

    private void play(long until, boolean tooLate) {
        if (streams == 0) {
            return;
        }
        long late = (until - due) / TICK;
        if (tooLate && late >= SLOTS) {
            skip(late / SLOTS * SLOTS);
        }
        while (until - due >= 0) {
            List<RtpStream> slot = wheel.get((int) (tick++ % SLOTS));
            for (int i = 0; i < slot.size(); i++) {
                slot.get(i).tick(now);
            }
            pacing.add(now - due, slot.size());
            due += TICK;
            now = nanos.getAsLong();
        }
    }

    private void skip(long ticks) {
        pacing.add(ticks * TICK, Math.toIntExact(ticks / SLOTS * streams));
        due += ticks * TICK;
        for (List<RtpStream> slot : wheel) {
            for (RtpStream stream : slot) {
                stream.skip(ticks / SLOTS);
            }
        }
    }

    private void runCommandsUntil(long nanos) {
        for (Command next = commands.peek(); next != null && next.nanos() - nanos <= 0; next = commands.peek()) {
            commands.poll();
            commanded = next.nanos();
            try {
                next.action().run();
            } catch (RuntimeException e) {
                LOG.error("A command to a media thread failed", e);
            }
        }
    }

    private void read(int ofEachPeer) throws IOException {
        now = nanos.getAsLong();
        peerReads = ofEachPeer;
        selector.selectNow(reader);
    }

    private void read(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        Inlet inlet = (Inlet) key.attachment();
        try {
            int peers = 0;
            for (int i = 0; i < peerReads + READS && peers < peerReads; i++) {
                in.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(in);
                if (from == null) {
                    return;
                }
                int length = in.flip().remaining();
                in.get(datagram, 0, length);
                peers += inlet.received(from, datagram, length, now) ? 1 : 0;
            }
        } catch (IOException e) {
            // A socket that was closed, or the echo of an ICMP message: the next read tells.
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("A selector of RTP sockets could not be closed", e);
        }
    }

    void close() {
        closed = true;
        selector.wakeup();
        LockSupport.unpark(thread);
    }
}
