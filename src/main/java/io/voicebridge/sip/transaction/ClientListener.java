package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireResponse;

/** Told what comes of a request that we sent, on the loop that sent it. */
public interface ClientListener {

    /** A response, once each; after an INVITE's 2xx every further 2xx, repeated ones too. */
    void responded(WireResponse response);

    /** No final response came in 64*T1. */
    void timedOut();

    /** The request could not be sent; the sentence says why. */
    void notSent(String reason);
}
