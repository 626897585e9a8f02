package io.voicebridge.rtp.srtp;

import java.util.Arrays;
import java.util.Random;

/** Two sessions with each other's keys, and packets that say which one they are. */
final class Peers {

    static final int SSRC = 0x11223344;
    private static final int PAYLOAD = 160;
    private static final byte[] NO_IDENTIFIER = {};

    final Srtp ours;
    final Srtp theirs;

    Peers(SrtpSuite suite) {
        this(keys(suite, 1), keys(suite, 1, 2, NO_IDENTIFIER));
    }

    private Peers(SrtpKeys ours, SrtpKeys theirs) {
        this.ours = new Srtp(ours);
        this.theirs = new Srtp(theirs);
    }

    /** Our keys: {@code n} is what we send with, {@code n + 1} what the peer sends with. */
    static SrtpKeys keys(SrtpSuite suite, int n) {
        return keys(suite, n + 1, n, NO_IDENTIFIER);
    }

    static SrtpKeys keys(SrtpSuite suite, int theirs, int ours, byte[] identifier) {
        return new SrtpKeys(suite, key(suite, ours), key(suite, theirs), identifier);
    }

    /** Key and salt that are called by this number. */
    static byte[] key(SrtpSuite suite, int seed) {
        byte[] key = new byte[suite.keyAndSaltLength()];
        new Random(seed).nextBytes(key);
        return key;
    }

    static byte[] plain(int sequence) {
        return plain(SSRC, sequence);
    }

    /** An RTP packet in an array of its own. */
    static byte[] plain(int ssrc, int sequence) {
        byte[] packet = new byte[12 + PAYLOAD];
        new Random(sequence).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 0;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (ssrc >> 24 - 8 * i);
        }
        return packet;
    }

    /** A compound RTCP packet: a sender report without blocks. */
    static byte[] report(int ssrc, int n) {
        byte[] packet = new byte[28];
        new Random(n).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        packet[2] = 0;
        packet[3] = 6;
        for (int i = 0; i < 4; i++) {
            packet[4 + i] = (byte) (ssrc >> 24 - 8 * i);
        }
        return packet;
    }

    /** What is on the wire. */
    static byte[] protect(Srtp sender, byte[] plain) {
        byte[] packet = Arrays.copyOf(plain, plain.length + Protection.OVERHEAD);
        return Arrays.copyOf(packet, sender.protect(packet, plain.length));
    }

    static byte[] protectControl(Srtp sender, byte[] plain) {
        byte[] packet = Arrays.copyOf(plain, plain.length + Protection.OVERHEAD);
        return Arrays.copyOf(packet, sender.protectControl(packet, plain.length));
    }

    /** The packet as it was sent; of one that is not taken, nothing. */
    static byte[] unprotect(Srtp receiver, byte[] wire) {
        byte[] packet = wire.clone();
        return Arrays.copyOf(packet, Math.max(0, receiver.unprotect(packet, wire.length)));
    }

    static byte[] unprotectControl(Srtp receiver, byte[] wire) {
        byte[] packet = wire.clone();
        return Arrays.copyOf(packet, Math.max(0, receiver.unprotectControl(packet, wire.length)));
    }

    /** The packets of a wire with one bit changed in each place, one after the other. */
    static byte[] flipped(byte[] wire, int bit) {
        byte[] changed = wire.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    static byte[] withIdentifier(byte[] wire, byte[] identifier, int tag) {
        byte[] packet = Arrays.copyOf(wire, wire.length + identifier.length);
        System.arraycopy(wire, wire.length - tag, packet, packet.length - tag, tag);
        System.arraycopy(identifier, 0, packet, wire.length - tag, identifier.length);
        return packet;
    }
}
