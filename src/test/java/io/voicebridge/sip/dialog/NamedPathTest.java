package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipResponse;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dialogs whose Contact or route is a name: where our requests go, and whose are taken. */
class NamedPathTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final String NAMED = "<sip:caller@pbx.example:5070>";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final Caller caller = new Caller();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer peer = network.peer(5070);
    private final SimulatedNetwork.Peer other = network.peer(5080);
    private final SimulatedNetwork.Peer third = network.peer(5090);
    private final Script script = new Script(peer.address, "UDP");

    private static Hop hop(SimulatedNetwork.Peer to) {
        return new Hop(Transport.UDP, to.address, Optional.empty(), "pbx.example", "");
    }

    private void leadsTo(SimulatedNetwork.Peer... servers) {
        agent.servers = List.of(servers).stream().map(NamedPathTest::hop).toList();
    }

    private void sends(SimulatedNetwork.Peer from, String message) {
        from.sends(message, agent.address);
        network.pass(MOMENT);
    }

    /** The peer calls us, from its own address. */
    private void establish() {
        sends(peer, script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = peer.last().to().tag();
        sends(peer, script.ack(1));
        peer.requests.clear();
    }

    private void hangsUp() {
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
    }

    private static List<String> methods(SimulatedNetwork.Peer at) {
        return at.requests.stream().map(WireRequest::method).toList();
    }

    private static String answer(WireRequest request, int status, String contact) {
        String tag = request.to().tag().isEmpty() ? ";tag=t1" : "";
        return "SIP/2.0 " + status + " Whatever\r\nVia: " + request.via() + "\r\nFrom: "
                + request.header("From").orElse("") + "\r\nTo: "
                + request.header("To").orElse("") + tag + "\r\nCall-ID: " + request.callId() + "\r\nCSeq: "
                + request.cseq() + "\r\nContact: " + contact + "\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    @Rfc(
            value = "3261, 12.2.1.1; 3263",
            says =
                    "a name in the Contact or the first route of a dialog is looked up, unless there is a connection; the server"
                            + " that the dialog began with stays first, the next one is tried when one fails; a name that leads nowhere"
                            + " gives way to the address that the dialog began with")
    void sendsWhereTheContactsNameLeadsTo() {
        script.contact = NAMED;
        leadsTo(other);
        establish();
        hangsUp();
        assertThat(methods(other)).containsExactly("BYE");
        assertThat(other.requests.get(0).requestUri()).isEqualTo("sip:caller@pbx.example:5070");
        assertThat(methods(peer)).isEmpty();
        assertThat(agent.lookups).containsOnly("sip:pbx.example:5070;transport=udp");
    }

    @Test
    @Rfc("3261, 12.2.1.1; 3263")
    void sendsWhereTheFirstRoutesNameLeadsTo() {
        script.extra = "Record-Route: <sip:edge.example;lr;transport=tcp>, <sip:192.0.2.81:5081;lr>\r\n";
        leadsTo(other);
        establish();
        hangsUp();
        assertThat(other.requests).singleElement().satisfies(bye -> assertThat(bye.values("Route"))
                .containsExactly("<sip:edge.example;lr;transport=tcp>", "<sip:192.0.2.81:5081;lr>"));
        assertThat(agent.lookups).containsOnly("sip:edge.example;transport=tcp");
    }

    @Test
    @Rfc("3261, 12.2.1.1; 3263")
    void staysWithTheServerThatTheDialogBeganWith() {
        script.contact = NAMED;
        leadsTo(other, peer);
        establish();
        hangsUp();
        assertThat(methods(peer)).containsExactly("BYE");
        assertThat(methods(other)).isEmpty();
    }

    @Test
    @Rfc("3261, 12.2.1.1; 3263")
    void goesWhereTheDialogBeganWhenTheNameLeadsNowhere() {
        script.contact = NAMED;
        establish();
        hangsUp();
        assertThat(methods(peer)).containsExactly("BYE");
    }

    @Test
    @Rfc("3261, 12.2.1.1; 3263")
    void triesTheNextServerOfTheNameWithTheSameNumber() {
        script.contact = NAMED;
        leadsTo(other, third);
        establish();
        hangsUp();
        WireRequest first = other.requests.get(0);
        sends(other, answer(first, 503, NAMED));
        assertThat(third.requests).singleElement().satisfies(bye -> {
            assertThat(bye.cseq()).isEqualTo(first.cseq());
            assertThat(bye.via().branch()).isNotEqualTo(first.via().branch());
        });
        sends(third, answer(third.requests.get(0), 200, NAMED));
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.LOCAL_BYE);
    }

    @Test
    void staysWithAServerThatWasUsed() {
        script.contact = NAMED;
        leadsTo(other, third);
        establish();
        callee.dialogs.get(0).info("text/plain", new byte[] {'x'}, status -> {});
        network.pass(MOMENT);
        leadsTo(third, other);
        hangsUp();
        assertThat(methods(other)).containsExactly("INFO", "BYE");
        assertThat(methods(third)).isEmpty();
    }

    @Test
    void takesRequestsOfTheServersThatTheNameLeadsTo() {
        script.contact = NAMED;
        leadsTo(other);
        establish();
        sends(third, script.in("BYE", 2, "", ""));
        assertThat(callee.ends).isEmpty();
        sends(other, script.in("BYE", 3, "", ""));
        assertThat(callee.ends).hasSize(1);
    }

    @Test
    void acknowledgesAnAnswerOnceItsNameIsLookedUp() {
        agent.calls(peer.address, Transport.UDP, Duration.ofSeconds(60), caller);
        network.pass(MOMENT);
        WireRequest invite = peer.requests.get(0);
        agent.slowNames = true;
        leadsTo(other);
        sends(peer, answer(invite, 200, NAMED));
        sends(peer, answer(invite, 200, NAMED));
        assertThat(other.requests).isEmpty();
        assertThat(caller.dialogs).isEmpty();
        agent.namesAnswer();
        network.pass(MOMENT);
        assertThat(caller.dialogs).hasSize(1);
        assertThat(methods(other)).containsExactly("ACK");
        sends(peer, answer(invite, 200, NAMED));
        assertThat(methods(other)).containsExactly("ACK", "ACK");
        assertThat(agent.lookups).hasSize(1);
        assertThat(methods(peer)).containsExactly("INVITE");
    }

    @Test
    void hangsUpABranchThatNobodyWantsOnceItsNameIsLookedUp() {
        agent.calls(peer.address, Transport.UDP, Duration.ofSeconds(60), caller);
        network.pass(MOMENT);
        WireRequest invite = peer.requests.get(0);
        leadsTo(other);
        sends(peer, answer(invite, 200, NAMED));
        agent.slowNames = true;
        sends(peer, answer(invite, 200, NAMED).replace("tag=t1", "tag=t2"));
        agent.namesAnswer();
        network.pass(MOMENT);
        assertThat(methods(other)).containsExactly("ACK", "ACK", "BYE");
        assertThat(caller.dialogs).hasSize(1);
    }

    @Test
    void acknowledgesAReinviteWhoseAnswerNamesAnotherHost() {
        establish();
        callee.dialogs.get(0).reinvite(Callee.SDP, new ReinviteListener() {
            @Override
            public byte[] answered(SipResponse response) {
                return new byte[0];
            }

            @Override
            public void failed(InviteFailure failure) {}
        });
        network.pass(MOMENT);
        leadsTo(other);
        WireRequest invite = peer.requests.get(0);
        sends(peer, answer(invite, 200, NAMED));
        sends(peer, answer(invite, 200, NAMED));
        assertThat(methods(other)).containsExactly("ACK", "ACK");
        assertThat(methods(peer)).containsExactly("INVITE");
    }
}
