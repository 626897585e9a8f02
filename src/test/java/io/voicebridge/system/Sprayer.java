package io.voicebridge.system;

import io.voicebridge.calling.Tones;
import io.voicebridge.rtp.codec.G711;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends a tone to every RTP port from an address that is in no call, for three seconds, and counts what comes back. */
final class Sprayer {

    static final double HERTZ = 600;

    private static final int FRAMES = 150;
    private static final int SAMPLES = 160;

    private final int first;
    private final int last;
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final AtomicInteger heard = new AtomicInteger();
    private final DatagramSocket socket;
    private final Thread sending = new Thread(this::spray, "sprayer");
    private final Thread listening = new Thread(this::listen, "sprayer-ear");

    private Sprayer(DatagramSocket socket, int first, int last) {
        this.socket = socket;
        this.first = first;
        this.last = last;
    }

    static Sprayer start(int first, int last) throws IOException {
        Sprayer sprayer = new Sprayer(new DatagramSocket(0, InetAddress.getByName("127.0.0.3")), first, last);
        sprayer.sending.start();
        sprayer.listening.start();
        return sprayer;
    }

    private void spray() {
        short[] tone = Tones.sine(HERTZ, Duration.ofSeconds(3));
        byte[] packet = new byte[12 + SAMPLES];
        try {
            for (int frame = 0; frame < FRAMES && on.get(); frame++) {
                ByteBuffer.wrap(packet)
                        .putShort((short) 0x8000)
                        .putShort((short) frame)
                        .putInt(frame * SAMPLES)
                        .putInt(0x53505259);
                G711.PCMU.encode(tone, frame * SAMPLES, packet, 12, SAMPLES);
                for (int port = first; port <= last; port++) {
                    socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            // stopped
        }
    }

    private void listen() {
        try {
            while (true) {
                socket.receive(new DatagramPacket(new byte[2000], 2000));
                heard.incrementAndGet();
            }
        } catch (IOException e) {
            // stopped
        }
    }

    /** How many packets it got. */
    int stop() throws InterruptedException {
        on.set(false);
        sending.join();
        socket.close();
        listening.join();
        return heard.get();
    }
}
