package io.voicebridge.rtp.srtp;

import java.util.ArrayList;
import java.util.List;

/**
 * The streams of one master key of the peer, by their SSRC. A stream is remembered from its first packet that is authentic: a
 * flood of invented SSRCs makes nothing grow. One media thread.
 */
final class Sources {

    /** Streams that are remembered; for one more the oldest is forgotten, and packets of it could be replayed. */
    private static final int MOST = 16;

    private final PacketCipher cipher;
    private final List<Source> known = new ArrayList<>(1);
    private Source latest; // null until a packet was authentic

    Sources(PacketCipher cipher) {
        this.cipher = cipher;
    }

    /** The stream whose packet was authentic last; null if none was. */
    Source latest() {
        return latest;
    }

    /** The stream of an SSRC; null if none of its packets was authentic yet. */
    Source of(int ssrc) {
        if (latest != null && latest.ssrc() == ssrc) {
            return latest;
        }
        for (int i = 0; i < known.size(); i++) {
            Source source = known.get(i);
            if (source.ssrc() == ssrc) {
                return source;
            }
        }
        return null;
    }

    /** Opens a packet of a known stream. @return as {@link Protection#unprotect} */
    int open(Source source, byte[] packet, int from, int length, int identifier, long index) {
        if (index < 0 || source.isReplayed(index)) {
            return Protection.REPLAYED;
        }
        int result = cipher.open(packet, from, length, identifier, source.ssrc(), index);
        if (result >= 0) {
            source.accept(index);
            latest = source;
        }
        return result;
    }

    /** Opens what may be the first packet of a stream. @return as {@link Protection#unprotect} */
    int openFirst(int ssrc, byte[] packet, int from, int length, int identifier, long index) {
        int result = cipher.open(packet, from, length, identifier, ssrc, index);
        if (result >= 0) {
            if (known.size() == MOST) {
                known.remove(0);
            }
            latest = new Source(ssrc, index);
            known.add(latest);
        }
        return result;
    }

    void erase() {
        cipher.erase();
        known.clear();
        latest = null;
    }
}
