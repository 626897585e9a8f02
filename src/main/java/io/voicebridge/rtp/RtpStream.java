package io.voicebridge.rtp;

import io.voicebridge.rtp.dtmf.DigitSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a session that lives on its media thread: every 20 ms it takes a frame from the jitter buffer to the
 * port, and one from the port to the peer. Only {@link #statistics} may be called from elsewhere.
 */
final class RtpStream {

    private static final Logger LOG = LoggerFactory.getLogger(RtpStream.class);

    private static final AudioPort NOBODY = new AudioPort() {
        @Override
        public void received(short[] frame, long sequence) {}

        @Override
        public boolean next(short[] frame, long sequence) {
            return false;
        }

        @Override
        public void digit(char digit) {}
    };

    private final DatagramChannel channel;
    private final Executor notices;
    private final int silentFrames;
    private final Receiver receiver;
    private final Sender sender;
    private final short[] heard = new short[AudioPort.FRAME];
    private final short[] spoken = new short[AudioPort.FRAME];
    private final DigitSink sink = this::digit;
    private final Sender.Wire wire = this::transmit;

    private RtpParameters parameters;
    private AudioPort port = NOBODY;
    private MediaListener listener = MediaListener.NONE;
    private ByteBuffer out;

    private long frame;
    private int framesWithoutPacket;
    private int digits;

    /** Written after each frame: publishes what the frame has counted to {@link #statistics}. */
    private volatile long published;

    RtpStream(DatagramChannel channel, RtpSettings settings, SecureRandom random, Executor notices) {
        this.channel = channel;
        this.notices = notices;
        this.silentFrames =
                (int) Math.min(Integer.MAX_VALUE, settings.silentAfter().toMillis() / 20);
        this.receiver = new Receiver(settings.sources());
        this.sender = new Sender(random);
    }

    void start(RtpParameters agreed, AudioPort audio, MediaListener told, ByteBuffer sendBuffer) {
        port = audio;
        listener = told;
        out = sendBuffer;
        configure(agreed);
    }

    void configure(RtpParameters agreed) {
        parameters = agreed;
        framesWithoutPacket = 0;
        receiver.configure(agreed);
        sender.configure(agreed);
    }

    boolean started() {
        return parameters != null;
    }

    /** A datagram came at {@code nanos}; true if it is of the peer. Before the start it is of no use to anybody. */
    boolean received(InetSocketAddress from, byte[] packet, int length, long nanos) {
        try {
            if (started() && receiver.accept(from, packet, length, nanos, sink)) {
                framesWithoutPacket = 0;
                return true;
            }
        } catch (RuntimeException e) {
            fail(e);
        }
        return false;
    }

    /** 20 ms have passed. */
    void tick() {
        try {
            exchange();
        } catch (RuntimeException e) {
            fail(e); // whatever breaks a session, it must not take the other sessions of the thread with it
        }
        frame++;
        if (++framesWithoutPacket == silentFrames && parameters.flow().receives()) {
            MediaListener told = listener;
            long millis = 20L * silentFrames;
            notices.execute(() -> told.silent(Duration.ofMillis(millis)));
        }
        published = frame;
    }

    private void exchange() {
        receiver.take(heard, sink);
        port.received(heard, frame);
        if (!port.next(spoken, frame)) {
            Arrays.fill(spoken, (short) 0);
        }
        sender.send(spoken, wire);
    }

    /** The thread could not keep time: these frames are gone, and the clock of the session goes on. */
    void skip(long frames) {
        frame += frames;
        receiver.skipped();
        sender.skip(frames);
    }

    boolean send(char digit) {
        return sender.digits().add(digit);
    }

    private void digit(char digit) {
        digits++;
        port.digit(digit);
    }

    private void fail(RuntimeException cause) {
        if (port == NOBODY) {
            return; // told already
        }
        port = NOBODY;
        LOG.error("An RTP session failed; it goes on in silence", cause);
        MediaListener told = listener;
        notices.execute(() -> told.failed(cause));
    }

    private boolean transmit(byte[] packet, int length) {
        out.clear().put(packet, 0, length).flip();
        try {
            return channel.send(out, receiver.peer()) == length;
        } catch (IOException e) {
            return false; // no route, or the buffer is full: counted, and the next packet may do better
        }
    }

    RtpStatistics statistics() {
        long frames = published;
        return new RtpStatistics(
                frames,
                receiver.packets(),
                receiver.bytes(),
                sender.packets(),
                sender.bytes(),
                sender.failures(),
                receiver.sequence().lost(),
                receiver.buffer().late(),
                receiver.sequence().reordered(),
                receiver.sequence().duplicates(),
                receiver.unusable(),
                receiver.source().refused(),
                receiver.jitter().millis(),
                receiver.buffer().delayMillis(),
                receiver.buffer().concealed(),
                digits,
                sender.digits().sent());
    }
}
