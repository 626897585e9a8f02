package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where offers and answers may stand, and where they may not (RFC 6337 section 2.2), with us as the called side. */
class OfferAnswerPatternsTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final String SDP = "Content-Type: application/sdp\r\n";
    private static final String CONTACT = "Contact: <sip:caller@192.0.2.70:5070>\r\n";
    private static final String REQUIRE = "Require: 100rel\r\n";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "UDP");

    private void caller(String message) {
        caller.sends(message, agent.address);
        network.pass(MOMENT);
    }

    private IncomingInvite offers(String headers) {
        script.extra = headers;
        caller(script.invite());
        return callee.invites.get(0);
    }

    private IncomingInvite asksForAnOffer(String headers) {
        caller(script.request("INVITE", 1, "i1", CONTACT + headers, ""));
        return callee.invites.get(0);
    }

    private void progresses(IncomingInvite invite) {
        callee.dialogs.add(invite.progress(Callee.SDP, List.of(), callee));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
    }

    private void rings(IncomingInvite invite) {
        invite.ringing();
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
    }

    private void answers(IncomingInvite invite) {
        invite.answer(List.of());
        network.pass(MOMENT);
    }

    private void pracks(int cseq, String sdp) {
        String rseq = caller.responses.stream()
                .flatMap(response -> response.header("RSeq").stream())
                .reduce((before, after) -> after)
                .orElseThrow();
        caller(script.in("PRACK", cseq, "RAck: " + rseq + " 1 INVITE\r\n" + (sdp.isEmpty() ? "" : SDP), sdp));
    }

    private void updates(int cseq) {
        caller(script.in("UPDATE", cseq, CONTACT + SDP, Script.SDP));
    }

    private WireResponse responseTo(String method) {
        return caller.responses.stream()
                .filter(response -> response.cseq().method().equals(method))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @Rfc(
            value = "6337, 2.2",
            says =
                    "the six patterns of offer and answer: INVITE and 2xx, 2xx and ACK, INVITE and reliable 1xx, reliable 1xx and PRACK, PRACK and its 200, UPDATE and its 200")
    @Test
    void inviteOffersAnd200Answers() {
        callee.answers(offers(""));
        network.pass(MOMENT);
        assertThat(responseTo("INVITE").body()).isEqualTo(Callee.SDP);
    }

    @Rfc("6337, 2.2")
    @Test
    void okOffersAndAckAnswers() {
        callee.answers(asksForAnOffer(""));
        network.pass(MOMENT);
        assertThat(responseTo("INVITE").body()).isEqualTo(Callee.SDP);
        script.toTag = caller.last().to().tag();
        caller(script.request("ACK", 1, "a1", SDP, Script.SDP));
        assertThat(callee.confirmed).singleElement().satisfies(ack -> assertThat(text(ack))
                .isEqualTo(Script.SDP));
    }

    @Rfc("6337, 2.2")
    @Test
    void inviteOffersAndReliable183Answers() {
        IncomingInvite invite = offers(REQUIRE);
        progresses(invite);
        assertThat(responseTo("INVITE").body()).isEqualTo(Callee.SDP);
        pracks(2, "");
        answers(invite);
        assertThat(responseTo("INVITE").status()).isEqualTo(200);
        assertThat(responseTo("INVITE").body()).as("the same, or none").isEqualTo(Callee.SDP);
    }

    @Rfc("6337, 2.2")
    @Test
    void reliable183OffersAndPrackAnswers() {
        IncomingInvite invite = asksForAnOffer(REQUIRE);
        progresses(invite);
        assertThat(responseTo("INVITE").body()).isEqualTo(Callee.SDP);
        pracks(2, Script.SDP);
        assertThat(responseTo("PRACK").body()).isEmpty();
        assertThat(callee.early).singleElement().satisfies(prack -> assertThat(text(prack))
                .isEqualTo(Script.SDP));
        answers(invite);
        assertThat(responseTo("INVITE").body()).as("the offer has its answer").isEmpty();
        caller(script.ack(1));
        assertThat(callee.confirmed).hasSize(1);
    }

    @Rfc("6337, 2.2")
    @Test
    void prackOffersAndIts200Answers() {
        IncomingInvite invite = offers(REQUIRE);
        progresses(invite);
        pracks(2, Script.SDP);
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(MOMENT);
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
        assertThat(responseTo("PRACK").body()).isEqualTo(Callee.SDP);
        answers(invite);
        assertThat(responseTo("INVITE").body())
                .as("what the INVITE led to does not stand any more")
                .isEmpty();
    }

    @Rfc("6337, 2.2")
    @Test
    void updateOffersAndIts200Answers() {
        progresses(offers(REQUIRE));
        pracks(2, "");
        updates(3);
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(MOMENT);
        assertThat(responseTo("UPDATE").status()).isEqualTo(200);
        assertThat(responseTo("UPDATE").body()).isEqualTo(Callee.SDP);
    }

    @Rfc(
            value = "6337, 2.2 (illegal)",
            says =
                    "an offer that may not come yet: UPDATE gets 500 with Retry-After while our answer, or offer, is due, 491 while the answer to ours is; in a PRACK it is left out of account; the 2xx waits for offers that are open")
    @Test
    void updateMustNotOfferBeforeTheAnswer() {
        IncomingInvite invite = offers(REQUIRE);
        rings(invite);
        pracks(2, "");
        updates(3);
        assertThat(responseTo("UPDATE").status()).isEqualTo(500);
        assertThat(responseTo("UPDATE").header("Retry-After")).isPresent();
        assertThat(callee.reoffers).isEmpty();
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void updateMustNotOfferAfterAnAnswerThatMayBeLost() {
        progresses(offers(""));
        updates(2);
        assertThat(responseTo("UPDATE").status()).isEqualTo(500);
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void updateMustNotOfferWhileTheAnswerToOursIsMissing() {
        progresses(asksForAnOffer(REQUIRE));
        updates(2);
        assertThat(responseTo("UPDATE").status()).isEqualTo(491);
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void updateMustNotOfferWhileAnotherWaits() {
        progresses(offers(REQUIRE));
        pracks(2, "");
        updates(3);
        updates(4);
        assertThat(responseTo("UPDATE").status()).isEqualTo(500);
        assertThat(callee.reoffers).hasSize(1);
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void prackMustNotOfferBeforeTheAnswer() {
        IncomingInvite invite = offers(REQUIRE);
        rings(invite);
        pracks(2, Script.SDP);
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
        assertThat(responseTo("PRACK").body()).isEmpty();
        assertThat(callee.reoffers).isEmpty();
        callee.answers(invite);
        network.pass(MOMENT);
        assertThat(responseTo("INVITE").body()).isEqualTo(Callee.SDP);
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void prackMustNotOfferWhileAnUpdateWaits() {
        IncomingInvite invite = offers(REQUIRE);
        progresses(invite);
        pracks(2, "");
        updates(3);
        rings(invite);
        pracks(4, Script.SDP);
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
        assertThat(callee.reoffers).hasSize(1);
    }

    @Rfc("6337, 2.2 (illegal)")
    @Test
    void okWaitsForAnOfferThatIsOpen() {
        IncomingInvite invite = offers(REQUIRE);
        progresses(invite);
        pracks(2, "");
        updates(3);
        answers(invite);
        assertThat(responseTo("INVITE").status()).isEqualTo(183);
        callee.reoffers.get(0).answer(Callee.SDP);
        network.pass(MOMENT);
        assertThat(responseTo("UPDATE").status()).isEqualTo(200);
        assertThat(responseTo("INVITE").status()).isEqualTo(200);
    }

    @Rfc(
            value = "6337, 3.2.2",
            says =
                    "an offer that is refused: 488 to UPDATE, and the call goes on; a PRACK is acknowledged, and the call refused")
    @Test
    void refusesTheOfferOfAnUpdateAlone() {
        progresses(offers(REQUIRE));
        pracks(2, "");
        updates(3);
        callee.reoffers.get(0).reject(488, "", List.of());
        network.pass(MOMENT);
        assertThat(responseTo("UPDATE").status()).isEqualTo(488);
        assertThat(responseTo("INVITE").status()).isEqualTo(183);
    }

    @Rfc("6337, 3.2.2")
    @Test
    void refusesTheCallWithTheOfferOfAPrack() {
        progresses(offers(REQUIRE));
        pracks(2, Script.SDP);
        callee.reoffers.get(0).reject(488, "", List.of());
        network.pass(MOMENT);
        assertThat(responseTo("PRACK").status()).isEqualTo(200);
        assertThat(responseTo("INVITE").status()).isEqualTo(488);
        assertThat(callee.ends).hasSize(1);
    }

    @Rfc(value = "3311, 5.2", says = "an UPDATE without an offer moves the remote target, in an early dialog too")
    @Test
    void updateWithoutAnOfferMovesTheTarget() {
        IncomingInvite invite = offers(REQUIRE);
        progresses(invite);
        pracks(2, "");
        SimulatedNetwork.Peer moved = network.peer(5071);
        caller(script.in("UPDATE", 3, "Contact: <sip:moved@192.0.2.71:5071>\r\n", ""));
        assertThat(responseTo("UPDATE").status()).isEqualTo(200);
        answers(invite);
        caller(script.ack(1));
        callee.dialogs.get(0).bye(List.of());
        network.pass(MOMENT);
        assertThat(moved.requests).hasSize(1);
    }

    @Test
    void refusesAnUpdateThatWaitsWhenTheCallerGivesUp() {
        progresses(offers(REQUIRE));
        pracks(2, "");
        updates(3);
        caller(script.cancel());
        assertThat(responseTo("UPDATE").status()).isEqualTo(487);
        assertThat(callee.ends).hasSize(1);
    }

    private static String text(SipRequest request) {
        return new String(request.sdp(), StandardCharsets.US_ASCII);
    }
}
