package io.voicebridge.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Duty(
        value = "Digest, outbound",
        says =
                "Only the peer and the realm that the credentials are for get an answer; the strongest hash is chosen; credentials that would break the header are refused")
class DigestClientTest {

    private static final DigestRequest INVITE = new DigestRequest("INVITE", "sip:+15550100@trunk.example.com");
    private static final String PEER = "trunk.example.com";

    private final DigestClient client = client(Optional.empty());

    private static DigestClient client(Optional<String> realm) {
        return new DigestClient(new DigestCredentials(PEER, realm, "bridge", "secret"), () -> "0a4f113b");
    }

    private static Challenge challenge(String parameters) {
        return Challenge.parse(Challenger.PROXY, "Digest " + parameters).orElseThrow();
    }

    @Test
    void answersAChallengeInTheHeaderThatBelongsToIt() {
        SipHeader header = client.authorize(
                        List.of(challenge("realm=\"carrier\", nonce=\"n1\", qop=\"auth\", opaque=\"o\"")), PEER, INVITE)
                .orElseThrow();

        assertThat(header.name()).isEqualTo("Proxy-Authorization");
        Authorization sent = Authorization.parse(header.value()).orElseThrow();
        assertThat(sent.user()).isEqualTo("bridge");
        assertThat(sent.uri()).isEqualTo(INVITE.uri());
        assertThat(sent.opaque()).isEqualTo("o");
        assertThat(sent.nc()).isEqualTo(1);
        assertThat(sent.response())
                .isEqualTo(Digest.response(
                        DigestAlgorithm.MD5,
                        Protection.AUTH,
                        "bridge",
                        "carrier",
                        "secret",
                        "n1",
                        "00000001",
                        "0a4f113b",
                        INVITE));
    }

    @Test
    void choosesTheStrongestHashWhateverTheOrder() {
        List<Challenge> offered = List.of(
                challenge("realm=\"c\", nonce=\"n\", algorithm=MD5"),
                challenge("realm=\"c\", nonce=\"n\", algorithm=SHA-512-256"),
                challenge("realm=\"c\", nonce=\"n\", algorithm=SHA-256"));

        assertThat(client.authorize(offered, PEER, INVITE).orElseThrow().value())
                .contains("algorithm=SHA-512-256");
    }

    @Test
    void countsTheUsesOfANonceAndBeginsAgainWithTheNext() {
        client.authorize(List.of(challenge("realm=\"c\", nonce=\"n1\", qop=\"auth\"")), PEER, INVITE);

        assertThat(client.authorizeAhead(PEER, new DigestRequest("BYE", "sip:x@y"))
                        .orElseThrow()
                        .value())
                .contains("nc=00000002");
        assertThat(client.authorize(
                                List.of(challenge("realm=\"c\", nonce=\"n2\", qop=\"auth\", stale=true")), PEER, INVITE)
                        .orElseThrow()
                        .value())
                .contains("nc=00000001");
    }

    @Test
    void givesNothingToAnotherPeer() {
        assertThat(client.authorize(List.of(challenge("realm=\"c\", nonce=\"n\"")), "192.0.2.66", INVITE))
                .isEmpty();
        client.authorize(List.of(challenge("realm=\"c\", nonce=\"n\"")), PEER, INVITE);
        assertThat(client.authorizeAhead("192.0.2.66", INVITE)).isEmpty();
    }

    @Test
    void givesNothingToAnotherRealmOfThePeer() {
        client.authorize(List.of(challenge("realm=\"carrier\", nonce=\"n\"")), PEER, INVITE);

        assertThat(client.authorize(
                        List.of(challenge("realm=\"alien\", nonce=\"n\"")), PEER, new DigestRequest("BYE", "sip:x@y")))
                .isEmpty();
    }

    @Test
    void givesNothingToARealmThatIsNotTheConfiguredOne() {
        DigestClient bound = client(Optional.of("carrier"));

        assertThat(bound.authorize(List.of(challenge("realm=\"alien\", nonce=\"n\"")), PEER, INVITE))
                .isEmpty();
    }

    @Test
    void leavesOutWhatOlderServersDoNotKnow() {
        String value = client.authorize(List.of(challenge("realm=\"c\", nonce=\"n\"")), PEER, INVITE)
                .orElseThrow()
                .value();

        assertThat(value).doesNotContain("qop").doesNotContain("nc=").doesNotContain("cnonce");
    }

    @Test
    void comparesPeersWithoutRegardToCaseBracketsAndTheLastDot() {
        assertThat(new DigestCredentials("[2001:db8::1]", Optional.empty(), "u", "p").areFor("2001:DB8::1"))
                .isTrue();
        assertThat(new DigestCredentials("Trunk.Example.com.", Optional.empty(), "u", "p").areFor(PEER))
                .isTrue();
    }

    @Test
    void refusesCredentialsThatWouldBreakTheHeader() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DigestCredentials(PEER, Optional.empty(), "a\", uri=\"x", "p"))
                .withMessageContaining("quote");
    }

    @Test
    void showsNoPassword() {
        assertThat(new DigestCredentials(PEER, Optional.empty(), "bridge", "secret").toString())
                .doesNotContain("secret")
                .doesNotContain("bridge");
    }
}
