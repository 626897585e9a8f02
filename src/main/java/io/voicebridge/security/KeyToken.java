package io.voicebridge.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An API key as a client presents it: {@code vb_<key id>_<secret>}, or key id and secret as Basic credentials.
 *
 * @param keyId names the key; not secret
 * @param secret 256 random bits; never stored or logged
 */
public record KeyToken(String keyId, String secret) {

    private static final String PREFIX = "vb_";
    private static final int MAX_LENGTH = 200;

    /**
     * Reads the credentials of a request. Of several headers {@code X-API-Key} counts first.
     *
     * @param apiKey the header {@code X-API-Key}, or null
     * @param authorization the header {@code Authorization} with scheme Bearer or Basic (RFC 6750, RFC 7617), or null
     */
    public static Optional<KeyToken> of(String apiKey, String authorization) {
        if (apiKey != null && !apiKey.isBlank()) {
            return parse(apiKey.strip());
        }
        if (authorization == null) {
            return Optional.empty();
        }
        String credentials = authorization.strip();
        if (credentials.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return parse(credentials.substring(7).strip());
        }
        if (credentials.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basic(credentials.substring(6).strip());
        }
        return Optional.empty();
    }

    /** Reads {@code vb_<key id>_<secret>}. */
    static Optional<KeyToken> parse(String token) {
        int split = token.lastIndexOf('_');
        if (token.length() > MAX_LENGTH || !token.startsWith(PREFIX) || split <= PREFIX.length()) {
            return Optional.empty();
        }
        return Optional.of(new KeyToken(token.substring(PREFIX.length(), split), token.substring(split + 1)));
    }

    /** User is the key id and password the secret; a whole key as password is taken as well. */
    private static Optional<KeyToken> basic(String encoded) {
        if (encoded.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            String password = pair.substring(colon + 1);
            return password.startsWith(PREFIX)
                    ? parse(password)
                    : Optional.of(new KeyToken(pair.substring(0, colon), password));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How a secret is kept: SHA-256 in hex. The secret has 256 random bits, so that no salt or stretching is needed. */
    public static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text to hand out, once. */
    public String text() {
        return PREFIX + keyId + '_' + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + keyId + "_…";
    }
}
