package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioEncoder;
import io.voicebridge.rtp.dtmf.DigitSender;
import io.voicebridge.rtp.dtmf.TelephoneEvent;
import io.voicebridge.rtp.srtp.Protection;
import java.security.SecureRandom;

/** Makes the packets of a session from frames of 20 ms. Used by one media thread; allocates nothing per packet. */
final class Sender {

    /** Where finished packets go. */
    @FunctionalInterface
    interface Wire {

        /**
         * Sends the first {@code length} bytes; false if they were not taken. It may write into the packet and as many as
         * {@link Protection#OVERHEAD} bytes behind it.
         */
        boolean send(byte[] packet, int length);
    }

    private static final int FRAME = AudioPort.FRAME;
    private static final int STEP = FRAME / 2; // packets are multiples of 10 ms long
    private static final int LONGEST_PACKET = 3 * FRAME;

    private final byte[] packet = new byte[RtpHeader.SIZE + LONGEST_PACKET + Protection.OVERHEAD];
    private final DigitSender digits = new DigitSender();
    private final int ssrc;
    private int sequence;
    private int timestamp;

    private RtpParameters parameters;
    private AudioEncoder encoder;
    private int packetSamples;
    private int filled;
    private boolean spurt = true; // the next packet is the first after a time without packets

    private long packets;
    private long bytes;
    private long failures;

    /**
     * SSRC, sequence number and timestamp begin at random, as RFC 3550 section 5.1 asks. The sequence number in the lower
     * half, so that a receiver of SRTP who misses the first packets does not take the second round for the first.
     */
    Sender(SecureRandom random) {
        ssrc = random.nextInt();
        sequence = random.nextInt() & 0x7FFF;
        timestamp = random.nextInt();
    }

    /** A re-INVITE that changes neither codec nor packet costs no sample of the packet that is being filled. */
    void configure(RtpParameters agreed) {
        int samples = Math.max(STEP, Math.min(agreed.ptime() / 10 * STEP, LONGEST_PACKET));
        if (parameters == null || agreed.codec() != parameters.codec()) {
            encoder = agreed.codec().encoder();
            filled = 0;
        }
        if (samples != packetSamples) {
            packetSamples = samples;
            filled = 0;
        }
        parameters = agreed;
    }

    DigitSender digits() {
        return digits;
    }

    /** Sends one frame, or the event packet that stands in for it. */
    void send(short[] frame, WideFrame wide, Wire wire) {
        if (!parameters.flow().sends() || !parameters.reachable()) {
            skip(1);
            return;
        }
        if (parameters.telephoneEvent().isPresent() && digits.frame(timestamp)) {
            event(wire);
        } else {
            audio(frame, wide, wire);
        }
        timestamp += FRAME;
    }

    /** Lets frames pass without sending. */
    void skip(long frames) {
        timestamp += (int) frames * FRAME;
        filled = 0;
        spurt = true;
    }

    private void audio(short[] frame, WideFrame wide, Wire wire) {
        int done = 0;
        while (done < FRAME) {
            int part = Math.min(FRAME - done, packetSamples - filled);
            int to = RtpHeader.SIZE + filled;
            if (!wide.pass(encoder, done, packet, to, part)) {
                encoder.encode(frame, done, packet, to, part);
            }
            filled += part;
            done += part;
            if (filled == packetSamples) {
                flush(timestamp + done - filled, wire);
            }
        }
    }

    private void flush(int firstSample, Wire wire) {
        RtpHeader.write(packet, spurt, parameters.payloadType(), sequence, firstSample, ssrc);
        spurt = false;
        transmit(RtpHeader.SIZE + filled, wire);
        filled = 0;
    }

    private void event(Wire wire) {
        if (filled > 0) {
            flush(timestamp - filled, wire);
        }
        int type = parameters.telephoneEvent().getAsInt();
        RtpHeader.write(packet, digits.first(), type, sequence, digits.timestamp(), ssrc);
        digits.write(packet, RtpHeader.SIZE);
        transmit(RtpHeader.SIZE + TelephoneEvent.SIZE, wire);
    }

    private void transmit(int length, Wire wire) {
        sequence = sequence + 1 & 0xFFFF;
        if (wire.send(packet, length)) {
            packets++;
            bytes += length - RtpHeader.SIZE;
        } else {
            failures++;
        }
    }

    /** Of the next sample. */
    int timestamp() {
        return timestamp;
    }

    int ssrc() {
        return ssrc;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long failures() {
        return failures;
    }
}
