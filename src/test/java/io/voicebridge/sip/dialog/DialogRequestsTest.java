package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.message.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests inside a dialog that stands. */
class DialogRequestsTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final String OFFER = "Contact: <sip:moved@192.0.2.71:5071>\r\nContent-Type: application/sdp\r\n";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "UDP");

    private void caller(String message) {
        caller.sends(message, agent.address);
        network.pass(MOMENT);
    }

    @BeforeEach
    void establish() {
        caller(script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        caller(script.ack(1));
        caller.responses.clear();
    }

    @Test
    void passesReinviteOnAndRepeatsItsAnswerUntilAck() {
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(Duration.ofSeconds(1));
        assertThat(caller.statuses()).containsExactly(100, 200, 200);
        assertThat(caller.last().body()).isEqualTo(Callee.SDP);
        caller(script.ack(2));
        network.pass(Duration.ofSeconds(10));
        assertThat(caller.statuses()).hasSize(3);
        assertThat(callee.confirmed).as("told once only").hasSize(1);
        assertThat(callee.ends).isEmpty();
    }

    @Test
    void hangsUpWhenTheAnswerToAReinviteIsNotAcknowledged() {
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(Duration.ofSeconds(33));
        assertThat(callee.ends).hasSize(1);
    }

    @Rfc("3261, 12.2.2")
    @Test
    void followsTheContactOfAReinvite() {
        SimulatedNetwork.Peer moved = network.peer(5071);
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(MOMENT);
        caller(script.ack(2));
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(moved.requests).extracting(WireRequest::requestUri).containsExactly("sip:moved@192.0.2.71:5071");
    }

    @Test
    void rejectsAReofferAsTold() {
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        callee.reoffers.get(0).reject(488, "", List.of());
        network.pass(MOMENT);
        assertThat(caller.statuses()).containsExactly(100, 488);
    }

    @Rfc(value = "3311", says = "UPDATE")
    @Test
    void answersUpdateWithoutAck() {
        caller(script.in("UPDATE", 2, OFFER, Script.SDP));
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(Duration.ofSeconds(5));
        assertThat(caller.statuses()).containsExactly(200);
    }

    @Rfc("3261, 14.2")
    @Test
    void answers500WithRetryAfterWhileAnotherOfferWaits() {
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        caller(script.in("UPDATE", 3, OFFER, Script.SDP));
        assertThat(caller.last().status()).isEqualTo(500);
        assertThat(caller.last().header("Retry-After")).isPresent();
        assertThat(callee.reoffers).hasSize(1);
    }

    @Rfc(
            value = "3261, 14.2",
            says = "re-INVITE: 491 while the peer owes an answer, 500 with Retry-After while its own offer waits")
    @Test
    void answers491WhileThePeerOwesAnAnswer() {
        caller(script.in("INVITE", 2, "Contact: <sip:moved@192.0.2.71:5071>\r\n", ""));
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(MOMENT);
        caller(script.in("UPDATE", 3, OFFER, Script.SDP));
        assertThat(caller.last().status()).isEqualTo(491);
    }

    @Duty("Authentication inside a dialog")
    @Rfc("3261, 12.2.2")
    @Test
    void answers500ToNumberThatDoesNotRise() {
        caller(script.in("INFO", 5, "", ""));
        caller(script.request("INFO", 4, "late", "", ""));
        assertThat(caller.statuses()).containsExactly(200, 500);
        assertThat(callee.infos).hasSize(1);
    }

    @Rfc(value = "6086", says = "INFO answered with 200")
    @Test
    void answersInfoAndPassesItOn() {
        caller(script.in("INFO", 2, "Content-Type: application/dtmf-relay\r\n", "Signal=5\r\nDuration=160\r\n"));
        assertThat(caller.statuses()).containsExactly(200);
        assertThat(callee.infos).singleElement().satisfies(info -> assertThat(
                        new String(info.body(), StandardCharsets.US_ASCII))
                .startsWith("Signal=5"));
    }

    @Duty(
            value = "Incoming REFER",
            says = "603 inside a call, told to whoever looks at the call; 405 outside; nobody is called")
    @Rfc(value = "3515, 2.4.2", says = "a REFER of the peer is refused with 603, and the call goes on")
    @Test
    @Five9(Five9Habit.NO_REFER)
    void refusesAReferAndTellsSo() {
        caller(script.in("REFER", 2, "Refer-To: <tel:+19005550100>\r\nContact: <sip:x@192.0.2.70>\r\n", ""));
        assertThat(caller.statuses()).containsExactly(603);
        assertThat(callee.refers).singleElement().satisfies(refer -> assertThat(refer.header("Refer-To"))
                .contains("<tel:+19005550100>"));
        assertThat(callee.ends).isEmpty();
    }

    @Rfc("3261, 11.2")
    @Test
    void answersOptionsInTheDialog() {
        caller(script.in("OPTIONS", 2, "", ""));
        assertThat(caller.statuses()).containsExactly(200);
    }

    @Duty(
            value = "Authentication inside a dialog",
            says = "a request must match Call-ID and both tags, and its number must rise")
    @Rfc(
            value = "3261, 12.2.2",
            says = "481 unless both tags match; 500 for a CSeq that does not rise; remote target follows Contact")
    @Test
    void answers481WithTheWrongTagOfEitherSide() {
        String right = script.in("BYE", 2, "", "");
        caller(right.replace("tag=f1", "tag=f2"));
        caller(right.replace(script.toTag, "other").replace("z9hG4bKBYE2", "z9hG4bKBYE3"));
        assertThat(caller.statuses()).containsExactly(481, 481);
        assertThat(callee.ends).isEmpty();
    }

    @Test
    void cancelsAReinvite() {
        caller(script.request("INVITE", 2, "re", OFFER, Script.SDP));
        caller(script.request("CANCEL", 2, "re", "", ""));
        assertThat(caller.statuses()).containsExactlyInAnyOrder(100, 200, 487);
        assertThat(callee.ends).as("the dialog goes on (RFC 3261 section 14.1)").isEmpty();
    }

    @Test
    void answersWaitingReofferWhenTheCallEnds() {
        caller(script.in("INVITE", 2, OFFER, Script.SDP));
        caller(script.in("BYE", 3, "", ""));
        assertThat(caller.statuses()).containsExactlyInAnyOrder(100, 200, 487);
    }

    @Rfc("3261, 15")
    @Test
    void answersTheirByeThatCrossesOurs() {
        callee.dialogs.get(0).bye(List.of());
        caller(script.in("BYE", 2, "", ""));
        assertThat(caller.statuses()).containsExactly(200);
        caller(IncomingCallTest.ok(caller.requests.get(0)));
        assertThat(callee.ends).hasSize(1);
    }

    @Test
    void sendsOneByeHoweverOftenAsked() {
        callee.dialogs.get(0).bye(List.of());
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(caller.requests).hasSize(1);
    }
}
