package io.voicebridge.sip;

import java.time.Duration;
import java.util.List;

/**
 * What became of an OPTIONS to a peer (RFC 3261 section 11).
 *
 * @param status of the peer's answer; any of them shows that it is there. 408 and 503 without an answer
 * @param reason the phrase of the answer, or in one sentence why there was none
 * @param answered whether a peer has answered
 * @param servers those that were asked, in order, such as {@code UDP 192.0.2.1:5060}
 */
public record PeerAnswer(int status, String reason, boolean answered, List<String> servers) {

    public PeerAnswer {
        servers = List.copyOf(servers);
    }

    /** Nobody has answered for so long. */
    public static PeerAnswer silent(Duration patience) {
        return new PeerAnswer(408, "no answer in " + patience.toSeconds() + " s", false, List.of());
    }
}
