package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.auth.DigestCredentials;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trunk that wants a password, and others that would like to have it. */
@Rfc(
        value = "3261, 22",
        says =
                "challenges to INVITE and to requests in its dialog answered: the next CSeq, the same Call-ID, at most twice; never to another realm or machine than the trunk's")
@Duty("Digest, outbound")
class TrunkCredentialsTest {

    private static final String ASKED = challenge("WWW", "trunk", "n1", "");
    private static final String ELSEWHERE = "Record-Route: <sip:192.0.2.80:5080;lr>\r\n";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedNetwork.Agent agent = network.agent(5060, Callee.whoWaits());
    private final SimulatedNetwork.Peer trunk = network.peer(5070);
    private final Caller caller = new Caller();

    private static String challenge(String kind, String realm, String nonce, String more) {
        return kind + "-Authenticate: Digest realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", qop=\"auth\", algorithm=SHA-256" + more + "\r\n";
    }

    private void dial(DigestCredentials credentials) {
        agent.calls(trunk.address, Transport.UDP, Duration.ofSeconds(60), CallTerms.NONE.with(credentials), caller);
        network.pass(Standing.MOMENT);
    }

    private void dial() {
        dial(new DigestCredentials("192.0.2.70", Optional.of("trunk"), "bridge", "secret"));
    }

    private void answer(SimulatedNetwork.Peer from, WireRequest request, int status, String headers) {
        String tag = request.to().tag().isEmpty() ? ";tag=t1" : "";
        from.sends(
                "SIP/2.0 " + status + " Whatever\r\nVia: " + request.via() + "\r\nFrom: "
                        + request.header("From").orElse("") + "\r\nTo: "
                        + request.header("To").orElse("") + tag + "\r\nCall-ID: "
                        + request.callId() + "\r\nCSeq: " + request.cseq()
                        + "\r\nContact: <sip:callee@192.0.2.70:5070>\r\n" + headers + "Content-Length: 0\r\n\r\n",
                agent.address);
        network.pass(Standing.MOMENT);
    }

    private WireRequest last() {
        return trunk.requests.get(trunk.requests.size() - 1);
    }

    private static String authorization(WireRequest request) {
        return request.header("Authorization").orElse("");
    }

