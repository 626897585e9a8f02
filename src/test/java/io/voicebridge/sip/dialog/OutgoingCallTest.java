package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our user agent calls a scripted one. */
class OutgoingCallTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration RING = Duration.ofSeconds(20);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedNetwork.Agent agent = network.agent(5060, Callee.whoWaits());
    private final SimulatedNetwork.Peer callee = network.peer(5070);
    private final Caller caller = new Caller();

    private Runnable dial() {
        Runnable cancel = agent.calls(callee.address, Transport.UDP, RING, caller);
        network.pass(MOMENT);
        return cancel;
    }

    private WireRequest invite() {
        return callee.requests.get(0);
    }

    private void callee(String message) {
        callee.sends(message, agent.address);
        network.pass(MOMENT);
    }

    private static String response(WireRequest request, int status, String tag) {
        return "SIP/2.0 " + status + " Whatever\r\nVia: " + request.via() + "\r\nFrom: "
                + request.header("From").orElse("") + "\r\nTo: "
                + request.header("To").orElse("") + (tag.isEmpty() ? "" : ";tag=" + tag) + "\r\nCall-ID: "
                + request.callId() + "\r\nCSeq: " + request.cseq()
                + "\r\nContact: <sip:callee@192.0.2.70:5070>\r\nContent-Length: 0\r\n\r\n";
    }

    private List<String> methods() {
        return callee.requests.stream().map(WireRequest::method).toList();
    }

    @Rfc(value = "3261, 17.1.1", says = "INVITE client: timers A, B, D; ACK of a refusal in the same transaction")
    @Test
    void repeatsInviteUntilAResponseAndGivesUpAfterThirtyTwoSeconds() {
        dial();
        network.pass(Duration.ofSeconds(33));
        // Timer A: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s (RFC 3261 section 17.1.1.2).
        assertThat(callee.requests).hasSize(7);
        assertThat(caller.failures).containsExactly(408);
        assertThat(agent.remembered()).isZero();
    }

    @Test
    void stopsRepeatingAfterTrying() {
        dial();
        callee(response(invite(), 100, ""));
        network.pass(Duration.ofSeconds(5));
        assertThat(callee.requests).hasSize(1);
        assertThat(caller.progress).isEmpty();
    }

    @Test
    void tellsProgress() {
        dial();
        callee(response(invite(), 180, "t1"));
        assertThat(caller.progress).containsExactly(180);
    }

    @Test
    void acknowledgesAnswerAndRepeatedAnswer() {
        dial();
        callee(response(invite(), 200, "t1"));
        callee(response(invite(), 200, "t1"));
        assertThat(methods()).containsExactly("INVITE", "ACK", "ACK");
        assertThat(callee.requests.get(1).requestUri()).isEqualTo("sip:callee@192.0.2.70:5070");
        assertThat(caller.dialogs).hasSize(1);
        assertThat(caller.confirmed).hasSize(1);
    }

    @Rfc(value = "3261, 13.2.2.4", says = "every 2xx of a forked INVITE is acknowledged, all but the first hung up")
    @Test
    void hangsUpTheSecondAnswerOfAForkedCall() {
        dial();
        callee(response(invite(), 200, "t1"));
        callee(response(invite(), 200, "t2"));
        assertThat(methods()).containsExactly("INVITE", "ACK", "ACK", "BYE");
        assertThat(callee.requests.get(3).to().tag()).isEqualTo("t2");
        assertThat(caller.dialogs).hasSize(1);
        assertThat(caller.failures).isEmpty();
    }

    @Rfc("3261, 17.1.1")
    @Test
    void acknowledgesRefusalInTheSameTransactionAndAgain() {
        dial();
        callee(response(invite(), 486, "t1"));
        callee(response(invite(), 486, "t1"));
        assertThat(methods()).containsExactly("INVITE", "ACK", "ACK");
        assertThat(callee.requests.get(1).via().branch())
                .isEqualTo(invite().via().branch());
        assertThat(caller.failures).containsExactly(486);
    }

    @Rfc(
            value = "3261, 9.1",
            says = "CANCEL only after a provisional response; an answer that crosses it is acknowledged and hung up")
    @Test
    void cancelsOnlyAfterAProvisionalResponse() {
        Runnable cancel = dial();
        cancel.run();
        network.pass(MOMENT);
        assertThat(methods()).containsOnly("INVITE");
        callee(response(invite(), 180, "t1"));
        assertThat(methods()).contains("CANCEL");
        WireRequest cancelled = callee.requests.get(callee.requests.size() - 1);
        assertThat(cancelled.via()).isEqualTo(invite().via());
        callee(response(cancelled, 200, ""));
        callee(response(invite(), 487, "t1"));
        assertThat(caller.failures).containsExactly(487);
    }

    @Rfc("3261, 9.1")
    @Test
    void hangsUpAnAnswerThatCrossedTheCancel() {
        Runnable cancel = dial();
        callee(response(invite(), 180, "t1"));
        cancel.run();
        callee(response(invite(), 200, "t1"));
        assertThat(methods()).containsExactly("INVITE", "CANCEL", "ACK", "BYE");
        assertThat(caller.failures).containsExactly(487);
        assertThat(caller.dialogs).isEmpty();
    }

    @Test
    void cancelsWhenItRingsTooLong() {
        dial();
        callee(response(invite(), 180, "t1"));
        network.pass(RING);
        assertThat(methods()).contains("CANCEL");
    }

    @Test
    void givesUpWhenTheCancelIsIgnored() {
        dial();
        callee(response(invite(), 180, "t1"));
        network.pass(Duration.ofSeconds(60));
        assertThat(caller.failures).containsExactly(487);
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc("3261, 12.1.1, 12.2.1.1")
    @Test
    void followsTheRouteSetReversed() {
        SimulatedNetwork.Peer proxy = network.peer(5080);
        dial();
        String routes = "Record-Route: <sip:192.0.2.99:5099;lr>\r\nRecord-Route: <sip:192.0.2.80:5080;lr>\r\n";
        callee(response(invite(), 200, "t1").replace("Contact:", routes + "Contact:"));
        assertThat(proxy.requests).singleElement().satisfies(ack -> assertThat(ack.values("Route"))
                .containsExactly("<sip:192.0.2.80:5080;lr>", "<sip:192.0.2.99:5099;lr>"));
    }

    @Test
    void takesByeOfThePeer() {
        dial();
        callee(response(invite(), 200, "t1"));
        WireRequest invite = invite();
        callee("BYE sip:x@192.0.2.60 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.70:5070;branch=z9hG4bKbye\r\nFrom: "
                + invite.header("To").orElse("") + ";tag=t1\r\nTo: "
                + invite.header("From").orElse("") + "\r\nCall-ID: " + invite.callId()
                + "\r\nCSeq: 0 BYE\r\nContent-Length: 0\r\n\r\n");
        assertThat(callee.statuses()).containsExactly(200);
        assertThat(caller.ends).singleElement().satisfies(e -> assertThat(e.cause())
                .isEqualTo(Cause.REMOTE_BYE));
        assertThat(agent.intake.active()).isZero();
    }

    @Test
    void doesNotOfferReliableResponsesThatItWouldNotAcknowledge() {
        dial();
        assertThat(invite().header("Supported")).contains("timer");
    }

    @Rfc("3261, 12.1.1, 12.2.1.1")
    @Test
    void raisesTheNumberOfEachRequest() {
        dial();
        callee(response(invite(), 200, "t1"));
        caller.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(callee.requests).extracting(r -> r.cseq().toString()).containsExactly("1 INVITE", "1 ACK", "2 BYE");
    }

    @Test
    void refusesAddressesAndHeadersThatBreakTheMessage() {
        assertThatThrownBy(() -> place("sip:a b@192.0.2.1", "<sip:x@192.0.2.1>"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> place("sip:a@192.0.2.1", "<sip:x@192.0.2.1>\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> place("sip:a@192.0.2.1", "no address")).isInstanceOf(IllegalArgumentException.class);
    }

    private void place(String uri, String from) {
        OutgoingInvite wanted = new OutgoingInvite(
                uri, from, Transport.UDP, callee.address, Callee.SDP, List.of(new SipHeader("X-a", "b")), RING);
        new OutgoingCall(agent.core.context(), wanted, "id", caller);
    }
}
