package io.voicebridge.security.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in that was begun: what the answer has to fit. The browser keeps it, sealed.
 *
 * @param verifier the secret of PKCE, whose hash the provider has from the beginning (RFC 7636)
 */
record Attempt(String state, String nonce, String verifier, Instant end) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Attempt until(Instant end) {
        return new Attempt(fresh(), fresh(), fresh(), end);
    }

    private static String fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return encoded(bytes);
    }

    String challenge() {
        try {
            return encoded(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether an answer with this state, now, is the answer to it. */
    boolean isAnsweredBy(String given, Instant now) {
        return now.isBefore(end)
                && MessageDigest.isEqual(
                        state.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return String.join(" ", state, nonce, verifier, Long.toString(end.getEpochSecond()));
    }

    static Optional<Attempt> of(String text) {
        String[] parts = text.split(" ");
        return parts.length == 4 && parts[3].matches("[0-9]{1,11}")
                ? Optional.of(
                        new Attempt(parts[0], parts[1], parts[2], Instant.ofEpochSecond(Long.parseLong(parts[3]))))
                : Optional.empty();
    }
}
