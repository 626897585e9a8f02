package io.voicebridge.rtp;

import java.net.InetSocketAddress;

/**
 * Decides whose packets a session takes and where it sends: to the address of the SDP, or to the one source that was
 * learnt, and then to nobody else. This is what keeps a stranger who sprays packets over the port range from hearing a
 * call or speaking in it (RTP bleed, CVE-2025-53399). Used by one media thread.
 */
final class SourceLock {

    /** Packets in a row that a source other than the SDP's must send before it is believed. */
    private static final int PROOF = 5;

    /** Packets in a row with a new SSRC from the locked address before it is believed. */
    private static final int SSRC_PROOF = 3;

    private final SourceRule rule;

    private InetSocketAddress expected;
    private InetSocketAddress locked;
    private boolean learning = true;
    private int ssrc;
    private boolean ssrcKnown;

    private InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateNext;
    private int candidateCount;
    private int interruptions;

    private long refused;

    SourceLock(SourceRule rule) {
        this.rule = rule;
    }

    /** A new address was agreed on: learning starts again. A source that was learnt for the same address stays. */
    void expect(InetSocketAddress remote, boolean reachable) {
        if (!reachable) {
            return;
        }
        if (!remote.equals(expected)) {
            locked = null;
            ssrcKnown = false;
        }
        expected = remote;
        learning = true;
        candidateCount = 0;
    }

    /** Where to send; null before an address is known. */
    InetSocketAddress target() {
        return locked != null ? locked : expected;
    }

    /** True if a packet from there may be of our peer: worth being decrypted. Nothing is learnt from it yet. */
    boolean considers(InetSocketAddress source) {
        boolean considered = isLocked(source)
                || source.equals(expected)
                || learning && expected != null && rule == SourceRule.LEARN_ONCE;
        refused += considered ? 0 : 1;
        return considered;
    }

    /** True if the packet is of our peer. Of an encrypted one, to be asked once it has proved to be authentic. */
    boolean accepts(InetSocketAddress source, int packetSsrc, int sequence) {
        if (isLocked(source)) {
            learning = false;
            return acceptsSsrc(source, packetSsrc, sequence);
        }
        if (source.equals(expected)) {
            // The address that was agreed on outranks one that was learnt: a stranger who was first is put out.
            lock(source, packetSsrc);
            return true;
        }
        if (learning
                && expected != null
                && rule == SourceRule.LEARN_ONCE
                && proved(source, packetSsrc, sequence, PROOF)) {
            lock(source, packetSsrc);
            return true;
        }
        refused++;
        return false;
    }

    /** A socket that hears one peer says its address with the same object each time, which saves a look into both. */
    private boolean isLocked(InetSocketAddress source) {
        return source == locked || source.equals(locked);
    }

    private boolean acceptsSsrc(InetSocketAddress source, int packetSsrc, int sequence) {
        if (packetSsrc == ssrc && ssrcKnown) {
            candidateCount = 0;
            return true;
        }
        if (proved(source, packetSsrc, sequence, SSRC_PROOF)) {
            lock(source, packetSsrc);
            return true;
        }
        refused++;
        return false;
    }

    /** Counts packets that come one after the other from one address with one SSRC. */
    private boolean proved(InetSocketAddress source, int packetSsrc, int sequence, int proof) {
        boolean same = candidateCount > 0 && packetSsrc == candidateSsrc && source.equals(candidate);
        if (!same && candidateCount > 0 && ++interruptions < PROOF) {
            return false; // somebody else's stray packets do not spoil the proof of the candidate
        }
        interruptions = 0;
        boolean follows = same && sequence == candidateNext;
        candidate = source;
        candidateSsrc = packetSsrc;
        candidateNext = sequence + 1 & 0xFFFF;
        candidateCount = follows ? candidateCount + 1 : 1;
        return candidateCount >= proof;
    }

    private void lock(InetSocketAddress source, int packetSsrc) {
        locked = source;
        ssrc = packetSsrc;
        ssrcKnown = true;
        learning = false;
        candidateCount = 0;
    }

    /** The stream of our peer, 0 before there is one. */
    int ssrc() {
        return ssrcKnown ? ssrc : 0;
    }

    /** True unless the peer's stream is known to be another. */
    boolean isOf(int someSsrc) {
        return !ssrcKnown || someSsrc == ssrc;
    }

    /** True unless the peer was learnt to be elsewhere than the SDP said. */
    boolean isAsExpected() {
        return locked == null || locked.equals(expected);
    }

    boolean isLockedOnHostOf(InetSocketAddress source) {
        return ssrcKnown && locked != null && locked.getAddress().equals(source.getAddress());
    }

    long refused() {
        return refused;
    }
}
