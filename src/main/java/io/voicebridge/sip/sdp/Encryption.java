package io.voicebridge.sip.sdp;

import java.util.Locale;

/** Whether the audio of a call is encrypted (SRTP with keys in the description, RFC 4568). */
public enum Encryption {
    /** Never: an offer of RTP/SAVP is refused with 488. */
    OFF,
    /** If the peer offers it. Our own offers are plain: SDP has no usual way to offer both. */
    ALLOW,
    /** Always: an offer of RTP/AVP is refused with 488, and our own offers are RTP/SAVP. */
    REQUIRE;

    /** @throws IllegalArgumentException if the text is not off, allow or require, in any case */
    public static Encryption parse(String text) {
        try {
            return valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SRTP is off, allow or require, not \"" + text.strip() + "\"", e);
        }
    }
}
