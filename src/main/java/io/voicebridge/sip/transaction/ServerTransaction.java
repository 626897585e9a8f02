package io.voicebridge.sip.transaction;

/** A request that was received and its answers. Used on one loop only. */
public abstract sealed class ServerTransaction permits InviteServerTransaction, NonInviteServerTransaction {

    /** Sends a response and moves on; one that comes after a final response is ignored, but for a repeated 2xx. */
    public abstract void respond(int status, byte[] response);

    /** The same request came again. */
    abstract void repeated();
}
