package io.voicebridge.sip.sdp;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An {@code a=crypto} attribute (RFC 4568 section 9.1) of a suite that we speak:
 *
 * <pre>
 * a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4
 * </pre>
 *
 * <p>A line with one thing in it that we do not do is no use to us and is passed over, never half understood: another
 * suite, several keys, a session parameter that leaves packets open or derives keys anew. The null cipher cannot be had
 * by any spelling.
 */
record CryptoAttribute(int tag, CryptoSuite suite, byte[] key, byte[] mki) {

    static final String NAME = "crypto";

    private static final String INLINE = "inline:";
    private static final byte[] NO_MKI = {};
    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_MKI = 128;
    private static final int LIFETIME_BITS = 48;

    /** Reads the value of the attribute; empty if we cannot use it. */
    static Optional<CryptoAttribute> parse(String value) {
        List<String> fields = fields(value);
        if (fields.size() < 3 || !startsWithInline(fields.get(2))) {
            return Optional.empty();
        }
        for (int i = 3; i < fields.size(); i++) {
            if (!isHarmless(fields.get(i))) {
                return Optional.empty();
            }
        }
        // Nine digits by the grammar; tags of more than six are not seen, and not worth a longer number.
        Optional<Integer> tag = Numbers.parse(fields.get(0), 999_999);
        Optional<CryptoSuite> suite = CryptoSuite.named(fields.get(1));
        return tag.isPresent() && suite.isPresent()
                ? key(tag.get(), suite.get(), fields.get(2).substring(INLINE.length()))
                : Optional.empty();
    }

    /** The words of the line; a line with more of them than any has is none. */
    private static List<String> fields(String value) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        while (from < value.length()) {
            int space = value.indexOf(' ', from);
            int end = space < 0 ? value.length() : space;
            if (end > from) {
                if (fields.size() == MOST_FIELDS) {
                    return List.of();
                }
                fields.add(value.substring(from, end));
            }
            from = end + 1;
        }
        return fields;
    }

    private static boolean startsWithInline(String field) {
        return field.regionMatches(true, 0, INLINE, 0, INLINE.length());
    }

    /**
     * Session parameters that change nothing for us: a hint for the replay window, which is ours to choose, and those
     * that may be ignored because they are marked so (RFC 4568 section 6.3).
     */
    private static boolean isHarmless(String parameter) {
        return parameter.regionMatches(true, 0, "WSH=", 0, 4)
                || parameter.equalsIgnoreCase("KDR=0")
                || parameter.startsWith("-");
    }

    /** Reads {@code key||salt ["|" lifetime] ["|" MKI ":" length]}. A second key behind a semicolon is no base64. */
    private static Optional<CryptoAttribute> key(int tag, CryptoSuite suite, String text) {
        int first = text.indexOf('|');
        Optional<byte[]> key = base64(first < 0 ? text : text.substring(0, first), suite.length());
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String rest = first < 0 ? "" : text.substring(first + 1);
        int second = rest.indexOf('|');
        String lifetime = second >= 0 ? rest.substring(0, second) : rest.indexOf(':') < 0 ? rest : "";
        String mki = second >= 0 ? rest.substring(second + 1) : rest.indexOf(':') < 0 ? "" : rest;
        boolean broken = first >= 0 && lifetime.isEmpty() && mki.isEmpty();
        if (broken || !lifetime.isEmpty() && !isLifetime(lifetime)) {
            return Optional.empty();
        }
        return mki(mki).map(bytes -> new CryptoAttribute(tag, suite, key.get(), bytes));
    }

    /** The key with its padding or, as rtpengine writes it, without. */
    private static Optional<byte[]> base64(String text, int length) {
        if (text.length() > (length + 2) / 3 * 4) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(text);
            return key.length == length ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Packets that the key is good for: {@code 2^n} or a number, at most 2^48. It is the sender's to keep. */
    private static boolean isLifetime(String text) {
        if (text.startsWith("2^")) {
            return Numbers.parse(text.substring(2), LIFETIME_BITS).isPresent();
        }
        if (text.length() > 15) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        long packets = Long.parseLong(text);
        return packets > 0 && packets <= 1L << LIFETIME_BITS;
    }

    /** Reads {@code value:bytes}; the value is written big-endian into that many bytes of each packet. */
    private static Optional<byte[]> mki(String text) {
        if (text.isEmpty()) {
            return Optional.of(NO_MKI);
        }
        int colon = text.indexOf(':');
        Optional<Integer> length = Numbers.parse(text.substring(colon + 1), LONGEST_MKI);
        String value = text.substring(0, Math.max(colon, 0));
        if (length.isEmpty() || length.get() == 0 || value.isEmpty() || value.length() > 19) {
            return Optional.empty();
        }
        byte[] mki = new byte[length.get()];
        long rest;
        try {
            rest = Long.parseUnsignedLong(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        for (int i = mki.length - 1; i >= 0; i--) {
            mki[i] = (byte) rest;
            rest >>>= 8;
        }
        return rest == 0 ? Optional.of(mki) : Optional.empty();
    }

    /** The value of an attribute of ours: no lifetime, no MKI. */
    static String write(int tag, CryptoSuite suite, byte[] key) {
        return tag + " " + suite + " " + INLINE + Base64.getEncoder().encodeToString(key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CryptoAttribute[" + tag + " " + suite + "]";
    }
}
