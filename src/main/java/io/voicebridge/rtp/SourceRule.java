package io.voicebridge.rtp;

/** Whom a session takes packets from. Whatever the rule, it locks on one source and one SSRC. */
public enum SourceRule {
    /** Only from the address and port of the SDP. */
    STRICT,
    /**
     * From the address and port of the SDP; if five packets in a row come from one other source first, from that one,
     * and packets are sent there too (symmetric RTP, RFC 4961, for peers behind a NAT).
     */
    LEARN_ONCE
}
