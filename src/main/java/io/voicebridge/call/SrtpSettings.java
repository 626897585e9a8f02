package io.voicebridge.call;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.sdp.MediaSecurity;
import java.security.SecureRandom;
import java.util.List;

/**
 * Whether audio is encrypted.
 *
 * @param encryption the rule for calls that nobody has said something else about
 * @param suites that are taken; the order is that of our offers
 * @param overTlsOnly whether keys are given and taken over TLS only: whoever sees a description has the keys in it (RFC
 *     4568 section 8.3)
 */
public record SrtpSettings(Encryption encryption, List<CryptoSuite> suites, boolean overTlsOnly) {

    /** Encrypted where the peer offers it. */
    public static final SrtpSettings STANDARD = new SrtpSettings(Encryption.ALLOW, CryptoSuite.list(""), false);

    /** Not encrypted unless a call asks for it: for tests and simulators. */
    public static final SrtpSettings OFF = new SrtpSettings(Encryption.OFF, CryptoSuite.list(""), false);

    private static final SecureRandom RANDOM = new SecureRandom();

    public SrtpSettings {
        suites = List.copyOf(suites);
    }

    /** True if keys must not be given or taken over this transport. */
    boolean keepsKeysFrom(Transport transport) {
        return overTlsOnly && transport != Transport.TLS;
    }

    /** A session under this rule, with keys of its own. */
    MediaSecurity session(Encryption rule) {
        return new MediaSecurity(rule, suites, RANDOM);
    }
}
