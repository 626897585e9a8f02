package io.voicebridge.sip.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes nonces that carry their own proof, so that giving one away costs no memory: the time and a random number, and a
 * code over both, the realm and the source address. Thread-safe.
 */
final class Nonces {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PLAIN = 16;
    private static final int CODE = 16;
    private static final int LONGEST = 64;
    private static final String HASH = "HmacSHA256";

    private final SecretKeySpec secret;
    private final byte[] realm;
    private final long ttlMillis;
    private final LongSupplier millis;

    Nonces(byte[] secret, String realm, Duration ttl, LongSupplier millis) {
        this.secret = new SecretKeySpec(secret, HASH);
        this.realm = realm.getBytes(StandardCharsets.UTF_8);
        this.ttlMillis = ttl.toMillis();
        this.millis = millis;
    }

    String issue(InetAddress source) {
        byte[] nonce = ByteBuffer.allocate(PLAIN + CODE)
                .putLong(millis.getAsLong())
                .putLong(RANDOM.nextLong())
                .array();
        System.arraycopy(code(nonce, source), 0, nonce, PLAIN, CODE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** When we gave that nonce to that source, in the clock's milliseconds; empty if we did not, or too long ago. */
    Optional<Long> issuedAt(String nonce, InetAddress source) {
        byte[] bytes = decoded(nonce);
        if (bytes.length != PLAIN + CODE) {
            return Optional.empty();
        }
        byte[] code = new byte[CODE];
        System.arraycopy(bytes, PLAIN, code, 0, CODE);
        byte[] expected = new byte[CODE];
        System.arraycopy(code(bytes, source), 0, expected, 0, CODE);
        long issued = ByteBuffer.wrap(bytes).getLong();
        long age = millis.getAsLong() - issued;
        return MessageDigest.isEqual(code, expected) && age >= 0 && age < ttlMillis
                ? Optional.of(issued)
                : Optional.empty();
    }

    private static byte[] decoded(String nonce) {
        try {
            return nonce.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] code(byte[] nonce, InetAddress source) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(secret);
            mac.update(nonce, 0, PLAIN);
            mac.update(source.getAddress());
            return mac.doFinal(realm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HASH, e);
        }
    }
}
