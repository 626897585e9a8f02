package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of ours to a scripted callee whose provisional responses are reliable (RFC 3262 section 4). */
class ReliableCalleeTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration RING = Duration.ofSeconds(60);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee told = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent =
            network.with(ReliableProvisionals.SUPPORTED).agent(5060, told);
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

    private void responds(WireRequest request, int status, String tag, String headers, byte[] body) {
        String to = request.header("To").orElse("");
        callee.sends(
                "SIP/2.0 " + status + " Whatever\r\nVia: " + request.via() + "\r\nFrom: "
                        + request.header("From").orElse("") + "\r\nTo: " + to
                        + (request.to().tag().isEmpty() ? ";tag=" + tag : "") + "\r\nCall-ID: "
                        + request.callId() + "\r\nCSeq: " + request.cseq()
                        + "\r\nContact: <sip:" + tag + "@192.0.2.70:5070>\r\n" + headers
                        + (body.length > 0 ? "Content-Type: application/sdp\r\n" : "") + "Content-Length: "
                        + body.length + "\r\n\r\n" + new String(body),
                agent.address);
        network.pass(MOMENT);
    }

    private void progresses(int status, String tag, long rseq) {
        responds(invite(), status, tag, "Require: 100rel\r\nRSeq: " + rseq + "\r\n", new byte[0]);
    }

    private void answers(String tag) {
        responds(invite(), 200, tag, "", Callee.SDP);
    }

    private List<String> pracks() {
        return callee.requests.stream()
                .filter(request -> request.is("PRACK"))
                .map(prack -> prack.header("RAck").orElse(""))
                .distinct()
                .toList();
    }

    private WireRequest last(String method) {
        return callee.requests.stream()
                .filter(request -> request.is(method))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private String inEarlyDialog(String method, int cseq, String headers, String body) {
        return method + " sip:us@192.0.2.60:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.70:5070;branch=z9hG4bKe" + method
                + cseq + "\r\nMax-Forwards: 70\r\nFrom: "
                + invite().header("To").orElse("") + ";tag=t1\r\nTo: "
                + invite().header("From").orElse("") + "\r\nCall-ID: " + invite().callId() + "\r\nCSeq: " + cseq + " "
                + method + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void callee(String message) {
        callee.sends(message, agent.address);
        network.pass(MOMENT);
    }

    @Rfc(
            value = "3262, 4",
            says =
                    "a reliable provisional response gets PRACK with RAck, once, in its early dialog; one that comes again or before its turn is neither acknowledged nor told; forks have numbers of their own; Supported: 100rel where the setting says so")
    @Test
    void acknowledgesWhatIsReliable() {
        dial();
        assertThat(invite().header("Supported"))
                .hasValueSatisfying(tags -> assertThat(tags).contains("100rel"));
        progresses(180, "t1", 4_000_000_000L);
        WireRequest prack = last("PRACK");
        assertThat(prack.header("RAck")).contains("4000000000 1 INVITE");
        assertThat(prack.cseq().number()).isEqualTo(2);
        assertThat(prack.requestUri()).isEqualTo("sip:t1@192.0.2.70:5070");
        assertThat(prack.to().tag()).isEqualTo("t1");
        assertThat(caller.progress).containsExactly(180);
    }

    @Rfc("3262, 4")
    @Test
    void doesNotOfferItByDefault() {
        SimulatedNetwork.Agent other =
                network.with(ReliableProvisionals.REQUIRED).agent(5061, told);
        other.calls(callee.address, Transport.UDP, RING, caller);
        network.pass(MOMENT);
        assertThat(invite().header("Supported"))
                .hasValueSatisfying(tags -> assertThat(tags).doesNotContain("100rel"));
    }

    @Rfc("3262, 4")
    @Test
    void leavesWhatIsNotReliableUnacknowledged() {
        dial();
        responds(invite(), 180, "t1", "", new byte[0]);
        responds(invite(), 183, "t1", "RSeq: 7\r\n", new byte[0]);
        responds(invite(), 180, "t1", "Require: 100rel\r\n", new byte[0]);
        assertThat(pracks()).isEmpty();
        assertThat(caller.progress).containsExactly(180, 183, 180);
    }

    @Rfc("3262, 4")
    @Test
    void takesARepeatedOneOnce() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t1", 7);
        assertThat(callee.requests.stream().filter(request -> request.is("PRACK")))
                .hasSize(1);
        assertThat(caller.progress).containsExactly(180);
    }

    @Rfc("3262, 4")
    @Test
    void waitsForTheOneThatIsMissing() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t1", 9);
        assertThat(pracks()).containsExactly("7 1 INVITE");
        progresses(183, "t1", 8);
        progresses(180, "t1", 9);
        assertThat(pracks()).containsExactly("7 1 INVITE", "8 1 INVITE", "9 1 INVITE");
        assertThat(caller.progress).containsExactly(180, 183, 180);
    }

    @Rfc("3262, 4")
    @Test
    void countsEachForkByItself() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t2", 100);
        progresses(183, "t1", 8);
        progresses(183, "t2", 101);
        assertThat(pracks()).containsExactly("7 1 INVITE", "100 1 INVITE", "8 1 INVITE", "101 1 INVITE");
        assertThat(last("PRACK").to().tag()).isEqualTo("t2");
    }

    @Rfc("3262, 4")
    @Test
    void repeatsThePrackUntilItIsAnswered() {
        dial();
        progresses(180, "t1", 7);
        network.pass(Duration.ofMillis(600));
        assertThat(callee.requests.stream().filter(request -> request.is("PRACK")))
                .hasSize(2);
        responds(last("PRACK"), 200, "t1", "", new byte[0]);
        network.pass(Duration.ofSeconds(20));
        assertThat(callee.requests.stream().filter(request -> request.is("PRACK")))
                .hasSize(2);
    }

    @Rfc(
            value = "3261, 13.2.2.4",
            says =
                    "a fork that answers: its early dialog is confirmed and goes on counting, its route set is that of the 2xx; other early dialogs end, and a second fork that answers is hung up")
    @Test
    void goesOnCountingAfterTheAnswer() {
        dial();
        progresses(180, "t1", 7);
        responds(last("PRACK"), 200, "t1", "", new byte[0]);
        answers("t1");
        assertThat(last("ACK").cseq().number()).isEqualTo(1);
        caller.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(last("BYE").cseq().number()).isEqualTo(3);
        responds(last("BYE"), 200, "t1", "", new byte[0]);
        assertThat(caller.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.LOCAL_BYE);
        network.pass(Duration.ofSeconds(70));
        assertThat(agent.remembered()).isZero();
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc("3261, 13.2.2.4")
    @Test
    void sendsPrackTheWayOfTheEarlyDialogAndAckThatOfTheAnswer() {
        SimulatedNetwork.Peer early = network.peer(5080);
        SimulatedNetwork.Peer late = network.peer(5081);
        dial();
        responds(
                invite(),
                180,
                "t1",
                "Require: 100rel\r\nRSeq: 7\r\nRecord-Route: <sip:192.0.2.80:5080;lr>\r\n",
                new byte[0]);
        responds(invite(), 200, "t1", "Record-Route: <sip:192.0.2.81:5081;lr>\r\n", Callee.SDP);
        assertThat(early.requests).extracting(WireRequest::method).containsOnly("PRACK");
        assertThat(late.requests).extracting(WireRequest::method).containsExactly("ACK");
    }

    @Rfc("3261, 13.2.2.4")
    @Test
    void hangsUpTheForkThatAnswersSecondWithTheNextNumber() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t2", 8);
        answers("t1");
        answers("t2");
        WireRequest bye = last("BYE");
        assertThat(bye.to().tag()).isEqualTo("t2");
        assertThat(bye.cseq().number()).isEqualTo(3);
        assertThat(caller.dialogs).hasSize(1);
        assertThat(caller.ends).isEmpty();
    }

    @Rfc("3261, 13.2.2.4")
    @Test
    void forgetsTheEarlyDialogsOfTheOthers() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t2", 8);
        answers("t2");
        callee(inEarlyDialog("OPTIONS", 1, "", ""));
        assertThat(callee.last().status()).isEqualTo(481);
    }

    @Test
    void forgetsTheEarlyDialogsOfACallThatIsRefused() {
        dial();
        progresses(180, "t1", 7);
        responds(last("PRACK"), 200, "t1", "", new byte[0]);
        responds(invite(), 486, "t1", "", new byte[0]);
        assertThat(caller.failures).containsExactly(486);
        network.pass(Duration.ofSeconds(70));
        assertThat(agent.remembered()).isZero();
        assertThat(agent.intake.active()).isZero();
    }

    @Test
    void keepsNoMoreThanAFewForks() {
        dial();
        for (int i = 0; i < 100; i++) {
            progresses(180, "many" + i, 7);
        }
        assertThat(callee.requests.stream()
                        .filter(request -> request.is("PRACK"))
                        .map(prack -> prack.to().tag())
                        .distinct())
                .hasSize(16);
        answers("last");
        assertThat(caller.dialogs).singleElement().satisfies(dialog -> assertThat(dialog.remoteTag())
                .isEqualTo("last"));
    }

    @Rfc(value = "3262, 4 (PRACK refused)", says = "a PRACK that is answered 481, or not at all, ends the call")
    @ParameterizedTest
    @ValueSource(ints = {481, 408})
    void givesUpWhenThePeerDoesNotKnowTheDialog(int status) {
        dial();
        progresses(180, "t1", 7);
        responds(last("PRACK"), status, "t1", "", new byte[0]);
        assertThat(last("CANCEL").header("Reason")).isPresent();
    }

    @Rfc("3262, 4 (PRACK refused)")
    @Test
    void givesUpWhenThePrackIsNeverAnswered() {
        dial();
        progresses(180, "t1", 7);
        network.pass(Duration.ofSeconds(33));
        assertThat(last("CANCEL").header("Reason")).isPresent();
    }

    @Rfc("3262, 4 (PRACK refused)")
    @Test
    void goesOnWithTheForkThatIsLeft() {
        dial();
        progresses(180, "t1", 7);
        progresses(180, "t2", 8);
        responds(last("PRACK"), 481, "t2", "", new byte[0]);
        answers("t1");
        assertThat(caller.dialogs).hasSize(1);
        assertThat(callee.requests).extracting(WireRequest::method).doesNotContain("CANCEL", "BYE");
    }

    @Rfc("3261, 9.1")
    @Test
    void hangsUpAnAnswerThatCrossesItsCancel() {
        Runnable cancel = dial();
        progresses(180, "t1", 7);
        cancel.run();
        network.pass(MOMENT);
        answers("t1");
        assertThat(last("BYE").cseq().number()).isEqualTo(3);
        assertThat(caller.failures).containsExactly(487);
    }

    @Rfc("3261, 12.2.2")
    @Test
    void answersRequestsInTheEarlyDialog() {
        dial();
        progresses(183, "t1", 7);
        callee(inEarlyDialog("OPTIONS", 1, "", ""));
        assertThat(callee.last().status()).isEqualTo(200);
        callee(inEarlyDialog("PRACK", 2, "RAck: 7 1 INVITE\r\n", ""));
        assertThat(callee.last().status())
                .as("nothing of ours is to be acknowledged")
                .isEqualTo(481);
        callee(inEarlyDialog("INVITE", 3, "Contact: <sip:x@192.0.2.70>\r\n", ""));
        assertThat(callee.last().status()).as("ours is under way").isEqualTo(491);
    }
}
