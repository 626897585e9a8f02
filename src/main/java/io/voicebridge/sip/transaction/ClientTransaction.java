package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireResponse;

/** A request that we sent. Used on one loop only. */
public abstract sealed class ClientTransaction permits InviteClientTransaction, NonInviteClientTransaction {

    abstract void start();

    abstract void received(WireResponse response);

    /** Forgets the request without a word to its listener. */
    abstract void end();
}
