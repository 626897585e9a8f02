package io.voicebridge.sip.transport;

import java.io.IOException;

/** Why a connection that we wanted is not to be had; the message is one sentence for a person. */
final class ConnectFailure extends IOException {

    private static final long serialVersionUID = 1;

    ConnectFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
