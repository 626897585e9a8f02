package io.voicebridge.sip;

import io.voicebridge.sip.message.SipRequest;
import java.util.List;

/** A re-INVITE or UPDATE inside a dialog (RFC 3261 section 14, RFC 3311). From any thread; the first answer wins. */
public interface Reoffer {

    SipRequest request();

    /** Answers 200; {@code sdp} is empty when an UPDATE carried none. */
    void answer(byte[] sdp);

    void reject(int status, String phrase, List<SipHeader> headers);
}
