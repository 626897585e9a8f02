package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The transactions of one loop, and which of them a message belongs to. The tables have a limit: beyond it no
 * transaction is made, and the caller answers without state. Used on one loop only.
 */
public final class Transactions {

    private record ClientKey(String branch, String method) {}

    private record Merge(String callId, String fromTag, long cseq, String method) implements Comparable<Merge> {

        private static final Comparator<Merge> ORDER = Comparator.comparing(Merge::callId)
                .thenComparing(Merge::fromTag)
                .thenComparing(Merge::cseq)
                .thenComparing(Merge::method);

        @Override
        public int compareTo(Merge other) {
            return ORDER.compare(this, other);
        }

        static Merge of(WireRequest request) {
            return new Merge(
                    request.callId(), request.from().tag(), request.cseq().number(), request.method());
        }
    }

    private final TransactionContext context;
    private final int limit;
    private final Map<ServerKey, ServerTransaction> servers = new HashMap<>();
    private final Map<ClientKey, ClientTransaction> clients = new HashMap<>();
    private final Map<Merge, ServerKey> merges = new HashMap<>();
    private final LargeRequests large;

    /**
     * @param limit server transactions at a time, and as many client transactions
     * @param datagramLimit bytes of a request above which it goes over TCP in place of UDP; 0 for never
     */
    public Transactions(TransactionContext context, int limit, int datagramLimit) {
        this.context = context;
        this.limit = limit;
        this.large = new LargeRequests(context, datagramLimit);
    }

    public TransactionContext context() {
        return context;
    }

    public int size() {
        return servers.size() + clients.size();
    }

    /** True if there is no room for another server transaction. */
    public boolean isFull() {
        return servers.size() >= limit;
    }

    /** @return true if the request is a repeated one, or the ACK of a refusal, and has been dealt with */
    public boolean absorb(WireRequest request) {
        ServerTransaction known = servers.get(ServerKey.of(request));
        if (known == null) {
            return false;
        }
        if (request.is("ACK")) {
            return known instanceof InviteServerTransaction invite && invite.acknowledged();
        }
        known.repeated();
        return true;
    }

    /** True if the same request came before by another way (RFC 3261 section 8.2.2.2). */
    public boolean isMerged(WireRequest request) {
        ServerKey first = merges.get(Merge.of(request));
        return first != null && !first.equals(ServerKey.of(request));
    }

    /** The transaction that a CANCEL is for, if there is one. */
    public Optional<InviteServerTransaction> cancelled(WireRequest cancel) {
        return servers.get(ServerKey.ofCancelled(cancel)) instanceof InviteServerTransaction invite
                ? Optional.of(invite)
                : Optional.empty();
    }

    /**
     * @param hop where responses go
     * @param localTag the tag that they carry
     */
    public InviteServerTransaction newInvite(WireRequest invite, Hop hop, String localTag) {
        ServerKey key = ServerKey.of(invite);
        Merge merge = Merge.of(invite);
        InviteServerTransaction transaction = new InviteServerTransaction(context, hop, localTag, () -> {
            servers.remove(key);
            merges.remove(merge, key);
        });
        servers.put(key, transaction);
        merges.putIfAbsent(merge, key);
        return transaction;
    }

    public NonInviteServerTransaction newNonInvite(WireRequest request, Hop hop) {
        ServerKey key = ServerKey.of(request);
        NonInviteServerTransaction transaction =
                new NonInviteServerTransaction(context, hop, () -> servers.remove(key));
        servers.put(key, transaction);
        return transaction;
    }

    /**
     * Sends a request and repeats it as its transport needs. If there is no room, it counts as not sent. One that is too large
     * for UDP goes over TCP, and over UDP after all if no connection is to be had (RFC 3261 section 18.1.1); a CANCEL takes the
     * way of its INVITE.
     *
     * @return forgets the request: an INVITE that was answered with nothing but 1xx would wait for ever
     */
    public Runnable send(WireRequest request, byte[] bytes, Hop hop, ClientListener listener) {
        if (clients.size() >= limit) {
            listener.notSent("Too many requests wait for an answer");
            return () -> {};
        }
        Optional<Hop> other = request.is("CANCEL") ? wayOfInvite(request, hop) : large.instead(hop, bytes.length);
        if (other.isEmpty()) {
            return begin(request, bytes, hop, listener);
        }
        LargeRequests.Moved moved = large.moved(request, bytes, other.get());
        Switched switched = new Switched(request, bytes, hop, listener);
        switched.forget = begin(moved.request(), moved.bytes(), other.get(), switched);
        return () -> switched.forget.run();
    }

    private Optional<Hop> wayOfInvite(WireRequest cancel, Hop hop) {
        return clients.get(new ClientKey(cancel.via().branch(), "INVITE")) instanceof InviteClientTransaction invite
                        && invite.hop().transport() != hop.transport()
                ? Optional.of(invite.hop())
                : Optional.empty();
    }

    private Runnable begin(WireRequest request, byte[] bytes, Hop hop, ClientListener listener) {
        ClientKey key = new ClientKey(request.via().branch(), request.method());
        Runnable terminated = () -> clients.remove(key);
        ClientTransaction transaction = request.is("INVITE")
                ? new InviteClientTransaction(context, hop, request, bytes, listener, terminated)
                : new NonInviteClientTransaction(context, hop, bytes, listener, terminated);
        clients.put(key, transaction);
        transaction.start();
        return transaction::end;
    }

    /** Gives a response to the request it answers; one that answers none is dropped (RFC 3261 section 18.1.2). */
    public void received(WireResponse response) {
        ClientTransaction transaction = clients.get(
                new ClientKey(response.via().branch(), response.cseq().method()));
        if (transaction != null) {
            transaction.received(response);
        }
    }

    /** Follows a request over TCP that was meant for UDP, and sends it there if there is no connection. */
    private final class Switched implements ClientListener {

        private final WireRequest request;
        private final byte[] bytes;
        private final Hop hop;
        private final ClientListener listener;
        private Runnable forget = () -> {};

        Switched(WireRequest request, byte[] bytes, Hop hop, ClientListener listener) {
            this.request = request;
            this.bytes = bytes;
            this.hop = hop;
            this.listener = listener;
        }

        @Override
        public void responded(WireResponse response) {
            listener.responded(response);
        }

        @Override
        public void timedOut() {
            listener.timedOut();
        }

        @Override
        public void notSent(String reason) {
            large.refused(hop.remote());
            forget = begin(request, bytes, hop, listener);
        }
    }
}
