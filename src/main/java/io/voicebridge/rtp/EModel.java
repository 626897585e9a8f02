package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioCodec;
import java.util.OptionalDouble;

/**
 * Estimates how well a call sounds, as a mean opinion score of 1 (bad) to 4.5: the E-model of ITU-T G.107 with its default
 * values, reduced to what a session can measure. Loss counts as if it were random; echo, noise and level are taken to be
 * good.
 */
public final class EModel {

    /** The rating of a telephone call in which nothing is lost or late: G.107 with all defaults. */
    private static final double BEST = 93.2;

    private static final double WORST_IMPAIRMENT = 95;

    /** From here on people begin to talk at the same time. */
    private static final double LONG_DELAY = 177.3;

    /** Audio that fills a packet before it can be sent, and one that a peer is likely to hold against jitter. */
    private static final int PACKET_MILLIS = 20;

    private static final int PEER_BUFFER_MILLIS = 40;

    private EModel() {}

    /** How well we hear the peer; empty if nothing came. */
    public static OptionalDouble received(RtpStatistics counted) {
        if (counted.packetsReceived() == 0) {
            return OptionalDouble.empty();
        }
        double share = (double) (counted.lost() + counted.late()) / (counted.packetsReceived() + counted.lost());
        return OptionalDouble.of(
                score(counted.codec(), share, oneWay(counted) + PACKET_MILLIS + counted.delayMillis()));
    }

    /** How well the peer hears us; empty if it does not report. */
    public static OptionalDouble sent(RtpStatistics counted) {
        return counted.rtcp()
                .peer()
                .map(peer -> OptionalDouble.of(
                        score(counted.codec(), peer.lossShare(), oneWay(counted) + PACKET_MILLIS + PEER_BUFFER_MILLIS)))
                .orElse(OptionalDouble.empty());
    }

    /** Half of the round trip; 0 where it is not known. */
    private static double oneWay(RtpStatistics counted) {
        return counted.rtcp().roundTripMillis().orElse(0) / 2;
    }

    /** @param delayMillis from one mouth to the other ear */
    static double score(AudioCodec codec, double lossShare, double delayMillis) {
        return score(BEST - delayImpairment(delayMillis) - equipmentImpairment(codec, 100 * Math.min(1, lossShare)));
    }

    /**
     * Id: the straight lines by which R. G. Cole and J. H. Rosenbluth ("Voice over IP performance monitoring", 2001) replace
     * clause 7.4 of G.107.
     */
    private static double delayImpairment(double millis) {
        return 0.024 * millis + 0.11 * Math.max(0, millis - LONG_DELAY);
    }

    /** Ie-eff of clause 7.5, for loss in per cent. */
    private static double equipmentImpairment(AudioCodec codec, double loss) {
        double impairment = baseImpairment(codec);
        return impairment + (WORST_IMPAIRMENT - impairment) * loss / (loss + robustness(codec));
    }

    /**
     * Ie of G.113 appendix I. It rates G.722 on the scale of wideband calls only; here it counts as the telephone band that
     * is left of it.
     */
    private static double baseImpairment(AudioCodec codec) {
        return switch (codec) {
            case PCMU, PCMA, G722 -> 0;
        };
    }

    /** Bpl of G.113 appendix I, of a receiver that conceals loss. */
    private static double robustness(AudioCodec codec) {
        return switch (codec) {
            case PCMU, PCMA, G722 -> 25.1;
        };
    }

    /** Annex B of G.107: what a rating is as a mean opinion score. */
    private static double score(double rating) {
        if (rating <= 0) {
            return 1;
        }
        return rating >= 100 ? 4.5 : Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
