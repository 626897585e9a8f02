package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.message.WireRequest;
import java.util.Comparator;

/**
 * What makes two requests the same server transaction (RFC 3261 section 17.2.3): branch, sent-by and method, where an
 * ACK counts as its INVITE. Comparable, so that keys which a sender made to collide in a hash table still cost little.
 */
record ServerKey(String branch, String sentBy, String method) implements Comparable<ServerKey> {

    private static final Comparator<ServerKey> ORDER = Comparator.comparing(ServerKey::branch)
            .thenComparing(ServerKey::sentBy)
            .thenComparing(ServerKey::method);

    @Override
    public int compareTo(ServerKey other) {
        return ORDER.compare(this, other);
    }

    static ServerKey of(WireRequest request) {
        return of(request, request.is("ACK") ? "INVITE" : request.method());
    }

    /** The INVITE that a CANCEL is for (RFC 3261 section 9.2). */
    static ServerKey ofCancelled(WireRequest cancel) {
        return of(cancel, "INVITE");
    }

    private static ServerKey of(WireRequest request, String method) {
        Via via = request.via();
        String sentBy = via.host() + ':' + via.port();
        if (via.branch().startsWith(Via.COOKIE) && via.branch().length() > Via.COOKIE.length()) {
            return new ServerKey(via.branch(), sentBy, method);
        }
        // A sender older than RFC 3261, or one that sends the cookie alone, does not make its branches unique.
        String identity = request.callId()
                + ' '
                + request.cseq().number()
                + ' '
                + request.from().tag()
                + ' '
                + via;
        return new ServerKey(identity, sentBy, method);
    }
}
