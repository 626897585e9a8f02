package io.voicebridge.security;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Signs and checks webhooks as Standard Webhooks 1.0 says. The library makes the signature; time, rotation and
 * comparison are here, because the library knows one secret and the machine's clock only. Thread-safe.
 */
public final class WebhookSignature {

    /** How far the sender's clock may be off. */
    static final Duration TOLERANCE = Duration.ofSeconds(300);

    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final int MAX_HEADER = 2_000;

    private final Clock clock;

    public WebhookSignature(Clock clock) {
        this.clock = clock;
    }

    /** A fresh secret of 256 bits: {@code whsec_} and base 64. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** The headers of a signed message. Any of them may be null when it was missing. */
    public record Headers(String id, String timestamp, String signature) {}

    /** Whether the message was signed with one of the secrets, within {@link #TOLERANCE} of now. */
    public boolean isSigned(Headers headers, byte[] body, List<String> secrets) {
        if (!isPlausible(headers) || !isRecent(headers.timestamp())) {
            return false;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        boolean signed = false;
        for (String secret : secrets) {
            byte[] expected = signature(secret, headers.id(), Long.parseLong(headers.timestamp()), text);
            for (String candidate : headers.signature().split(" ")) {
                signed |= MessageDigest.isEqual(expected, candidate.getBytes(StandardCharsets.UTF_8));
            }
        }
        return signed;
    }

    /** The value of {@code webhook-signature}. */
    public String sign(String secret, String id, Instant at, String body) {
        return new String(signature(secret, id, at.getEpochSecond(), body), StandardCharsets.US_ASCII);
    }

    private static boolean isPlausible(Headers headers) {
        return headers.id() != null
                && headers.timestamp() != null
                && headers.signature() != null
                && headers.id().length() <= MAX_HEADER
                && headers.signature().length() <= MAX_HEADER;
    }

    /** Digits only: the signature is made over the number as it is written, without sign or leading zero. */
    private boolean isRecent(String timestamp) {
        if (!timestamp.matches("[1-9][0-9]{0,11}")) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        return off.abs().compareTo(TOLERANCE) <= 0;
    }

    private static byte[] signature(String secret, String id, long timestamp, String body) {
        try {
            return new Webhook(secret).sign(id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("The webhook secret cannot sign", e);
        }
    }
}
