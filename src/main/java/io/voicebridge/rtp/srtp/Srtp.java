package io.voicebridge.rtp.srtp;

import java.util.ArrayList;
import java.util.List;

/**
 * SRTP and SRTCP of one session (RFC 3711, 6188, 7714), also while its keys change: until the peer has gone over to its new
 * key, packets under the one before are taken, too. Used by one media thread.
 */
public final class Srtp implements Protection, AutoCloseable {

    /** Packets under a new key until the one before is given up: what was on the way has come by then. */
    private static final int SETTLED = 100;

    private final List<Sending> sendings = new ArrayList<>(1);

    private Sending sending;
    private Receiving receiving;
    private Receiving before; // null if there is no key before, or if it was given up
    private int packets; // under the key now, while there is one before

    private int sequence = -1;
    private int roc;

    public Srtp(SrtpKeys keys) {
        sending = sending(keys.ours());
        receiving = new Receiving(keys.theirs().copy());
    }

    /**
     * Loads the ciphers of the Java runtime, so that the first call does not wait for them. Takes some hundred milliseconds.
     *
     * @throws IllegalStateException if the Java runtime lacks one
     */
    public static void load() {
        for (SrtpSuite suite : SrtpSuite.values()) {
            MasterKey none = new MasterKey(suite, new byte[suite.keyAndSaltLength()], new byte[0]);
            for (StreamKind kind : StreamKind.values()) {
                none.cipher(kind);
            }
        }
    }

    /** Goes over to other keys; those that stay the same go on as they are. */
    public void rekey(SrtpKeys keys) {
        if (!sending.uses(keys.ours())) {
            sending = sending(keys.ours());
        }
        if (receiving.uses(keys.theirs())) {
            return;
        }
        Receiving other;
        if (before != null && before.uses(keys.theirs())) {
            other = before;
            before = receiving;
        } else {
            other = Receiving.after(
                    before == null || receiving.isProved() ? receiving : before,
                    keys.theirs().copy());
            giveUp(receiving);
        }
        receiving = other;
        packets = 0;
    }

    /** Keeps of two keys the one under which packets come. */
    private void giveUp(Receiving last) {
        if (before != null && !last.isProved()) {
            last.erase();
            return;
        }
        if (before != null) {
            before.erase();
        }
        before = last;
    }

    private Sending sending(MasterKey key) {
        for (Sending known : sendings) {
            if (known.uses(key)) {
                return known;
            }
        }
        Sending added = new Sending(key.copy());
        sendings.add(added);
        return added;
    }

    @Override
    public int protect(byte[] packet, int length) {
        int number = (packet[2] & 0xFF) << 8 | packet[3] & 0xFF;
        roc += number < sequence ? 1 : 0; // ours come in order
        sequence = number;
        return sending.protect(packet, length, roc);
    }

    @Override
    public int protectControl(byte[] packet, int length) {
        return sending.protectControl(packet, length);
    }

    @Override
    public int unprotect(byte[] packet, int length) {
        if (before == null) {
            return receiving.unprotect(packet, length);
        }
        int result = receiving.unprotect(packet, length);
        if (result >= 0) {
            settle();
            return result;
        }
        int earlier = before.unprotect(packet, length);
        return earlier >= 0 ? earlier : result;
    }

    private void settle() {
        if (++packets == SETTLED) {
            before.erase();
            before = null;
        }
    }

    @Override
    public int unprotectControl(byte[] packet, int length) {
        if (before == null) {
            return receiving.unprotectControl(packet, length);
        }
        int result = receiving.unprotectControl(packet, length);
        if (result >= 0) {
            return result;
        }
        int earlier = before.unprotectControl(packet, length);
        return earlier >= 0 ? earlier : result;
    }

    /** Lets go of all keys, and overwrites what can be reached of them. */
    @Override
    public void close() {
        sendings.forEach(Sending::erase);
        receiving.erase();
        if (before != null) {
            before.erase();
            before = null;
        }
    }
}
