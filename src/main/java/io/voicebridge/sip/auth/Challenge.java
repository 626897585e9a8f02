package io.voicebridge.sip.auth;

import io.voicebridge.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A challenge that a peer sent (RFC 7616 section 3.3).
 *
 * @param realm as written between the quotes
 * @param nonce as written between the quotes
 * @param opaque to be given back as it came, if it was there
 * @param stale true if only the nonce was out of date: the same credentials may be tried again
 */
public record Challenge(
        Challenger challenger,
        String realm,
        String nonce,
        Optional<String> opaque,
        DigestAlgorithm algorithm,
        Protection protection,
        boolean stale) {

    /** More challenges than this in one response are not looked at. */
    static final int MOST = 16;

    /**
     * Every challenge of a response that we could answer, in its order. Those that are malformed, of another scheme, or
     * ask for a hash or a protection that we do not know are left out.
     */
    public static List<Challenge> in(SipResponse response) {
        List<Challenge> found = new ArrayList<>(2);
        for (Challenger challenger : Challenger.values()) {
            response.headers().stream()
                    .filter(h -> h.name().equalsIgnoreCase(challenger.challengeHeader()))
                    .limit(MOST)
                    .forEach(h -> parse(challenger, h.value()).ifPresent(found::add));
        }
        return found;
    }

    /** Empty if the value is no digest challenge that we could answer. */
    public static Optional<Challenge> parse(Challenger challenger, String value) {
        return AuthParameters.parse(value).flatMap(p -> of(challenger, p));
    }

    private static Optional<Challenge> of(Challenger challenger, AuthParameters p) {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(p.get("algorithm").orElse("MD5"));
        Optional<Protection> protection = p.get("qop").map(Protection::best).orElse(Optional.of(Protection.NONE));
        if (p.get("realm").isEmpty() || p.text("nonce").isEmpty() || algorithm.isEmpty() || protection.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Challenge(
                challenger,
                p.text("realm"),
                p.text("nonce"),
                p.get("opaque"),
                algorithm.get(),
                protection.get(),
                p.text("stale").equalsIgnoreCase("true")));
    }
}
