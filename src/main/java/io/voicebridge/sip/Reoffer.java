package io.voicebridge.sip;

import io.voicebridge.sip.message.SipRequest;
import java.util.List;
import java.util.function.Consumer;

/** A re-INVITE or UPDATE inside a dialog (RFC 3261 section 14, RFC 3311). From any thread; the first answer wins. */
public interface Reoffer {

    SipRequest request();

    /** Answers 200; {@code sdp} is empty when an UPDATE carried none. */
    void answer(byte[] sdp);

    /**
     * Answers a re-INVITE without an offer with one of ours (RFC 3261 section 14.2).
     *
     * @param answered gets the body of the ACK, which holds the peer's answer; empty if it sent none
     */
    void offer(byte[] sdp, Consumer<byte[]> answered);

    void reject(int status, String phrase, List<SipHeader> headers);
}