    @ParameterizedTest
    @CsvSource({"401, WWW, Authorization", "407, Proxy, Proxy-Authorization"})
    void answersTheChallengeToAnInvite(int status, String kind, String header) {
        dial();
        WireRequest first = last();
        assertThat(first.header(header)).isEmpty();
        answer(trunk, first, status, challenge(kind, "trunk", "n1", ", opaque=\"o1\""));
        assertThat(trunk.requests).extracting(WireRequest::method).containsExactly("INVITE", "ACK", "INVITE");
        WireRequest second = last();
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.cseq().number()).isEqualTo(2);
        assertThat(second.via().branch()).isNotEqualTo(first.via().branch());
        assertThat(second.header(header).orElse(""))
                .contains("username=\"bridge\"", "realm=\"trunk\"", "nonce=\"n1\"", "nc=00000001", "opaque=\"o1\"")
                .contains("uri=\"" + second.requestUri() + '"')
                .doesNotContain("secret");
        answer(trunk, second, 200, "");
        assertThat(last().method()).isEqualTo("ACK");
        assertThat(last().cseq().number()).isEqualTo(2);
        assertThat(last().header(header)).as("the ACK carries the same").isEqualTo(second.header(header));
        assertThat(caller.dialogs).hasSize(1);
    }

    @Test
    void triesOnceMoreWhenTheNonceWasStaleAndNotOtherwise() {
        dial();
        answer(trunk, last(), 401, ASKED);
        answer(trunk, last(), 401, challenge("WWW", "trunk", "n2", ", stale=true"));
        assertThat(authorization(last())).contains("nonce=\"n2\"");
        answer(trunk, last(), 401, challenge("WWW", "trunk", "n3", ", stale=true"));
        assertThat(caller.failures).containsExactly(401);
        assertThat(trunk.requests).filteredOn(r -> r.is("INVITE")).hasSize(3);
    }

    @Test
    void givesUpWhenThePasswordIsWrong() {
        dial();
        answer(trunk, last(), 401, ASKED);
        answer(trunk, last(), 401, challenge("WWW", "trunk", "n2", ""));
        assertThat(caller.failures).containsExactly(401);
    }

    @Test
    void givesNothingToAnotherRealm() {
        dial();
        answer(trunk, last(), 407, challenge("Proxy", "evil", "n1", ""));
        assertThat(caller.failures).containsExactly(407);
        assertThat(trunk.requests).extracting(WireRequest::method).containsExactly("INVITE", "ACK");
    }

    @Test
    void givesNothingToAnotherHost() {
        dial(new DigestCredentials("trunk.example.com", Optional.of("trunk"), "bridge", "secret"));
        answer(trunk, last(), 401, ASKED);
        assertThat(caller.failures).containsExactly(401);
    }

    private void establish(String headers) {
        dial();
        answer(trunk, last(), 401, ASKED);
        answer(trunk, last(), 200, headers);
    }

    @Test
    void countsTheUsesOfTheNonceInTheDialog() {
        establish("");
        caller.dialogs.get(0).bye(List.of());
        network.pass(Standing.MOMENT);
        assertThat(last().method()).isEqualTo("BYE");
        assertThat(authorization(last())).contains("nonce=\"n1\"", "nc=00000002");
    }

    @Test
    void answersAFreshChallengeToTheBye() {
        establish("");
        caller.dialogs.get(0).bye(List.of());
        network.pass(Standing.MOMENT);
        WireRequest bye = last();
        answer(trunk, bye, 401, challenge("WWW", "trunk", "n9", ""));
        assertThat(last().cseq().number()).isEqualTo(bye.cseq().number() + 1);
        assertThat(authorization(last())).contains("nonce=\"n9\"", "nc=00000001");
        answer(trunk, last(), 200, "");
        assertThat(caller.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.LOCAL_BYE);
    }

    @Test
    void givesNothingToAnotherRealmInTheDialog() {
        establish("");
        caller.dialogs.get(0).bye(List.of());
        network.pass(Standing.MOMENT);
        int before = trunk.requests.size();
        answer(trunk, last(), 407, challenge("Proxy", "evil", "n1", ""));
        assertThat(trunk.requests).hasSize(before);
        assertThat(caller.ends).hasSize(1);
    }

    @Test
    void givesNothingToAnotherMachineOnTheWay() {
        SimulatedNetwork.Peer other = network.peer(5080);
        establish(ELSEWHERE);
        caller.dialogs.get(0).bye(List.of());
        network.pass(Standing.MOMENT);
        WireRequest bye = other.requests.get(other.requests.size() - 1);
        assertThat(bye.method()).isEqualTo("BYE");
        assertThat(bye.header("Authorization")).as("not ahead either").isEmpty();
        answer(other, bye, 401, ASKED);
        assertThat(other.requests).filteredOn(r -> r.is("BYE")).hasSize(1);
    }

    @Test
    void answersChallengesToReinviteAndRefer() {
        establish("");
        List<Object> told = new ArrayList<>();
        caller.dialogs.get(0).refer(Refer.to("tel:+13035550199"), told::add);
        network.pass(Standing.MOMENT);
        answer(trunk, last(), 407, challenge("Proxy", "trunk", "n5", ""));
        assertThat(last().method()).isEqualTo("REFER");
        assertThat(last().header("Proxy-Authorization").orElse("")).contains("nonce=\"n5\"");
        assertThat(told).isEmpty();
    }

    @Test
    void doesNotAnswerAfterACancel() {
        Runnable cancel = agent.calls(
                trunk.address,
                Transport.UDP,
                Duration.ofSeconds(60),
                CallTerms.NONE.with(new DigestCredentials("192.0.2.70", Optional.empty(), "bridge", "secret")),
                caller);
        network.pass(Standing.MOMENT);
        WireRequest invite = last();
        cancel.run();
        answer(trunk, invite, 401, ASKED);
        assertThat(caller.failures).containsExactly(401);
        assertThat(trunk.requests).filteredOn(r -> r.is("INVITE")).hasSize(1);
    }
}
