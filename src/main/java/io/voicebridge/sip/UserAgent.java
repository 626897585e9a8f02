package io.voicebridge.sip;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A running SIP user agent: its listeners, transactions and dialogs (RFC 3261). Thread-safe. */
public interface UserAgent extends AutoCloseable {

    /** The address that was bound for a transport: the port chosen, where 0 was asked for. */
    InetSocketAddress boundAddress(Transport transport);

    /** Every listener, in the order of the settings. */
    List<ListenerState> listeners();

    /** Places a call. */
    PlacedInvite invite(OutgoingInvite invite, OutgoingInviteListener listener);

    /**
     * Asks a peer with OPTIONS whether it is there. The answer comes on a SIP loop, after 32 s for each server that is silent
     * at the latest.
     *
     * @throws IllegalArgumentException if that is no SIP URI
     */
    CompletableFuture<PeerAnswer> options(String uri);

    /** From now on each new INVITE is answered 503 with Retry-After; dialogs go on. */
    void refuseNewCalls();

    /** Takes new INVITEs again. */
    void acceptNewCalls();

    /** Calls that have a dialog or wait for a final response. */
    int activeCalls();

    /** Closes listeners and connections; dialogs that are left are forgotten without a BYE. */
    @Override
    void close();
}
