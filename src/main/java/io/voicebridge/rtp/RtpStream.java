package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.dtmf.DigitPairing;
import io.voicebridge.rtp.dtmf.DigitSink;
import io.voicebridge.rtp.rtcp.RtcpReader;
import io.voicebridge.rtp.srtp.Protection;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
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

    private final RtpSockets sockets;
    private final MediaWatch watch;
    private final Receiver receiver;
    private final Sender sender;
    private final RtcpSession reports;
    private final short[] heard = new short[AudioPort.FRAME];
    private final short[] spoken = new short[AudioPort.FRAME];
    private final WideFrame heardWide = new WideFrame();
    private final WideFrame spokenWide = new WideFrame();
    private final DigitPairing pairing = new DigitPairing();
    private final DigitSink sink = this::digit;
    private final Sender.Wire wire = this::transmit;
    private final Sender.Wire reportWire = this::transmitReport;

    private RtpParameters parameters;
    private AudioCodec codec = AudioCodec.PCMU;
    private Protection protection = Protection.NONE;
    private AudioPort port = NOBODY;
    private ByteBuffer out;

    private long frame;
    private int digits;

    /** Written after each frame: publishes what the frame has counted to {@link #statistics}. */
    private volatile long published;

    RtpStream(RtpSockets sockets, RtpSettings settings, SecureRandom random, Executor notices) {
        this.sockets = sockets;
        this.watch = new MediaWatch(settings, notices);
        this.receiver = new Receiver(settings.sources());
        this.sender = new Sender(random);
        this.reports = new RtcpSession(settings.sources(), sender, receiver, random, System::currentTimeMillis);
    }

    /** @param nanos the time of its first frame, less 20 ms */
    void start(RtpParameters agreed, AudioPort audio, MediaListener told, ByteBuffer sendBuffer, long nanos) {
        port = audio;
        watch.start(told);
        out = sendBuffer;
        reports.start(nanos);
        configure(agreed);
    }

    void configure(RtpParameters agreed) {
        parameters = agreed;
        codec = agreed.codec();
        watch.begin();
        protect(agreed.keys());
        receiver.configure(agreed);
        sender.configure(agreed);
        reports.configure(agreed);
    }

    private void protect(Optional<SrtpKeys> keys) {
        if (keys.isPresent() && protection instanceof Srtp srtp) {
            srtp.rekey(keys.get());
            return;
        }
        close();
        protection = keys.<Protection>map(Srtp::new).orElse(Protection.NONE);
        receiver.protect(protection);
        reports.protect(protection);
    }

    /** Lets go of the keys. */
    void close() {
        if (protection instanceof Srtp srtp) {
            srtp.close();
        }
    }

    boolean started() {
        return parameters != null;
    }

    /** A datagram came at {@code nanos}; true if it is of the peer. Before the start it is of no use to anybody. */
    boolean received(InetSocketAddress from, byte[] packet, int length, long nanos) {
        if (RtcpReader.isControl(packet, length)) {
            return receivedReport(from, packet, length, nanos);
        }
        try {
            if (started() && receiver.accept(from, packet, length, nanos, sink)) {
                watch.packet();
                return true;
            }
        } catch (RuntimeException e) {
            fail(e);
        }
        return false;
    }

    /** The same for one that came to the port of RTCP. */
    boolean receivedReport(InetSocketAddress from, byte[] packet, int length, long nanos) {
        try {
            if (started() && reports.accept(from, packet, length, nanos)) {
                watch.report(reports.unheardNanos());
                return true;
            }
        } catch (RuntimeException e) {
            fail(e);
        }
        return false;
    }

    /** 20 ms have passed; it is {@code nanos} now. */
    void tick(long nanos) {
        try {
            exchange();
            reports.tick(frame, nanos, reportWire);
        } catch (RuntimeException e) {
            fail(e); // whatever breaks a session, it must not take the other sessions of the thread with it
        }
        frame++;
        watch.tick(parameters.flow());
        published = frame;
    }

    /** The session ends at {@code nanos}: says goodbye. */
    void leave(long nanos) {
        reports.leave(nanos, reportWire);
    }

    private void exchange() {
        receiver.take(heard, heardWide, sink);
        port.received(heard, heardWide, frame);
        spokenWide.clear();
        if (!port.next(spoken, spokenWide, frame)) {
            Arrays.fill(spoken, (short) 0);
            spokenWide.clear();
        }
        sender.send(spoken, spokenWide, wire);
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
        if (pairing.inMedia(digit, frame)) {
            tell(digit);
        }
    }

    /** The signalling has told a digit of the peer; one that came in the RTP too counts once. */
    void signalled(char digit) {
        try {
            if (started() && pairing.inSignalling(digit, frame)) {
                tell(digit);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void tell(char digit) {
        digits++;
        port.digit(digit);
    }

    private void fail(RuntimeException cause) {
        if (port == NOBODY) {
            return; // told already
        }
        port = NOBODY;
        LOG.error("An RTP session failed; it goes on in silence", cause);
        watch.failed(cause);
    }

    private boolean transmit(byte[] packet, int length) {
        int size = protection.protect(packet, length);
        return size > 0 && transmit(sockets.rtp(), packet, size, receiver.peer());
    }

    private boolean transmitReport(byte[] packet, int length) {
        int size = protection.protectControl(packet, length);
        DatagramChannel channel = reports.sharesPort() ? sockets.rtp() : sockets.rtcp();
        return size > 0 && transmit(channel, packet, size, reports.peer());
    }

    private boolean transmit(DatagramChannel channel, byte[] packet, int length, InetSocketAddress to) {
        out.clear().put(packet, 0, length).flip();
        try {
            return channel.send(out, to) == length;
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
                receiver.unauthentic(),
                receiver.replayed(),
                receiver.jitter().millis(),
                receiver.buffer().delayMillis(),
                receiver.buffer().concealed(),
                digits,
                sender.digits().sent(),
                codec,
                reports.statistics());
    }
}
