package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call to a name that several servers stand behind (RFC 3263 section 4.3). */
class FailoverTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedNetwork.Agent agent = network.agent(5060, Callee.whoWaits());
    private final SimulatedNetwork.Peer first = network.peer(5070);
    private final SimulatedNetwork.Peer second = network.peer(5080);
    private final Caller caller = new Caller();

    private Runnable dial() {
        Runnable cancel = agent.calls(
                List.of(Hop.to(Transport.UDP, first.address), Hop.to(Transport.UDP, second.address)),
                Duration.ofSeconds(60),
                caller);
        network.pass(MOMENT);
        return cancel;
    }

    private void answers(SimulatedNetwork.Peer peer, int status) {
        WireRequest invite = peer.requests.get(0);
        peer.sends(
                "SIP/2.0 " + status + " Whatever\r\nVia: " + invite.via() + "\r\nFrom: "
                        + invite.header("From").orElse("") + "\r\nTo: "
                        + invite.header("To").orElse("") + ";tag=t" + peer.address.getPort() + "\r\nCall-ID: "
                        + invite.callId() + "\r\nCSeq: " + invite.cseq() + "\r\nContact: <sip:callee@"
                        + peer.address.getAddress().getHostAddress() + ":" + peer.address.getPort()
                        + ">\r\nContent-Length: 0\r\n\r\n",
                agent.address);
        network.pass(MOMENT);
    }

    private static List<String> methods(SimulatedNetwork.Peer peer) {
        return peer.requests.stream().map(WireRequest::method).toList();
    }

    @Test
    @Rfc("3263, 4.3")
    void triesTheNextServerWhenOneIsOutOfService() {
        dial();
        answers(first, 503);
        assertThat(methods(first)).containsExactly("INVITE", "ACK");
        assertThat(methods(second)).containsExactly("INVITE");
        assertThat(second.requests.get(0).via().branch())
                .isNotEqualTo(first.requests.get(0).via().branch());
        answers(second, 200);
        assertThat(caller.dialogs).hasSize(1);
        assertThat(caller.failures).isEmpty();
    }

    @Test
    @Rfc("3263, 4.3")
    void triesTheNextServerWhenOneIsSilent() {
        dial();
        network.pass(Duration.ofSeconds(3));
        assertThat(second.requests).isEmpty();
        network.pass(Duration.ofSeconds(2));
        assertThat(agent.avoided).extracting(Hop::remote).containsExactly(first.address);
        assertThat(methods(second)).containsExactly("INVITE", "INVITE");
    }

    @Test
    void doesNotTryTheNextServerAfterARefusal() {
        dial();
        answers(first, 486);
        assertThat(second.requests).isEmpty();
        assertThat(caller.failures).containsExactly(486);
    }

    @Test
    void failsWithTheLastServersAnswer() {
        dial();
        answers(first, 503);
        answers(second, 503);
        assertThat(caller.failures).containsExactly(503);
    }

    @Test
    void cancelsTheServerThatWakesUpAfterAnotherWasTried() {
        dial();
        network.pass(Duration.ofSeconds(5));
        answers(first, 180);
        assertThat(methods(first)).contains("CANCEL");
        assertThat(caller.progress).isEmpty();
    }

    @Test
    void hangsUpTheServerThatAnswersAfterAnotherDid() {
        dial();
        network.pass(Duration.ofSeconds(5));
        answers(second, 200);
        answers(first, 200);
        assertThat(methods(first)).containsSubsequence("ACK", "BYE");
        assertThat(methods(second)).doesNotContain("BYE");
        assertThat(caller.dialogs).hasSize(1);
    }

    @Test
    void triesNoOtherServerOnceCancelled() {
        Runnable cancel = dial();
        cancel.run();
        network.pass(MOMENT);
        answers(first, 503);
        assertThat(second.requests).isEmpty();
        assertThat(caller.failures).hasSize(1);
    }
}
