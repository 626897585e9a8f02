package io.voicebridge.sip.sdp;

/** A body that is not a session description, or one beyond our limits. The message says where and what. */
public final class SdpException extends Exception {

    private static final long serialVersionUID = 1L;

    SdpException(String message) {
        super(message, null, false, false);
    }
}
