package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.auth.Challenge;
import io.voicebridge.sip.auth.DigestClient;
import io.voicebridge.sip.auth.DigestCredentials;
import io.voicebridge.sip.auth.DigestRequest;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Answers the challenges to the requests of one call (RFC 3261 section 22). A request that leaves for another machine than
 * the one that the call was placed to is never given credentials, whatever realm asks for them. Used on one loop only.
 */
final class Authorizer {

    private final Optional<DigestClient> client;
    private final Hop trunk;

    private Authorizer(Optional<DigestClient> client, Hop trunk) {
        this.client = client;
        this.trunk = trunk;
    }

    static Authorizer none(Hop peer) {
        return new Authorizer(Optional.empty(), peer);
    }

    /** @param trunk where the call is placed to */
    static Authorizer of(Optional<DigestCredentials> credentials, Hop trunk) {
        return new Authorizer(credentials.map(DigestClient::new), trunk);
    }

    /**
     * The header to send the request again with.
     *
     * @param earlier challenges to this request that were answered before: a second one is answered only if the nonce was
     *     stale, a third never
     */
    Optional<SipHeader> answer(WireResponse response, WireRequest request, Hop sentTo, int earlier) {
        boolean challenged = response.status() == 401 || response.status() == 407;
        if (client.isEmpty() || !challenged || earlier > 1) {
            return Optional.empty();
        }
        List<Challenge> challenges = Challenge.in(response);
        if (earlier == 1 && challenges.stream().noneMatch(Challenge::stale)) {
            return Optional.empty();
        }
        return client.get().authorize(challenges, peer(sentTo), digested(request));
    }

    /** The header for a request that nobody has asked about yet, if there was a challenge in this call before. */
    Optional<SipHeader> ahead(String method, String uri, byte[] body, Hop next) {
        return client.flatMap(c -> c.authorizeAhead(peer(next), new DigestRequest(method, uri, body)));
    }

    private static DigestRequest digested(WireRequest request) {
        return new DigestRequest(request.method(), request.requestUri(), request.body());
    }

    /** The name of the trunk only for the trunk's own machine. */
    private String peer(Hop hop) {
        InetAddress there = hop.remote().getAddress();
        boolean same = there == null
                ? hop.remote().getHostString().equals(trunk.remote().getHostString())
                : there.equals(trunk.remote().getAddress());
        return same && !trunk.host().isEmpty() ? trunk.host() : Via.hostOf(hop.remote());
    }
}
