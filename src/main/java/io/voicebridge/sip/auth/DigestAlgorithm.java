package io.voicebridge.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A hash of the digest scheme (RFC 7616 section 3.2, RFC 8760), weakest first. */
public enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

    private final String token;
    private final String hash;
    private final boolean session;

    DigestAlgorithm(String token, String hash, boolean session) {
        this.token = token;
        this.hash = hash;
        this.session = session;
    }

    /** Empty if the name is none that we know; compared without regard to case. */
    public static Optional<DigestAlgorithm> of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name as it stands in a header. */
    public String token() {
        return token;
    }

    /** True where the key depends on the nonces too. */
    boolean isSession() {
        return session;
    }

    /** Length of a response in hexadecimal digits. */
    int digits() {
        return hash.equals("MD5") ? 32 : 64;
    }

    String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + hash, e);
        }
    }
}
