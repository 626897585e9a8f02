package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.message.WireResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Provisional responses of ours that the caller acknowledges (RFC 3262 sections 3 and 5). */
class ReliableProvisionalTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final String OFFER = "Content-Type: application/sdp\r\n";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "UDP");
    private SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private int cseq = 1;

    private void caller(String message) {
        caller.sends(message, agent.address);
        network.pass(MOMENT);
    }

    /** The caller calls, and requires reliable responses. */
    private IncomingInvite called() {
        return called("Require: 100rel\r\n");
    }

    private IncomingInvite called(String headers) {
        script.extra = headers;
        caller(script.invite());
        return callee.invites.get(0);
    }

    private IncomingInvite calledWithoutOffer(String headers) {
        caller(script.request("INVITE", 1, "i1", "Contact: " + script.contact + "\r\n" + headers, ""));
        return callee.invites.get(0);
    }

    private void rings(IncomingInvite invite) {
        invite.ringing();
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
    }

    private void progresses(IncomingInvite invite) {
        callee.dialogs.add(invite.progress(Callee.SDP, List.of(), callee));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
    }

    private void answers(IncomingInvite invite) {
        invite.answer(List.of());
        network.pass(MOMENT);
    }

    private long rseq() {
        return Long.parseLong(caller.last().header("RSeq").orElseThrow());
    }

    private void prack() {
        prack(rseq() + " 1 INVITE", "", "");
    }

    private void prack(String rack, String headers, String body) {
        cseq++;
        caller(script.in("PRACK", cseq, "RAck: " + rack + "\r\n" + headers, body));
    }

    private List<Integer> statusesWithout100() {
        return caller.statuses().stream().filter(status -> status > 100).toList();
    }

    private WireResponse responseTo(String method) {
        return caller.responses.stream()
                .filter(response -> response.cseq().method().equals(method))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @Rfc(
            value = "3262, 3",
            says =
                    "an INVITE that requires 100rel gets 180 and 183 reliably: Require and RSeq, repeated at T1, 2*T1, 4*T1 ..., 504 after 64*T1; RSeq begins between 1 and 2^31 - 1 and rises by one; one at a time")
    @Carrier(
            value = "Telnyx",
            says =
                    "a call that requires 100rel, as with its `prack_enabled`, has its 180 and 183 acknowledged by PRACK")
    @Test
    void numbersWhatTheCallerRequiresToBeReliable() {
        rings(called());
        assertThat(caller.last().status()).isEqualTo(180);
        assertThat(caller.last().header("Require")).contains("100rel");
        assertThat(rseq()).isBetween(1L, (1L << 31) - 1);
        assertThat(caller.last().header("Contact")).isPresent();
    }

    @Rfc("3262, 3")
    @Test
    void beginsWithANumberThatNobodyCanGuess() {
        long different = LongStream.range(0, 20)
                .map(i -> {
                    ReliableProvisionalTest one = new ReliableProvisionalTest();
                    one.rings(one.called());
                    return one.rseq();
                })
                .distinct()
                .count();
        assertThat(different).isGreaterThan(10);
    }

    @Rfc("3262, 3")
    @Test
    void repeatsTwiceAsLateEachTimeUntilPrack() {
        rings(called());
        network.pass(Duration.ofMillis(7800));
        // 0, 0.5, 1.5, 3.5, 7.5 s.
        assertThat(statusesWithout100()).containsExactly(180, 180, 180, 180, 180);
        prack();
        network.pass(Duration.ofSeconds(40));
        assertThat(statusesWithout100()).containsExactly(180, 180, 180, 180, 180, 200);
    }

    @Rfc("3262, 3")
    @Test
    void refusesTheCallWhenNoPrackComesInThirtyTwoSeconds() {
        rings(called());
        network.pass(Duration.ofSeconds(32));
        assertThat(caller.last().status()).isEqualTo(504);
        caller(script.ackOfRefusal());
        network.pass(Duration.ofSeconds(70));
        assertThat(agent.remembered()).isZero();
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc("3262, 3")
    @Test
    void tellsTheEndOfACallWhoseCallerNeverSendsPrack() {
        progresses(called());
        network.pass(Duration.ofSeconds(32));
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.NOT_ACKNOWLEDGED);
    }

    @Rfc("3262, 3")
    @Test
    void hasTheNextOneWaitForThePrackOfTheFirst() {
        IncomingInvite invite = called();
        rings(invite);
        long first = rseq();
        progresses(invite);
        assertThat(statusesWithout100()).containsExactly(180);
        prack();
        assertThat(statusesWithout100()).containsExactly(180, 200, 183);
        assertThat(rseq()).isEqualTo(first + 1);
    }

    @Test
    void neverLeavesADescriptionOutHoweverOftenItRings() {
        IncomingInvite invite = called();
        rings(invite);
        for (int i = 0; i < 20; i++) {
            invite.ringing();
        }
        progresses(invite);
        for (int i = 0; i < 10; i++) {
            network.pass(MOMENT);
            script.toTag = responseTo("INVITE").to().tag();
            prack(responseTo("INVITE").header("RSeq").orElseThrow() + " 1 INVITE", "", "");
        }
        assertThat(statusesWithout100().stream().filter(status -> status == 180))
                .hasSize(4);
        assertThat(responseTo("INVITE").status()).isEqualTo(183);
    }

    @Rfc(
            value = "3262, 3 (PRACK)",
            says = "481 to a PRACK that acknowledges nothing, 400 without RAck; 481 outside a dialog")
    @ParameterizedTest
    @ValueSource(strings = {"N+1 1 INVITE", "N 2 INVITE", "N 1 UPDATE", "4294967295 1 INVITE"})
    void answers481ToAPrackForAnotherResponse(String rack) {
        rings(called());
        prack(rack.replace("N+1", Long.toString(rseq() + 1)).replace("N", Long.toString(rseq())), "", "");
        assertThat(responseTo("PRACK").status()).isEqualTo(481);
        network.pass(Duration.ofMillis(600));
        assertThat(caller.last().status()).as("still repeated").isEqualTo(180);
    }

    @Rfc("3262, 3 (PRACK)")
    @Test
    void answers481ToASecondPrack() {
        rings(called());
        String rack = rseq() + " 1 INVITE";
        prack(rack, "", "");
        prack(rack, "", "");
        assertThat(statusesWithout100()).containsExactly(180, 200, 481);
    }

    @Rfc("3262, 3 (PRACK)")
    @Test
    void answersTheSamePrackAlike() {
        rings(called());
        String prack = script.in("PRACK", 2, "RAck: " + rseq() + " 1 INVITE\r\n", "");
        caller(prack);
        caller(prack);
        assertThat(statusesWithout100()).containsExactly(180, 200, 200);
    }

    @Rfc("3262, 3 (PRACK)")
    @Test
    void answers481ToAPrackOutsideADialog() {
        caller(script.in("PRACK", 1, "RAck: 1 1 INVITE\r\n", ""));
        assertThat(caller.statuses()).containsExactly(481);
        script.toTag = "guessed";
        caller(script.in("PRACK", 2, "RAck: 1 1 INVITE\r\n", ""));
        assertThat(caller.statuses()).containsExactly(481, 481);
        assertThat(agent.remembered()).isZero();
    }

    @Duty(
            value = "Authentication in an early dialog",
            says = "a PRACK or BYE for an early dialog is taken from its caller only, however well it is guessed")
    @Test
    void answers481ToAStranger() {
        SimulatedNetwork.Peer stranger = network.peer(5099);
        rings(called());
        String prack = script.in("PRACK", 2, "RAck: " + rseq() + " 1 INVITE\r\n", "");
        stranger.sends(prack.replace("192.0.2.70:5070", "192.0.2.99:5099"), agent.address);
        stranger.sends(script.in("BYE", 3, "", "").replace("192.0.2.70:5070", "192.0.2.99:5099"), agent.address);
        network.pass(MOMENT);
        assertThat(stranger.statuses()).containsExactly(481, 481);
        prack();
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
    }

    @Rfc("3262, 3 (PRACK)")
    @ParameterizedTest
    @ValueSource(strings = {"", "0 1 INVITE", "x 1 INVITE", "1", "1 INVITE", "4294967296 1 INVITE", "-1 1 INVITE"})
    void answers400ToAPrackWithoutARackThatMakesSense(String rack) {
        rings(called());
        prack(rack, "", "");
        assertThat(responseTo("PRACK").status()).isEqualTo(400);
    }

    @Rfc(
            value = "3262, 3 (2xx)",
            says =
                    "the 2xx waits for the PRACK of a description, and not for that of another response; a refusal never waits; a PRACK that crosses either is served")
    @Test
    void has200WaitForThePrackOfADescription() {
        IncomingInvite invite = called();
        progresses(invite);
        answers(invite);
        assertThat(statusesWithout100()).containsExactly(183);
        prack();
        assertThat(statusesWithout100()).containsExactly(183, 200, 200);
        caller(script.ack(1));
        network.pass(Duration.ofSeconds(10));
        assertThat(statusesWithout100()).hasSize(3);
        assertThat(callee.confirmed).hasSize(1);
    }

    @Rfc("3262, 3 (2xx)")
    @Test
    void answersAtOnceWhileAResponseWithoutADescriptionIsUnacknowledged() {
        IncomingInvite invite = called();
        rings(invite);
        String rack = rseq() + " 1 INVITE";
        callee.answers(invite);
        network.pass(MOMENT);
        assertThat(statusesWithout100()).containsExactly(180, 200);
        prack(rack, "", "");
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
        caller(script.ack(1));
        network.pass(Duration.ofSeconds(10));
        assertThat(statusesWithout100()).as("no 180 after the 200").containsExactly(180, 200, 200);
    }

    @Rfc("3262, 3 (2xx)")
    @Test
    void refusesAtOnceAndServesThePrackThatCrosses() {
        IncomingInvite invite = called();
        progresses(invite);
        String rack = rseq() + " 1 INVITE";
        invite.reject(486, "", List.of());
        network.pass(MOMENT);
        assertThat(caller.last().status()).isEqualTo(486);
        caller(script.ackOfRefusal());
        prack(rack, "", "");
        assertThat(caller.last().status()).isEqualTo(200);
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.REJECTED);
        network.pass(Duration.ofSeconds(70));
        assertThat(agent.remembered()).isZero();
    }

    @Rfc("3262, 3 (2xx)")
    @Test
    void takesCancelWhileTheAnswerWaits() {
        IncomingInvite invite = called();
        progresses(invite);
        answers(invite);
        caller(script.cancel());
        assertThat(statusesWithout100()).containsExactlyInAnyOrder(183, 200, 487);
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.CANCELLED);
        assertThat(callee.answered).hasValue(0);
    }

    @Rfc(
            value = "3262, 3 (Supported)",
            says = "Supported: 100rel is taken up where the setting says so; by default only what is required")
    @Test
    void ringsUnreliablyWhereItIsOnlySupported() {
        rings(called("Supported: 100rel\r\n"));
        assertThat(caller.last().header("RSeq")).isEmpty();
        network.pass(Duration.ofSeconds(40));
        assertThat(statusesWithout100()).containsExactly(180);
    }

    @Rfc("3262, 3 (Supported)")
    @Test
    void ringsReliablyWhereThatIsThePolicy() {
        agent = network.with(ReliableProvisionals.SUPPORTED).agent(5061, callee);
        rings(called("Supported: timer, 100rel\r\n"));
        assertThat(caller.last().header("RSeq")).isPresent();
    }

    @Rfc("3262, 3 (Supported)")
    @Test
    void ringsUnreliablyWhereTheCallerDoesNotKnowIt() {
        agent = network.with(ReliableProvisionals.SUPPORTED).agent(5061, callee);
        rings(called("Supported: timer\r\n"));
        assertThat(caller.last().header("RSeq")).isEmpty();
    }

    @Rfc(
            value = "3261, 13.2.1",
            says = "the first reliable response to an INVITE without an offer holds one; no unreliable response does")
    @Test
    void doesNotRingReliablyWithoutTheOfferThatIsDue() {
        IncomingInvite invite = calledWithoutOffer("Require: 100rel\r\n");
        invite.ringing();
        network.pass(MOMENT);
        assertThat(statusesWithout100()).isEmpty();
        callee.answers(invite);
        network.pass(MOMENT);
        assertThat(caller.last().body()).isEqualTo(Callee.SDP);
    }

    @Rfc("3261, 13.2.1")
    @Test
    void givesNoOfferInAnUnreliableResponse() {
        IncomingInvite invite = calledWithoutOffer("");
        assertThat(invite.mayProgress()).isFalse();
        invite.progress(Callee.SDP, List.of(), callee);
        network.pass(MOMENT);
        assertThat(statusesWithout100()).isEmpty();
        answers(invite);
        assertThat(caller.last().body()).as("of the 200").isEqualTo(Callee.SDP);
    }

    @Rfc("3261, 13.2.1")
    @Test
    void repeatsTheDescriptionOfAnUnreliable183InThe200() {
        IncomingInvite invite = called("");
        progresses(invite);
        assertThat(caller.last().header("RSeq")).isEmpty();
        assertThat(caller.last().body()).isEqualTo(Callee.SDP);
        answers(invite);
        assertThat(statusesWithout100()).containsExactly(183, 200);
        assertThat(caller.last().body()).isEqualTo(Callee.SDP);
    }

    @Test
    void keepsToTheFirstDescription() {
        IncomingInvite invite = called("");
        progresses(invite);
        invite.answer("v=0\r\n".getBytes(), List.of(), callee);
        network.pass(MOMENT);
        assertThat(statusesWithout100()).containsExactly(183);
        answers(invite);
        assertThat(caller.last().body()).isEqualTo(Callee.SDP);
    }

    @Test
    void tellsTheEndOfEarlyMediaWhenTheCallerGivesUp() {
        progresses(called(""));
        caller(script.cancel());
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.CANCELLED);
        assertThat(agent.intake.active()).isZero();
    }

    @Rfc("3261, 15")
    @Test
    void takesByeInTheEarlyDialog() {
        progresses(called());
        prack();
        caller(script.in("BYE", 3, "", ""));
        assertThat(statusesWithout100()).containsExactlyInAnyOrder(183, 200, 200, 487);
        assertThat(callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.CANCELLED);
    }

    @Rfc("3261, 14.2")
    @Test
    void answers500ToAnotherInviteBeforeTheAnswer() {
        progresses(called());
        prack();
        caller(script.in("INVITE", 3, OFFER, Script.SDP));
        assertThat(caller.last().status()).isEqualTo(500);
        assertThat(caller.last().header("Retry-After")).isPresent();
    }

    @Rfc("3261, 12.2.2")
    @Test
    void answers500ToAPrackWhoseNumberDoesNotRise() {
        rings(called());
        caller(script.in("PRACK", 1, "RAck: " + rseq() + " 1 INVITE\r\n", ""));
        assertThat(caller.last().status()).isEqualTo(500);
    }
}
