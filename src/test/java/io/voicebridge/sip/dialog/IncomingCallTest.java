package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scripted caller against our user agent, on a clock that the test moves. */
class IncomingCallTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "UDP");

    private void caller(String message) {
        caller.sends(message, agent.address);
        network.pass(MOMENT);
    }

    private void establish() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        caller(script.ack(1));
    }

    @Test
    void sendsTryingAtOnceWithoutTag() {
        caller(script.invite());
        assertThat(caller.statuses()).containsExactly(100);
        assertThat(caller.last().to().tag()).isEmpty();
    }

    @Test
    void answersRepeatedInviteWithLastProvisionalResponse() {
        caller(script.invite());
        callee.invites.get(0).ringing();
        network.pass(MOMENT);
        caller(script.invite());
        assertThat(caller.statuses()).containsExactly(100, 180, 180);
        assertThat(callee.invites).hasSize(1);
    }

    @Rfc(value = "3261, 13.3.1.4", says = "200 repeated until ACK on every transport, then BYE after 64*T1")
    @Test
    void retransmitsOkUntilAck() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(Duration.ofSeconds(4));
        // T1 doubling: 0, 0.5, 1.5, 3.5 s (RFC 3261 section 13.3.1.4).
        assertThat(caller.statuses()).containsExactly(100, 200, 200, 200, 200);
        script.toTag = caller.last().to().tag();
        caller(script.ack(1));
        network.pass(Duration.ofSeconds(40));
        assertThat(caller.statuses()).hasSize(5);
        assertThat(callee.confirmed).hasSize(1);
    }

    @Rfc("3261, 13.3.1.4")
    @Test
    void tellsItsListenerOnceThatThe200IsOnItsWay() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(Duration.ofSeconds(4));
        assertThat(callee.answered).hasValue(1);
    }

    @Test
    void tellsNoAnswerToACallThatWasCancelledBefore() {
        caller(script.invite());
        caller(script.cancel());
        callee.answers(callee.invites.get(0));
        assertThat(callee.answered).hasValue(0);
    }

    @Test
    void retransmitsOkOverTcpToo() {
        caller.over(Transport.TCP);
        Script tcp = new Script(caller.address, "TCP");
        caller(tcp.invite());
        callee.answers(callee.invites.get(0));
        network.pass(Duration.ofSeconds(1));
        assertThat(caller.statuses()).containsExactly(100, 200, 200);
    }

    @Rfc("3261, 13.3.1.4")
    @Test
    void hangsUpWhenNoAckComesInThirtyTwoSeconds() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(Duration.ofSeconds(33));
        assertThat(callee.ends).singleElement().satisfies(e -> assertThat(e.cause())
                .isEqualTo(Cause.NOT_ACKNOWLEDGED));
        assertThat(caller.requests).extracting(WireRequest::method).contains("BYE");
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc("3261, 15")
    @Test
    void keepsByeBackUntilTheAckCame() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        callee.dialogs.get(0).bye(List.of(new SipHeader("X-RouteType", "skill")));
        network.pass(MOMENT);
        assertThat(caller.requests).isEmpty();
        script.toTag = caller.last().to().tag();
        caller(script.ack(1));
        assertThat(caller.requests).singleElement().satisfies(bye -> {
            assertThat(bye.method()).isEqualTo("BYE");
            assertThat(bye.header("X-RouteType")).contains("skill");
        });
    }

    @Test
    void tellsLocalByeWhenThePeerAnsweredIt() {
        establish();
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(callee.ends).isEmpty();
        WireRequest bye = caller.requests.get(0);
        caller(ok(bye));
        assertThat(callee.ends).singleElement().satisfies(e -> assertThat(e.cause())
                .isEqualTo(Cause.LOCAL_BYE));
    }

    @Rfc(value = "3261, 17.1.2", says = "non-INVITE client: timers E, F, K")
    @Test
    void tellsLocalByeWhenNobodyAnswersIt() {
        establish();
        callee.dialogs.get(0).bye(List.of());
        network.pass(Duration.ofSeconds(33));
        assertThat(callee.ends).singleElement().satisfies(e -> assertThat(e.cause())
                .isEqualTo(Cause.LOCAL_BYE));
        // Timer E: 0, 0.5, 1.5, 3.5, 7.5, 11.5 ... s (RFC 3261 section 17.1.2.1).
        assertThat(caller.requests).hasSize(11);
    }

    @Test
    void forgetsEverythingThirtyTwoSecondsAfterTheCall() {
        establish();
        caller(script.in("BYE", 2, "", ""));
        network.pass(Duration.ofSeconds(65));
        assertThat(agent.remembered()).isZero();
    }

    @Test
    void answersByeWithItsHeadersTold() {
        establish();
        caller(script.in("BYE", 2, "Reason: Q.850 ;cause=16\r\n", ""));
        assertThat(caller.last().status()).isEqualTo(200);
        assertThat(callee.ends).singleElement().satisfies(e -> {
            assertThat(e.cause()).isEqualTo(Cause.REMOTE_BYE);
            assertThat(e.headers()).contains(new SipHeader("Reason", "Q.850 ;cause=16"));
        });
    }

    @Rfc(
            value = "3261, 15",
            says = "BYE either way, before the ACK, for an early dialog, crossing; ours waits for the ACK")
    @Test
    void takesByeBeforeAck() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        caller(script.in("BYE", 2, "", ""));
        network.pass(Duration.ofSeconds(5));
        assertThat(caller.statuses()).containsExactly(100, 200, 200);
        assertThat(callee.ends).singleElement().satisfies(e -> assertThat(e.cause())
                .isEqualTo(Cause.REMOTE_BYE));
    }

    @Rfc("3261, 15")
    @Test
    void endsEarlyDialogByBye() {
        caller(script.invite());
        callee.invites.get(0).ringing();
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        caller(script.in("BYE", 2, "", ""));
        assertThat(caller.statuses()).containsExactlyInAnyOrder(100, 180, 200, 487);
    }

    @Test
    void answersRepeatedByeAgain() {
        establish();
        caller(script.in("BYE", 2, "", ""));
        caller(script.in("BYE", 2, "", ""));
        assertThat(caller.statuses()).containsExactly(100, 200, 200, 200);
        assertThat(callee.ends).hasSize(1);
    }

    @Rfc(
            value = "3261, 9.2",
            says = "200 to CANCEL and 487 to INVITE with one tag; no effect after the answer; 481 for none")
    @Test
    void cancelsWaitingCall() {
        List<String> told = new ArrayList<>();
        caller(script.invite());
        callee.invites.get(0).onCancel(() -> told.add("cancelled"));
        network.pass(MOMENT);
        caller(script.cancel());
        assertThat(caller.statuses()).containsExactlyInAnyOrder(100, 200, 487);
        assertThat(caller.responses.get(1).to().tag())
                .as("200 and 487 carry one tag (RFC 3261 section 9.2)")
                .isEqualTo(caller.responses.get(2).to().tag());
        assertThat(told).containsExactly("cancelled");
        assertThat(agent.intake.active()).isZero();
    }

    @Test
    void tellsCancelledToAnAnswerThatComesTooLate() {
        caller(script.invite());
        caller(script.cancel());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        assertThat(callee.ends).singleElement().satisfies(e -> {
            assertThat(e.cause()).isEqualTo(Cause.CANCELLED);
            assertThat(e.headers()).contains(new SipHeader("Reason", "SIP ;cause=200"));
        });
        assertThat(caller.statuses()).containsExactlyInAnyOrder(100, 200, 487);
    }

    @Rfc("3261, 9.2")
    @Test
    void ignoresCancelAfterTheAnswer() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        caller(script.cancel());
        assertThat(caller.statuses()).containsExactly(100, 200, 200);
        assertThat(callee.ends).isEmpty();
    }

    @Rfc("3261, 9.2")
    @Test
    void answers481ToCancelOfNothing() {
        caller(script.cancel());
        assertThat(caller.statuses()).containsExactly(481);
    }

    @Test
    void retransmitsRefusalUntilAck() {
        caller(script.invite());
        callee.invites.get(0).reject(486, "", List.of(new SipHeader("Reason", "SIP ;cause=486")));
        network.pass(Duration.ofSeconds(2));
        assertThat(caller.statuses()).containsExactly(100, 486, 486, 486);
        script.toTag = caller.last().to().tag();
        caller(script.ackOfRefusal());
        network.pass(Duration.ofSeconds(10));
        assertThat(caller.statuses()).hasSize(4);
        assertThat(agent.remembered()).isZero();
    }

    @Test
    void refusesWhatNobodyAnswersInThreeMinutes() {
        caller(script.invite());
        network.pass(Duration.ofSeconds(181));
        assertThat(caller.statuses()).contains(480);
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc(
            value = "3261, 12.1.1, 12.2.1.1",
            says = "Record-Route copied; route set fixed at creation, loose and strict routes; CSeq rises")
    @Test
    void copiesRecordRouteAndFollowsItBack() {
        script.extra = "Record-Route: <sip:192.0.2.80:5080;lr;twnat>, <sip:192.0.2.81:5081;lr>\r\n";
        SimulatedNetwork.Peer proxy = network.peer(5080);
        network.peer(5081);
        establish();
        assertThat(caller.responses.get(1).values("Record-Route"))
                .containsExactly("<sip:192.0.2.80:5080;lr;twnat>", "<sip:192.0.2.81:5081;lr>");
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        // 192.0.2.80 is where port 5080 of this network lives: 5080 % 250.
        assertThat(proxy.requests).singleElement().satisfies(bye -> {
            assertThat(bye.values("Route"))
                    .containsExactly("<sip:192.0.2.80:5080;lr;twnat>", "<sip:192.0.2.81:5081;lr>");
            assertThat(bye.requestUri()).isEqualTo("sip:caller@192.0.2.70:5070");
        });
    }

    @Rfc("3261, 12.1.1, 12.2.1.1")
    @Test
    void putsTheFirstStrictRouteIntoTheRequestUri() {
        script.extra = "Record-Route: <sip:192.0.2.80:5080>\r\n";
        SimulatedNetwork.Peer proxy = network.peer(5080);
        establish();
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(proxy.requests).singleElement().satisfies(bye -> {
            assertThat(bye.requestUri()).isEqualTo("sip:192.0.2.80:5080");
            assertThat(bye.values("Route")).containsExactly("<sip:caller@192.0.2.70:5070>");
        });
    }

    @Test
    void sendsToTheSourceWhereTheContactIsAName() {
        script.contact = "<sip:caller@pbx.example.com>";
        establish();
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(caller.requests).extracting(WireRequest::requestUri).containsExactly("sip:caller@pbx.example.com");
    }

    @Test
    void namesTheTransportInTheContactOverTcp() {
        caller.over(Transport.TCP);
        caller(new Script(caller.address, "TCP").invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        assertThat(NameAddr.parse(caller.last().header("Contact").orElse("")).map(NameAddr::uri))
                .contains("sip:192.0.2.60:5060;transport=tcp");
    }

    @Test
    void refusesHeadersThatWouldBreakTheMessage() {
        caller(script.invite());
        var invite = callee.invites.get(0);
        for (SipHeader bad : List.of(
                new SipHeader("X-Name", "a\r\nVia: b"),
                new SipHeader("X-Name", "a\0"),
                new SipHeader("X Name", "a"),
                new SipHeader("CSeq", "9 BYE"),
                new SipHeader("v", "SIP/2.0/UDP x"))) {
            assertThatThrownBy(() -> invite.answer(Callee.SDP, List.of(bad), callee))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static String ok(WireRequest request) {
        return "SIP/2.0 200 OK\r\nVia: " + request.via() + "\r\nFrom: "
                + request.header("From").orElse("") + "\r\nTo: "
                + request.header("To").orElse("") + "\r\nCall-ID: " + request.callId() + "\r\nCSeq: " + request.cseq()
                + "\r\nContent-Length: 0\r\n\r\n";
    }
}
