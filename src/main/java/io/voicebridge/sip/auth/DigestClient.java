package io.voicebridge.sip.auth;

import io.voicebridge.sip.SipHeader;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers challenges with one set of credentials, over the requests of one call. It answers only the host that the
 * credentials are for, and only one realm: the configured one, or the one that this host asked with first. Of several
 * challenges it takes the one with the strongest hash.
 *
 * <p>How often to try is the caller's rule: RFC 3261 section 22.1 wants the same credentials not tried again after they
 * failed, unless the challenge says {@link Challenge#stale}; but some carriers want a fresh nonce for each request of a
 * call and do not say so. Not thread-safe.
 */
public final class DigestClient {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long MOST_USES = 0xFFFF_FFFFL;

    private final DigestCredentials credentials;
    private final Supplier<String> clientNonces;
    private Optional<String> realm;
    private Optional<Challenge> current = Optional.empty();
    /** One for each nonce, as the key of a session algorithm is made of both. */
    private String cnonce = "";

    private long uses;

    public DigestClient(DigestCredentials credentials) {
        this(credentials, DigestClient::randomNonce);
    }

    DigestClient(DigestCredentials credentials, Supplier<String> clientNonces) {
        this.credentials = credentials;
        this.clientNonces = clientNonces;
        this.realm = credentials.realm();
    }

    /**
     * The header that answers a 401 or 407.
     *
     * @param peer the host that the request was sent to, as it was configured or resolved, not as a message names it
     * @return empty if none of the challenges is for these credentials
     */
    public Optional<SipHeader> authorize(List<Challenge> challenges, String peer, DigestRequest request) {
        if (!credentials.areFor(peer)) {
            return Optional.empty();
        }
        Optional<Challenge> strongest = challenges.stream()
                .filter(c -> realm.isEmpty() || realm.get().equals(c.realm()))
                // Of equals the first: max would take the last.
                .reduce((a, b) -> Comparator.comparing(Challenge::algorithm).compare(a, b) >= 0 ? a : b);
        strongest.ifPresent(this::take);
        return strongest.map(c -> answer(c, request));
    }

    /**
     * The header for a further request, made with the nonce of the last challenge so that the peer need not ask again.
     *
     * @return empty before the first challenge, and for another peer
     */
    public Optional<SipHeader> authorizeAhead(String peer, DigestRequest request) {
        return current.filter(c -> credentials.areFor(peer) && uses < MOST_USES).map(c -> answer(c, request));
    }

    private void take(Challenge challenge) {
        if (current.filter(c -> c.nonce().equals(challenge.nonce())).isEmpty()) {
            uses = 0;
            cnonce = clientNonces.get();
        }
        realm = Optional.of(challenge.realm());
        current = Optional.of(challenge);
    }

    private SipHeader answer(Challenge challenge, DigestRequest request) {
        String nc = HexFormat.of().toHexDigits(++uses, 8);
        String response = Digest.response(
                challenge.algorithm(),
                challenge.protection(),
                credentials.user(),
                challenge.realm(),
                credentials.password(),
                challenge.nonce(),
                nc,
                cnonce,
                request);
        StringBuilder value = new StringBuilder(256)
                .append("Digest username=\"")
                .append(credentials.user())
                .append("\", realm=\"")
                .append(challenge.realm())
                .append("\", nonce=\"")
                .append(challenge.nonce())
                .append("\", uri=\"")
                .append(request.uri())
                .append("\", response=\"")
                .append(response)
                .append("\", algorithm=")
                .append(challenge.algorithm().token());
        if (challenge.protection() != Protection.NONE) {
            value.append(", qop=")
                    .append(challenge.protection().token())
                    .append(", nc=")
                    .append(nc);
        }
        if (challenge.protection() != Protection.NONE || challenge.algorithm().isSession()) {
            value.append(", cnonce=\"").append(cnonce).append('"');
        }
        challenge.opaque().ifPresent(o -> value.append(", opaque=\"").append(o).append('"'));
        return new SipHeader(challenge.challenger().credentialsHeader(), value.toString());
    }

    private static String randomNonce() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
