package io.voicebridge.rtp;

import java.net.InetSocketAddress;

/**
 * Decides whose RTCP a session takes and where it sends its own: the address of the SDP, that of the RTP if both share a
 * port, or another port of the host that RTP is locked on, learnt once. A report of another SSRC than the stream's counts
 * for nothing. Used by one media thread.
 */
final class ControlLock {

    private final SourceRule rule;
    private final SourceLock media;

    private InetSocketAddress expected;
    private boolean shared;
    private InetSocketAddress learnt;
    private long refused;

    /** @param media of the same session */
    ControlLock(SourceRule rule, SourceLock media) {
        this.rule = rule;
        this.media = media;
    }

    /** What was agreed on; an address that cannot be reached leaves everything as it was. */
    void expect(RtpParameters agreed) {
        if (!agreed.reachable()) {
            return;
        }
        if (!agreed.control().equals(expected)) {
            learnt = null;
        }
        expected = agreed.control();
        shared = expected.equals(agreed.remote());
    }

    /** Where to send; null if no address is known that leads to the peer. */
    InetSocketAddress target() {
        if (shared) {
            return media.target();
        }
        // Behind a NAT the address of the SDP leads nowhere: then the peer's first report tells where to.
        return learnt != null ? learnt : media.isAsExpected() ? expected : null;
    }

    boolean isShared() {
        return shared;
    }

    /** True if a report from there may be of our peer: worth being decrypted. Nothing is learnt from it yet. */
    boolean considers(InetSocketAddress source) {
        return isKnown(source) || mayBeLearnt(source);
    }

    boolean accepts(InetSocketAddress source, int ssrc) {
        boolean ofPeer = media.isOf(ssrc) && isTrusted(source);
        refused += ofPeer ? 0 : 1;
        return ofPeer;
    }

    private boolean isTrusted(InetSocketAddress source) {
        if (isKnown(source)) {
            return true;
        }
        if (mayBeLearnt(source)) {
            learnt = source;
            return true;
        }
        return false;
    }

    private boolean isKnown(InetSocketAddress source) {
        return source.equals(expected) || source.equals(media.target()) || source.equals(learnt);
    }

    private boolean mayBeLearnt(InetSocketAddress source) {
        return rule == SourceRule.LEARN_ONCE && learnt == null && !shared && media.isLockedOnHostOf(source);
    }

    long refused() {
        return refused;
    }
}
