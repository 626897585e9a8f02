package io.voicebridge.rtp;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the reports of RTCP have said (RFC 3550 section 6.4).
 *
 * @param sent compound packets
 * @param received of the peer
 * @param refused of somebody else, or broken
 * @param peer what the peer received of us by its last report about it; empty if none of its reports spoke of us: it
 *     heard nothing, or does not say
 * @param roundTripMillis mean of the times from our report to the peer's answer, without the time that it took over it
 */
public record RtcpStatistics(
        long sent, long received, long refused, Optional<PeerReport> peer, OptionalDouble roundTripMillis) {

    /** There was no RTCP. */
    public static final RtcpStatistics NONE = new RtcpStatistics(0, 0, 0, Optional.empty(), OptionalDouble.empty());

    /**
     * What the peer received of us.
     *
     * @param lost packets in all
     * @param lossShare of all that we had sent by then, 0 to 1
     * @param jitterMillis interarrival jitter
     */
    public record PeerReport(long lost, double lossShare, double jitterMillis) {}
}
