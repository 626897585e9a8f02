package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;

/** A SIP response as it was received. Immutable and readable from any thread. */
public interface SipResponse {

    int status();

    String reasonPhrase();

    /** First value of a header, by its long name, without regard to case. */
    Optional<String> header(String name);

    /** Every header, in the order of the message. */
    List<SipHeader> headers();

    /** The body; empty if there is none. The array is a copy. */
    byte[] body();

    /** The session description in the body, or among its parts (RFC 5621); empty if there is none. */
    byte[] sdp();
}
