package io.voicebridge.sip;

import java.util.List;

/** An INVITE that is on its way. */
@FunctionalInterface
public interface PlacedInvite {

    /**
     * Gives the call up: sends CANCEL as soon as that is allowed (RFC 3261 section 9.1), and BYE to an answer that crosses
     * it. From any thread; without effect once there is a final response.
     *
     * @param headers added to the CANCEL, for example a {@link Reason}; checked as in {@link Dialog#bye}
     */
    void cancel(List<SipHeader> headers);
}
