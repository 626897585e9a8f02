package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioCodec;

/**
 * What a session has counted until its last frame.
 *
 * @param frames of 20 ms since the session started
 * @param packetsReceived accepted from the peer, digits included
 * @param bytesReceived of payload
 * @param packetsSent digits included
 * @param bytesSent of payload
 * @param sendFailures packets that the operating system did not take
 * @param lost packets that never came, by sequence number (RFC 3550 appendix A.3)
 * @param late packets that came after their time to be played, and were dropped
 * @param reordered packets that came after a younger one
 * @param duplicates packets that came again, and were dropped
 * @param unusable packets that are no RTP, or of a payload type that was not agreed on
 * @param refused packets of a source that the session is not locked on
 * @param unauthentic packets of SRTP that were not made with the peer's key
 * @param replayed packets of SRTP that came again, or far too late
 * @param jitterMillis interarrival jitter (RFC 3550 section 6.4.1), in milliseconds
 * @param delayMillis what the jitter buffer holds now
 * @param concealedFrames frames that were made up, in whole or in part, because audio was missing
 * @param digitsReceived whole DTMF digits reported
 * @param digitsSent whole DTMF digits sent
 * @param codec agreed on last
 * @param rtcp what the reports of RTCP have said
 */
public record RtpStatistics(
        long frames,
        long packetsReceived,
        long bytesReceived,
        long packetsSent,
        long bytesSent,
        long sendFailures,
        long lost,
        long late,
        long reordered,
        long duplicates,
        long unusable,
        long refused,
        long unauthentic,
        long replayed,
        double jitterMillis,
        int delayMillis,
        long concealedFrames,
        int digitsReceived,
        int digitsSent,
        AudioCodec codec,
        RtcpStatistics rtcp) {

    /** Packets that never came, of all that the peer has sent, 0 to 1. */
    public double lossShare() {
        long expected = packetsReceived + lost;
        return expected == 0 ? 0 : (double) lost / expected;
    }
}
