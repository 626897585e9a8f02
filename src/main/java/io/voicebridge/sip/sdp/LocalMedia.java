package io.voicebridge.sip.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Our side of a session.
 *
 * @param address where we want to receive RTP: the public address, if one stands for that of the socket
 * @param codecs that we speak, the one we like best first
 * @param direction what we want; the answer to a hold says less
 * @param sessionId of the o= line, the same for the whole session
 * @param version of the o= line, one more for each changed description (RFC 3264 section 8)
 * @param reach which addresses of the peer are accepted
 * @param security whether the audio is encrypted, and our keys
 */
public record LocalMedia(
        InetSocketAddress address,
        List<AudioCodec> codecs,
        Direction direction,
        long sessionId,
        long version,
        Reach reach,
        MediaSecurity security) {

    /** Milliseconds of audio in a packet that we ask for. */
    static final int PTIME = 20;

    public LocalMedia {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty() || address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException(
                    "A session needs a codec and an address with a port: " + codecs + " " + address);
        }
    }

    /** PCMU before PCMA, both ways, not encrypted, with a new session id. */
    public static LocalMedia of(InetSocketAddress address, Reach reach) {
        long id = ThreadLocalRandom.current().nextLong(1, 1L << 53);
        return new LocalMedia(
                address,
                List.of(AudioCodec.PCMU, AudioCodec.PCMA),
                Direction.SENDRECV,
                id,
                1,
                reach,
                MediaSecurity.none());
    }

    /** For the next offer or answer of the same session. */
    public LocalMedia next() {
        return new LocalMedia(address, codecs, direction, sessionId, version + 1, reach, security);
    }

    /** @param wanted the one we like best first */
    public LocalMedia with(List<AudioCodec> wanted) {
        return new LocalMedia(address, wanted, direction, sessionId, version, reach, security);
    }

    public LocalMedia with(Direction wanted) {
        return new LocalMedia(address, codecs, wanted, sessionId, version, reach, security);
    }

    public LocalMedia with(Reach allowed) {
        return new LocalMedia(address, codecs, direction, sessionId, version, allowed, security);
    }

    public LocalMedia with(MediaSecurity wanted) {
        return new LocalMedia(address, codecs, direction, sessionId, version, reach, wanted);
    }
}
