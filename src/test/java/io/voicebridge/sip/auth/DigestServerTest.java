package io.voicebridge.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.auth.DigestServer.Outcome;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.SipRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@Duty(
        value = "Digest, inbound",
        says =
                "SHA-256 is offered before MD5 with qop and opaque; a nonce is bound to realm and source and runs out; one that ran out, was used before or is somebody else's gets stale=true and is never held against the caller; an unknown user is answered like a wrong password; nothing is remembered before a right one")
class DigestServerTest {

    private static final String URI = "sip:+15550100@bridge.example.com";
    private static final InetAddress CALLER = address(1);

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final DigestServer server = server("alice", "wonderland");

    private DigestServer server(String user, String password) {
        Map<String, String> passwords = Map.of(user, password);
        return new DigestServer(
                "voice-bridge", Duration.ofSeconds(60), name -> Optional.ofNullable(passwords.get(name)), clock::get);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SipRequest request(String method, String uri, Optional<SipHeader> credentials) {
        MessageBuilder message = MessageBuilder.request(method, uri)
                .header("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx")
                .header("From", "<sip:a@b>;tag=1")
                .header("To", "<" + uri + ">")
                .header("Call-ID", "c")
                .header("CSeq", "1 " + method)
                .header("Max-Forwards", "70");
        byte[] bytes = message.headers(credentials.stream().toList()).build();
        Parsed parsed = new MessageParser(MessageLimits.STANDARD).parse(bytes);
        return ((Parsed.Request) parsed).request();
    }

    private static DigestClient caller(String user, String password) {
        return new DigestClient(new DigestCredentials("bridge", Optional.empty(), user, password));
    }

    private List<Challenge> challenges(Outcome why) {
        return server.challenge(CALLER, why).stream()
                .flatMap(h -> Challenge.parse(Challenger.USER_AGENT, h.value()).stream())
                .toList();
    }

    private SipRequest answered(DigestClient caller, List<Challenge> challenges) {
        return request("INVITE", URI, caller.authorize(challenges, "bridge", new DigestRequest("INVITE", URI)));
    }

    private Outcome outcome(SipRequest request) {
        return server.check(request, CALLER).outcome();
    }

    @Test
    void offersSha256BeforeMd5() {
        assertThat(challenges(Outcome.MISSING))
                .extracting(Challenge::algorithm)
                .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    }

    @Test
    void acceptsTheRightPasswordWithEitherHash() {
        SipRequest sha256 = answered(caller("alice", "wonderland"), challenges(Outcome.MISSING));
        assertThat(server.check(sha256, CALLER)).isEqualTo(new DigestServer.Result(Outcome.ACCEPTED, "alice"));
        Challenge md5 = challenges(Outcome.MISSING).get(1);
        assertThat(outcome(answered(caller("alice", "wonderland"), List.of(md5))))
                .isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void acceptsACallerOfRfc2069Once() {
        Challenge offered = challenges(Outcome.MISSING).get(1);
        Challenge old = new Challenge(
                offered.challenger(),
                offered.realm(),
                offered.nonce(),
                offered.opaque(),
                offered.algorithm(),
                Protection.NONE,
                false);
        SipRequest invite = answered(caller("alice", "wonderland"), List.of(old));

        assertThat(outcome(invite)).isEqualTo(Outcome.ACCEPTED);
        assertThat(outcome(invite)).isEqualTo(Outcome.STALE);
    }

    @Test
    void challengesARequestWithoutCredentials() {
        assertThat(outcome(request("INVITE", URI, Optional.empty()))).isEqualTo(Outcome.MISSING);
    }

    @Test
    void answersAWrongPasswordAndAnUnknownUserAlike() {
        List<Challenge> offered = challenges(Outcome.MISSING);

        assertThat(outcome(answered(caller("alice", "guess"), offered))).isEqualTo(Outcome.WRONG);
        assertThat(outcome(answered(caller("nobody", "guess"), offered))).isEqualTo(Outcome.WRONG);
    }

    @Test
    void answersAReplayedRequestWithStale() {
        SipRequest invite = answered(caller("alice", "wonderland"), challenges(Outcome.MISSING));
        server.check(invite, CALLER);

        assertThat(outcome(invite)).isEqualTo(Outcome.STALE);
        assertThat(challenges(Outcome.STALE)).allMatch(Challenge::stale);
    }

    @Test
    void acceptsTheNextCountOfANonce() {
        DigestClient caller = caller("alice", "wonderland");
        server.check(answered(caller, challenges(Outcome.MISSING)), CALLER);
        Optional<SipHeader> next = caller.authorizeAhead("bridge", new DigestRequest("BYE", URI));

        assertThat(outcome(request("BYE", URI, next))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void answersAnExpiredNonceWithStale() {
        SipRequest invite = answered(caller("alice", "wonderland"), challenges(Outcome.MISSING));
        clock.addAndGet(60_000);

        assertThat(outcome(invite)).isEqualTo(Outcome.STALE);
    }

    @Test
    void refusesANonceThatAnotherSourceWasGiven() {
        SipRequest invite = answered(caller("alice", "wonderland"), challenges(Outcome.MISSING));

        assertThat(server.check(invite, address(2)).outcome()).isEqualTo(Outcome.STALE);
    }

    @Test
    void refusesANonceThatItDidNotMake() {
        Challenge forged = Challenge.parse(
                        Challenger.USER_AGENT, "Digest realm=\"voice-bridge\", nonce=\"forged\", qop=\"auth\"")
                .orElseThrow();

        assertThat(outcome(answered(caller("alice", "wonderland"), List.of(forged))))
                .isEqualTo(Outcome.STALE);
    }

    @Test
    void refusesCredentialsThatWereMadeForAnotherMethod() {
        Optional<SipHeader> forInvite = caller("alice", "wonderland")
                .authorize(challenges(Outcome.MISSING), "bridge", new DigestRequest("INVITE", URI));

        assertThat(outcome(request("BYE", URI, forInvite))).isEqualTo(Outcome.WRONG);
    }

    @Test
    void refusesCredentialsThatWereMadeForAnotherNumber() {
        Optional<SipHeader> forOne = caller("alice", "wonderland")
                .authorize(challenges(Outcome.MISSING), "bridge", new DigestRequest("INVITE", URI));

        assertThat(outcome(request("INVITE", "sip:+19005550100@bridge.example.com", forOne)))
                .isEqualTo(Outcome.WRONG);
    }

    @Test
    void ignoresCredentialsOfAnotherRealm() {
        Challenge alien = Challenge.parse(Challenger.USER_AGENT, "Digest realm=\"other\", nonce=\"n\"")
                .orElseThrow();

        assertThat(outcome(answered(caller("alice", "wonderland"), List.of(alien))))
                .isEqualTo(Outcome.MISSING);
    }

    @Test
    void takesNothingTwiceWhenItsTableIsFull() {
        NonceUses uses = new NonceUses(2);
        assertThat(uses.use("a", 1, 1)).isTrue();
        assertThat(uses.use("b", 2, 1)).isTrue();
        assertThat(uses.use("c", 3, 1)).isTrue();

        assertThat(uses.size()).isEqualTo(2);
        assertThat(uses.use("a", 1, 1)).isFalse();
    }

    @Test
    void takesCountsThatOvertookEachOtherOnceEach() {
        NonceUses uses = new NonceUses(2);

        assertThat(uses.use("a", 1, 3)).isTrue();
        assertThat(uses.use("a", 1, 2)).isTrue();
        assertThat(uses.use("a", 1, 2)).isFalse();
        assertThat(uses.use("a", 1, 100)).isTrue();
        assertThat(uses.use("a", 1, 3)).isFalse();
        assertThat(uses.use("a", 1, 0)).isFalse();
    }
}
