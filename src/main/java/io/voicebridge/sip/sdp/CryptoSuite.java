package io.voicebridge.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SRTP crypto suites that we speak, by their names in RFC 4568 section 6.2, RFC 6188 and RFC 7714. F8 and the null
 * cipher are not among them.
 */
public enum CryptoSuite {
    AEAD_AES_256_GCM(32, 12),
    AEAD_AES_128_GCM(16, 12),
    AES_256_CM_HMAC_SHA1_80(32, 14),
    AES_CM_128_HMAC_SHA1_80(16, 14),
    AES_256_CM_HMAC_SHA1_32(32, 14),
    AES_CM_128_HMAC_SHA1_32(16, 14);

    private final int keyLength;
    private final int saltLength;

    CryptoSuite(int keyLength, int saltLength) {
        this.keyLength = keyLength;
        this.saltLength = saltLength;
    }

    /** Bytes of a master key and its salt together: what a crypto attribute carries. */
    public int length() {
        return keyLength + saltLength;
    }

    /** The suite of a name, in any case (RFC 4568 section 9.1 takes names as they are; not every peer does). */
    static Optional<CryptoSuite> named(String name) {
        for (CryptoSuite suite : values()) {
            if (suite.name().equalsIgnoreCase(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads names with commas between them; nothing stands for all suites, the strongest first.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    public static List<CryptoSuite> list(String names) {
        List<CryptoSuite> suites = new ArrayList<>();
        for (String name : names.split(",")) {
            if (!name.isBlank()) {
                suites.add(named(name.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Unknown SRTP suite \"" + name.strip() + "\"; known are " + List.of(values()))));
            }
        }
        return suites.isEmpty() ? List.of(values()) : List.copyOf(suites);
    }
}
