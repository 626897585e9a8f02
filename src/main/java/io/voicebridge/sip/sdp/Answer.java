package io.voicebridge.sip.sdp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** What became of an offer, or of the answer to ours. */
public sealed interface Answer {

    /**
     * Both sides agree.
     *
     * @param sdp the body to send: the answer, if an offer was negotiated; empty if an answer was read
     * @param remote where the peer wants its RTP. 0.0.0.0 means hold (RFC 3264 section 8.4): send nothing.
     * @param codec of both directions
     * @param payloadType of the codec
     * @param telephoneEvent payload type of RFC 4733 digits, if the peer takes them
     * @param ptime milliseconds of audio in the packets that we send, 10 to 60, as the peer likes it
     * @param direction seen from our side
     * @param rtcp where the peer wants its RTCP; the same as {@code remote} if both share a port (RFC 5761)
     * @param keys of SRTP; empty if the audio is not encrypted
     */
    record Accepted(
            byte[] sdp,
            InetSocketAddress remote,
            AudioCodec codec,
            int payloadType,
            OptionalInt telephoneEvent,
            int ptime,
            Direction direction,
            InetSocketAddress rtcp,
            Optional<MediaKeys> keys)
            implements Answer {}

    /**
     * No session is possible.
     *
     * @param status to refuse an INVITE with: 400 for a body that cannot be read, 488 for one that does not fit
     * @param warning code of the Warning header (RFC 3261 section 20.43)
     * @param text what was offered and what we support; safe inside a quoted string, at most 200 characters
     */
    record Refused(int status, int warning, String text) implements Answer {

        /**
         * The value of the Warning header.
         *
         * @param agent our host name or address
         */
        public String warningHeader(String agent) {
            return warning + " " + agent + " \"" + text + "\"";
        }
    }
}
