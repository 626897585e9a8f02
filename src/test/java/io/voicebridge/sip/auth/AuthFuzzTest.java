package io.voicebridge.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a peer writes into its challenges and credentials, reading them ends. */
class AuthFuzzTest {

    private static final List<byte[]> SEEDS = List.of(
            bytes("Digest realm=\"sip.example.com\", nonce=\"a,b\", opaque=\"\", stale=TRUE, algorithm=SHA-256,"
                    + " qop=\"auth-int, auth\", domain=\"sip:x\""),
            bytes(
                    "Digest username=\"bob\", realm=\"r\", nonce=\"n\", uri=\"sip:a@b\", qop=auth, nc=00000001, cnonce=\"c\","
                            + " response=\"6629fae49393a05397450978507c4ef1\", opaque=\"o\", algorithm=MD5"));
    private static final List<String> WORDS = List.of(
            "\"",
            "\\",
            ",",
            "=",
            " ",
            "\t",
            "\0",
            "\r\n",
            "Digest ",
            "realm=",
            "nc=FFFFFFFF",
            "nc=000000010",
            "qop=\"\"",
            "stale=",
            "algorithm=AKAv1-MD5",
            "response=\"\"",
            "\u00ff");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Duty("Hostile input")
    @Test
    void readsAnything() {
        Mutations.tryAll(30_000, SEEDS, WORDS, input -> {
            String text = new String(input, StandardCharsets.ISO_8859_1);
            Challenge.parse(Challenger.PROXY, text)
                    .ifPresent(challenge -> assertThat(challenge.nonce()).isNotNull());
            Authorization.parse(text).ifPresent(a -> assertThat(a.toString()).isNotNull());
        });
    }
}
