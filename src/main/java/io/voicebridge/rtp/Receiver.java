package io.voicebridge.rtp;

import io.voicebridge.rtp.SequenceTracker.Arrival;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.codec.AudioDecoder;
import io.voicebridge.rtp.codec.G711;
import io.voicebridge.rtp.dtmf.DigitReceiver;
import io.voicebridge.rtp.dtmf.DigitSink;
import io.voicebridge.rtp.srtp.Protection;
import java.net.InetSocketAddress;

/** What a session does with the packets that come in. Used by one media thread; allocates nothing per packet. */
final class Receiver {

    /** RFC 3389; static, and so understood whether it was agreed on or not. */
    private static final int COMFORT_NOISE = 13;

    private final SourceLock source;
    private final SequenceTracker sequence = new SequenceTracker();
    private final JitterBuffer buffer = new JitterBuffer();
    private final Jitter jitter = new Jitter();
    private final DigitReceiver digits = new DigitReceiver();

    private RtpParameters parameters;
    private AudioDecoder decoder;
    private int telephoneEvent = -1;
    private int ssrc;
    private boolean started;
    private Protection protection = Protection.NONE;

    private long packets;
    private long bytes;
    private long unusable;
    private long unauthentic;
    private long replayed;

    Receiver(SourceRule rule) {
        source = new SourceLock(rule);
    }

    void configure(RtpParameters agreed) {
        if (parameters == null || parameters.codec() != agreed.codec()) {
            decoder = agreed.codec().decoder();
        }
        parameters = agreed;
        telephoneEvent = agreed.telephoneEvent().orElse(-1);
        source.expect(agreed.remote(), agreed.reachable());
    }

    /** How packets are read off the wire from now on. */
    void protect(Protection other) {
        protection = other;
    }

    /** Where packets to the peer go now; null if no address is known. */
    InetSocketAddress peer() {
        return source.target();
    }

    /** Takes a datagram of {@code wireLength} bytes that came at {@code nanos}; true if it is of the peer. */
    boolean accept(InetSocketAddress from, byte[] packet, int wireLength, long nanos, DigitSink sink) {
        int length = protection == Protection.NONE ? wireLength : decrypt(from, packet, wireLength);
        if (length < 0) {
            return false;
        }
        int offset = RtpHeader.payloadOffset(packet, length);
        int size = offset < 0 ? -1 : RtpHeader.payloadLength(packet, length, offset);
        if (size <= 0) {
            unusable++; // no RTP, or a header alone, which proves nothing and plays nothing
            return false;
        }
        int number = RtpHeader.sequence(packet);
        if (!source.accepts(from, RtpHeader.ssrc(packet), number)) {
            return false;
        }
        if (!started || ssrc != RtpHeader.ssrc(packet)) {
            newSource(RtpHeader.ssrc(packet), sink);
        }
        if (sequence.accept(number) == Arrival.DUPLICATE) {
            return true;
        }
        packets++;
        bytes += size;
        if (parameters.flow().receives()) {
            use(packet, offset, size, nanos, sink);
        }
        return true;
    }

    /** Before anything is learnt from a packet; after a look at its source, which is cheaper. */
    private int decrypt(InetSocketAddress from, byte[] packet, int wireLength) {
        if (!source.considers(from)) {
            return Protection.NOT_AUTHENTIC;
        }
        int length = protection.unprotect(packet, wireLength);
        unauthentic += length == Protection.NOT_AUTHENTIC ? 1 : 0;
        replayed += length == Protection.REPLAYED ? 1 : 0;
        return length;
    }

    private void use(byte[] packet, int offset, int size, long nanos, DigitSink sink) {
        int type = RtpHeader.payloadType(packet);
        int timestamp = RtpHeader.timestamp(packet);
        if (type == telephoneEvent) {
            if (!digits.accept(timestamp, RtpHeader.marker(packet), packet, offset, size, sink)) {
                unusable++;
            }
            return;
        }
        if (type == COMFORT_NOISE && type != parameters.payloadType()) {
            buffer.noise(timestamp, packet[offset]);
            return;
        }
        AudioDecoder codec = decoder(type);
        if (codec == null) {
            unusable++;
            return;
        }
        jitter.add(nanos, timestamp);
        buffer.put(timestamp, sequence.directSuccessor(), codec, packet, offset, size);
    }

    /** The codec agreed on; the other law too under its static number, since some peers change between the two. */
    private AudioDecoder decoder(int type) {
        if (type == parameters.payloadType()) {
            return decoder;
        }
        return type == AudioCodec.PCMU.payloadType()
                ? G711.PCMU
                : type == AudioCodec.PCMA.payloadType() ? G711.PCMA : null;
    }

    private void newSource(int newSsrc, DigitSink sink) {
        if (started) {
            decoder = parameters.codec().decoder();
            sequence.reset();
            buffer.reset();
            jitter.reset();
            digits.reset(sink);
        }
        started = true;
        ssrc = newSsrc;
    }

    /** Frames were left out because the thread was held up: what waits is too old to be played. */
    void skipped() {
        buffer.reset();
    }

    /** The frame to play now. */
    void take(short[] frame, WideFrame wide, DigitSink sink) {
        buffer.take(frame, wide);
        digits.tick(sink);
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long unusable() {
        return unusable;
    }

    long unauthentic() {
        return unauthentic;
    }

    long replayed() {
        return replayed;
    }

    SourceLock source() {
        return source;
    }

    SequenceTracker sequence() {
        return sequence;
    }

    JitterBuffer buffer() {
        return buffer;
    }

    Jitter jitter() {
        return jitter;
    }
}
