package io.voicebridge.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs links that show one conversation to somebody without a key, and reads them back: HMAC-SHA256 (RFC 2104) over
 * everything before the last dot, with a key that is derived (RFC 5869) from one of the {@link KeyRing} and good for
 * nothing else. The newest key signs, every one of them opens, and a token names its own; so keys are replaced as those of
 * {@link SecretBox} are. The same grant has the same token for as long as the newest key stays. Nothing is stored: a link
 * ends when its time is over. Thread-safe.
 */
public final class LinkSignature {

    private static final Pattern TOKEN = Pattern.compile(
            "vl_([0-9a-f]{8})[.]([0-9a-z_]{1,64})[.]([0-9a-z_]{1,64})[.]([0-9]{1,11})[.]([0-9A-Za-z_-]{43})");
    private static final byte[] SALT = "voice-bridge".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PURPOSE = "link to a conversation".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<KeyRing> reread;
    private volatile KeyRing keys;

    /**
     * @param keys at least one
     * @param reread asked when a token names a key that is not known, because it may have been added since
     */
    public LinkSignature(KeyRing keys, Supplier<KeyRing> reread) {
        keys.newest();
        this.keys = keys;
        this.reread = reread;
    }

    /** The ids of a grant are our own: small letters, digits and underscores. */
    public String sign(LinkGrant grant) {
        KeyRing ring = keys;
        String key = ring.newest();
        String signed = "vl_" + key + '.' + grant.tenantId() + '.' + grant.conversationId() + '.'
                + grant.expiresAt().getEpochSecond();
        return signed + '.' + signature(ring.find(key).orElseThrow(), signed);
    }

    /** What the token grants, or granted once: its time is the caller's to look at. Empty if it is not one of ours. */
    public Optional<LinkGrant> open(String token) {
        Matcher parts = TOKEN.matcher(token.length() > 300 ? "" : token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] presented = parts.group(5).getBytes(StandardCharsets.US_ASCII);
        String signed = token.substring(0, parts.start(5) - 1);
        return find(parts.group(1))
                .filter(key ->
                        MessageDigest.isEqual(signature(key, signed).getBytes(StandardCharsets.US_ASCII), presented))
                .flatMap(key -> grant(parts));
    }

    private static Optional<LinkGrant> grant(Matcher parts) {
        try {
            return Optional.of(new LinkGrant(
                    parts.group(2), parts.group(3), Instant.ofEpochSecond(Long.parseLong(parts.group(4)))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> find(String id) {
        Optional<byte[]> known = keys.find(id);
        if (known.isPresent()) {
            return known;
        }
        keys = reread.get();
        return keys.find(id);
    }

    private static String signature(byte[] master, String text) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(FileKey.hkdf(master, SALT, PURPOSE), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(hmac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no HMAC-SHA256", e);
        }
    }
}
