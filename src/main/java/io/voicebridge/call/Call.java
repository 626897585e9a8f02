package io.voicebridge.call;

import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;

/** A call that has an RTP session and a SIP dialog, or is about to have them. Methods never block, from any thread. */
public interface Call {

    /** Ours, unique; never the Call-ID of the peer. */
    String id();

    String callId();

    /**
     * Ends the call: BYE, or CANCEL while there is no answer yet.
     *
     * @param headers added to the BYE
     */
    void hangUp(List<SipHeader> headers);

    /**
     * Queues a DTMF digit to be sent as an event of RFC 4733. Without effect if the call has ended or its peer takes none.
     *
     * @param digit 0-9, *, #, A-D
     */
    void sendDigit(char digit);

    /** How the audio is protected; of a call that was not answered yet, not at all. */
    default CallSecurity security() {
        return CallSecurity.NONE;
    }

    /** What its audio has counted by now; empty before there is any. */
    default Optional<RtpStatistics> counted() {
        return Optional.empty();
    }

    /**
     * Asks the peer to call somebody else in our place (RFC 3515). Of a call that is not up, it is told that it ended.
     *
     * @param told how it goes on, on a SIP loop: must not block
     */
    default void refer(Refer refer, ReferListener told) {
        told.changed(new ReferState.Terminated("call-ended"));
    }
}
