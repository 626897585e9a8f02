package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jitsi.srtp.SrtpErrorStatus;

/**
 * The streams of one master key of the peer, by their SSRC. The context for an SSRC that was not seen yet is made in
 * advance, and given to the first packet that proves to be authentic with it: a flood of invented SSRCs makes nothing grow.
 * One media thread.
 */
final class Sources {

    /** Streams that are remembered; for one more the oldest is forgotten, and packets of it could be replayed. */
    private static final int MOST = 16;

    private final IntFunction<CryptoContext> maker;
    private final List<Source> known = new ArrayList<>(1);
    private final List<Source> continued = new ArrayList<>(0);
    private final PacketBuffer buffer = new PacketBuffer();
    private final Undo undo = new Undo();

    private CryptoContext fresh; // null until a packet of an unknown SSRC comes
    private Source latest; // null until a packet was authentic

    /** @param maker makes a context that begins with a rollover counter */
    Sources(IntFunction<CryptoContext> maker) {
        this.maker = maker;
    }

    /**
     * The key has changed, but not the stream: its rollover counter goes on (RFC 3711 section 3.3.1). Peers that let it
     * begin at zero again are understood, too.
     */
    void goOn(Source before) {
        for (int roc = before.roc(); roc <= before.roc() + (before.mayRollOver() ? 1 : 0); roc++) {
            if (roc != 0) {
                continued.add(new Source(before.ssrc(), maker.apply(roc), roc));
            }
        }
    }

    /** The stream whose packet was authentic last; null if none was. */
    Source latest() {
        return latest;
    }

    /** @return as {@link Protection#unprotect} */
    int unprotect(byte[] packet, int length, int ssrc) {
        for (int i = 0; i < known.size(); i++) {
            Source source = known.get(i);
            if (source.ssrc() == ssrc) {
                return accepted(source, attempt(source.context(), packet, length));
            }
        }
        return unknown(packet, length, ssrc);
    }

    private int unknown(byte[] packet, int length, int ssrc) {
        undo.save(packet, length);
        for (int i = 0; i < continued.size(); i++) {
            Source source = continued.get(i);
            int result = source.ssrc() == ssrc ? attempt(source.context(), packet, length) : Protection.NOT_AUTHENTIC;
            if (result >= 0) {
                continued.remove(i);
                add(source);
                return accepted(source, result);
            }
            undo.restore(packet);
        }
        if (fresh == null) {
            fresh = maker.apply(0);
        }
        int result = attempt(fresh, packet, length);
        if (result >= 0) {
            Source source = new Source(ssrc, fresh, 0);
            fresh = null;
            add(source);
            return accepted(source, result);
        }
        return result;
    }

    private void add(Source source) {
        if (known.size() == MOST) {
            known.remove(0).context().erase();
        }
        known.add(source);
        continued.forEach(other -> other.context().erase());
        continued.clear();
    }

    private int accepted(Source source, int result) {
        if (result >= 0) {
            latest = source;
        }
        return result;
    }

    private int attempt(CryptoContext context, byte[] packet, int length) {
        try {
            SrtpErrorStatus status = context.unprotect(buffer.of(packet, length));
            return switch (status) {
                case OK -> buffer.getLength();
                case REPLAY_FAIL, REPLAY_OLD -> Protection.REPLAYED;
                default -> Protection.NOT_AUTHENTIC;
            };
        } catch (GeneralSecurityException | RuntimeException e) {
            return Protection.NOT_AUTHENTIC; // whatever a stranger sends, it ends here
        }
    }

    void erase() {
        known.forEach(source -> source.context().erase());
        continued.forEach(source -> source.context().erase());
        if (fresh != null) {
            fresh.erase();
        }
        known.clear();
        continued.clear();
        fresh = null;
        latest = null;
    }
}
