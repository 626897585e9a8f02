package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.codec.G711;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A receiver on virtual time: packets are handed to it at given milliseconds, and every 20 ms it plays a frame. What it
 * played is kept.
 */
final class Listening {

    static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 4000);

    final Receiver receiver = new Receiver(SourceRule.LEARN_ONCE);
    final List<short[]> frames = new ArrayList<>();
    final StringBuilder digits = new StringBuilder();
    private double now;

    Listening() {
        receiver.configure(RtpParameters.of(PEER, AudioCodec.PCMU));
    }

    /** Plays the frames that are due up to this time. */
    Listening until(double millis) {
        while (now + 20 <= millis) {
            now += 20;
            short[] frame = new short[AudioPort.FRAME];
            receiver.take(frame, new WideFrame(), digits::append);
            frames.add(frame);
        }
        return this;
    }

    /** A packet comes in, after the frames that were due before it. */
    boolean hears(double atMillis, byte[] packet) {
        return hears(atMillis, PEER, packet);
    }

    boolean hears(double atMillis, InetSocketAddress from, byte[] packet) {
        until(atMillis);
        return receiver.accept(from, packet, packet.length, (long) (atMillis * 1_000_000), digits::append);
    }

    /** All that was played, one frame after the other. */
    short[] played() {
        short[] all = new short[frames.size() * AudioPort.FRAME];
        for (int i = 0; i < frames.size(); i++) {
            System.arraycopy(frames.get(i), 0, all, i * AudioPort.FRAME, AudioPort.FRAME);
        }
        return all;
    }

    /** How many samples of this linear value were played. */
    long count(short value) {
        long count = 0;
        for (short[] frame : frames) {
            for (short sample : frame) {
                count += sample == value ? 1 : 0;
            }
        }
        return count;
    }

    static byte[] packet(int sequence, int timestamp, int ssrc, byte[] payload) {
        return packet(0, false, sequence, timestamp, ssrc, payload);
    }

    static byte[] packet(int type, boolean marker, int sequence, int timestamp, int ssrc, byte[] payload) {
        byte[] packet = new byte[RtpHeader.SIZE + payload.length];
        RtpHeader.write(packet, marker, type, sequence, timestamp, ssrc);
        System.arraycopy(payload, 0, packet, RtpHeader.SIZE, payload.length);
        return packet;
    }

    /** The n-th packet of a sender whose packets each hold one loud µ-law code, so that each can be found again. */
    static byte[] numbered(int n, int samples) {
        return numbered(n, samples, 0x1234_5678, 65_530, 0xFFFF_FE00);
    }

    static byte[] numbered(int n, int samples, int ssrc, int firstSequence, int firstTimestamp) {
        byte[] payload = new byte[samples];
        java.util.Arrays.fill(payload, code(n));
        return packet(firstSequence + n & 0xFFFF, firstTimestamp + n * samples, ssrc, payload);
    }

    private static byte code(int n) {
        return (byte) (0x80 + n % 64); // 64 positive values, none of them quiet
    }

    /** The linear value of the n-th packet's samples. */
    static short value(int n) {
        return G711.PCMU.decode(code(n));
    }

    /** Speech-like: 2 s of a voice of 150 Hz, then 1 s of almost silence, over and over. */
    static byte[] speech(long firstSample, int samples) {
        ByteArrayOutputStream codes = new ByteArrayOutputStream(samples);
        short[] linear = new short[1];
        byte[] code = new byte[1];
        for (long i = firstSample; i < firstSample + samples; i++) {
            boolean voice = i % 24_000 < 16_000;
            linear[0] = (short) (voice ? 6000 * Math.sin(i * 2 * Math.PI * 150 / 8000) : i % 3 * 8);
            G711.PCMU.encode(linear, 0, code, 0, 1);
            codes.write(code[0]);
        }
        return codes.toByteArray();
    }
}
