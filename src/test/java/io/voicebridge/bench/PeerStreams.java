package io.voicebridge.bench;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.srtp.Protection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams of PCMU that cost as little as they can, since they share the processors with what is measured: one thread sends
 * a packet of each every 20 ms, and then counts what has come by its sequence number. All send the same packets, each
 * encrypted once; what comes is not decrypted.
 */
final class PeerStreams implements AutoCloseable {

    private static final int SLOTS = 20;
    private static final long TICK_NANOS = 1_000_000;
    private static final int HEADER = 12;
    private static final int SSRC = 1;

    private final Protection protection;
    private final List<ByteBuffer> packets = new ArrayList<>();
    private final List<List<Stream>> wheel = new ArrayList<>();
    private final Queue<Stream> started = new ConcurrentLinkedQueue<>();
    private final List<Stream> all = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
    private final Thread thread = new Thread(this::run, "peers");
    private volatile boolean closed;
    private volatile long latestNanos;

    /** @param protection of what is sent, the same for all streams */
    PeerStreams(Protection protection) {
        this.protection = protection;
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>());
        }
        thread.start();
    }

    /** Opens a stream, which sends nothing yet. */
    Stream open() throws IOException {
        Stream stream = new Stream(DatagramChannel.open());
        all.add(stream);
        return stream;
    }

    /** Packets that were sent to the streams and did not come, or that they could not send. */
    long lost() {
        return all.stream().mapToLong(Stream::lost).sum();
    }

    /** How late packets were sent at worst since this was asked for last, in nanoseconds. */
    long late() {
        long late = latestNanos;
        latestNanos = 0;
        return late;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Stream stream : all) {
            stream.channel.close();
        }
    }

    private void run() {
        long due = System.nanoTime();
        for (int tick = 0; !closed; tick++) {
            latestNanos = Math.max(latestNanos, System.nanoTime() - due);
            List<Stream> slot = wheel.get(tick % SLOTS);
            for (Stream next = started.poll(); next != null; next = started.poll()) {
                slot.add(next);
            }
            for (int i = 0; i < slot.size(); i++) {
                slot.get(i).exchange();
            }
            due += TICK_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private ByteBuffer packet(int number) {
        if (number == packets.size()) {
            byte[] packet = new byte[HEADER + AudioPort.FRAME + Protection.OVERHEAD];
            ByteBuffer.wrap(packet)
                    .putShort((short) 0x8000) // version 2, PCMU
                    .putShort((short) number)
                    .putInt(number * AudioPort.FRAME)
                    .putInt(SSRC);
            for (int i = 0; i < AudioPort.FRAME; i++) {
                packet[HEADER + i] = (byte) (i * 8 & 0x7F);
            }
            int length = protection.protect(packet, HEADER + AudioPort.FRAME);
            packets.add(ByteBuffer.allocateDirect(length).put(packet, 0, length));
        }
        return packets.get(number).rewind();
    }

    /** One of them. What it has counted may be read from any thread. */
    final class Stream {

        private final DatagramChannel channel;
        private int sent;
        private int first;
        private int highest;
        private int received;
        private int failed;
        private volatile long lost;

        private Stream(DatagramChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        int port() throws IOException {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }

        void start(int port) throws IOException {
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            started.add(this);
        }

        private long lost() {
            return lost;
        }

        private void exchange() {
            try {
                failed += channel.write(packet(sent++)) > 0 ? 0 : 1;
            } catch (IOException e) {
                failed++;
            }
            try {
                for (int length = read(); length > HEADER; length = read()) {
                    count(in.getShort(2) & 0xFFFF);
                }
            } catch (IOException e) {
                // The echo of an ICMP message: the next read tells.
            }
            lost = failed + (received == 0 ? 0 : highest - first + 1 - received);
        }

        private int read() throws IOException {
            return channel.read(in.clear());
        }

        /** An engine's sequence numbers begin in the lower half: they do not wrap while a bench runs. */
        private void count(int sequence) {
            first = received == 0 ? sequence : Math.min(first, sequence);
            highest = received == 0 ? sequence : Math.max(highest, sequence);
            received++;
        }
    }
}
