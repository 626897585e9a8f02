package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.message.SipResponse;
import io.voicebridge.sip.message.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The re-INVITEs that we send (RFC 3261 section 14.1). */
@Rfc(
        value = "3261, 14.1",
        says =
                "our re-INVITE: one at a time; after 491 again in 2.1 to 4 s if the Call-ID is ours, else within 2 s; Retry-After of 500 and 503; a refusal keeps the session")
class ReinviteTest {

    private static final byte[] HOLD = "v=0 hold".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "v=0 ours".getBytes(StandardCharsets.US_ASCII);
    private static final String OFFER = "Contact: <sip:callee@192.0.2.70:5070>\r\nContent-Type: application/sdp\r\n";

    private final Heard heard = new Heard();

    private static final class Heard implements ReinviteListener {

        final List<SipResponse> answers = new ArrayList<>();
        final List<InviteFailure> failures = new ArrayList<>();

        @Override
        public byte[] answered(SipResponse response) {
            answers.add(response);
            return ANSWER;
        }

        @Override
        public void failed(InviteFailure failure) {
            failures.add(failure);
        }
    }

    private WireRequest reinvite(Standing call) {
        call.dialog().reinvite(HOLD, heard);
        call.pass(Standing.MOMENT);
        return call.last();
    }

    @Test
    void offersAndAcknowledgesTheAnswer() {
        Standing call = Standing.calling();
        WireRequest invite = reinvite(call);
        assertThat(invite.method()).isEqualTo("INVITE");
        assertThat(invite.body()).isEqualTo(HOLD);
        assertThat(invite.cseq().number()).isEqualTo(2);
        assertThat(invite.to().tag()).isEqualTo("t1");
        call.answers(invite, 200, "", Callee.SDP);
        call.answers(invite, 200, "", Callee.SDP);
        assertThat(call.methods()).containsExactly("INVITE", "ACK", "ACK");
        assertThat(call.last().cseq().number()).isEqualTo(2);
        assertThat(call.last().body()).isEmpty();
        assertThat(heard.answers).hasSize(1);
    }

    @Test
    void asksForAnOfferAndAnswersItInTheAck() {
        Standing call = Standing.called();
        call.dialog().reinvite(new byte[0], heard);
        call.pass(Standing.MOMENT);
        assertThat(call.last().hasBody()).isFalse();
        call.answers(call.last(), 200, "", Callee.SDP);
        assertThat(call.last().method()).isEqualTo("ACK");
        assertThat(call.last().body()).isEqualTo(ANSWER);
    }

    @Test
    void followsTheContactOfTheAnswer() {
        Standing call = Standing.calling();
        SimulatedNetwork.Peer moved = call.network.peer(5071);
        WireRequest invite = reinvite(call);
        call.sends("SIP/2.0 200 OK\r\nVia: " + invite.via() + "\r\nFrom: "
                + invite.header("From").orElse("") + "\r\nTo: "
                + invite.header("To").orElse("") + "\r\nCall-ID: " + invite.callId() + "\r\nCSeq: " + invite.cseq()
                + "\r\nContact: <sip:moved@192.0.2.71:5071>\r\nContent-Length: 0\r\n\r\n");
        call.dialog().bye(List.of());
        call.pass(Standing.MOMENT);
        assertThat(moved.requests).extracting(WireRequest::method).containsExactly("ACK", "BYE");
    }

    @Test
    void waitsUntilItsOwnAnswerIsAcknowledged() {
        Standing call = Standing.called();
        call.sends(call.request("INVITE", 2, OFFER, Script.SDP));
        call.callee.reoffers.get(0).answer(Callee.SDP);
        call.dialog().reinvite(HOLD, heard);
        call.pass(Standing.MOMENT);
        assertThat(call.methods()).isEmpty();
        call.sends(call.request("ACK", 2, "", ""));
        assertThat(call.methods()).containsExactly("INVITE");
    }

    @Test
    void sendsOneAfterTheOther() {
        Standing call = Standing.calling();
        WireRequest first = reinvite(call);
        call.dialog().reinvite(HOLD, heard);
        call.pass(Standing.MOMENT);
        assertThat(call.methods()).containsExactly("INVITE");
        call.answers(first, 200, "", Callee.SDP);
        assertThat(call.methods()).containsExactly("INVITE", "ACK", "INVITE");
        assertThat(call.last().cseq().number()).isEqualTo(3);
    }

    @Rfc("3261, 14.2")
    @Test
    void answers491ToTheirsWhileOursIsUnderWay() {
        Standing call = Standing.calling();
        reinvite(call);
        call.sends(call.request("INVITE", 7, OFFER, Script.SDP));
        assertThat(call.peer.statuses()).containsExactly(100, 491);
        call.sends(call.request("UPDATE", 8, OFFER, Script.SDP));
        assertThat(call.peer.last().status()).isEqualTo(491);
    }

    @RepeatedTest(20)
    void triesAgainTwoToFourSecondsAfterGlareIfTheCallIdIsOurs() {
        Standing call = Standing.calling();
        call.answers(reinvite(call), 491);
        call.pass(Duration.ofMillis(1900));
        assertThat(call.methods()).containsExactly("INVITE", "ACK");
        call.pass(Duration.ofMillis(2200));
        assertThat(call.methods()).containsSubsequence("INVITE", "ACK", "INVITE");
        assertThat(call.last().cseq().number()).isEqualTo(3);
        assertThat(heard.failures).isEmpty();
    }

    @RepeatedTest(20)
    void triesAgainWithinTwoSecondsAfterGlareIfItIsTheirs() {
        Standing call = Standing.called();
        call.answers(reinvite(call), 491);
        call.pass(Duration.ofMillis(2100));
        assertThat(call.methods()).containsSubsequence("INVITE", "ACK", "INVITE");
    }

    @Test
    void givesUpAfterGlareFiveTimes() {
        Standing call = Standing.called();
        reinvite(call);
        for (int i = 0; i < 5; i++) {
            call.answers(call.last(), 491);
            call.pass(Duration.ofSeconds(3));
        }
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(491);
        assertThat(call.callee.ends).isEmpty();
    }

    @Test
    void honoursRetryAfter() {
        Standing call = Standing.calling();
        call.answers(reinvite(call), 500, "Retry-After: 3 (busy)\r\n", new byte[0]);
        call.pass(Duration.ofMillis(2700));
        assertThat(call.methods()).containsExactly("INVITE", "ACK");
        call.pass(Duration.ofMillis(400));
        assertThat(call.last().method()).isEqualTo("INVITE");
    }

    @Test
    void doesNotWaitForever() {
        Standing call = Standing.calling();
        call.answers(reinvite(call), 503, "Retry-After: 3600\r\n", new byte[0]);
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(503);
    }

    @Rfc("3326; 6432")
    @Test
    void keepsTheCallWhenTheOfferIsRefused() {
        Standing call = Standing.calling();
        call.answers(reinvite(call), 488, "Reason: Q.850;cause=88;text=\"Incompatible\"\r\n", new byte[0]);
        assertThat(heard.failures).singleElement().satisfies(failure -> {
            assertThat(failure.status()).isEqualTo(488);
            assertThat(failure.reasons()).singleElement().satisfies(reason -> assertThat(reason.cause())
                    .hasValue(88));
        });
        assertThat(call.caller.ends).isEmpty();
        assertThat(call.methods()).containsExactly("INVITE", "ACK");
    }

    @Rfc(value = "3261, 12.2.1.2", says = "408, 481 or silence to a re-INVITE of ours ends the dialog with BYE")
    @ParameterizedTest
    @ValueSource(ints = {408, 481})
    void endsTheDialogWhenThePeerHasLostIt(int status) {
        Standing call = Standing.calling();
        call.answers(reinvite(call), status);
        assertThat(call.caller.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.PEER_LOST);
        assertThat(call.methods()).containsExactly("INVITE", "ACK", "BYE");
        assertThat(call.last().header("Reason").orElse("")).startsWith("SIP;cause=" + status);
        assertThat(heard.failures).hasSize(1);
    }

    @Rfc("3261, 12.2.1.2")
    @Test
    void endsTheDialogWhenThereIsNoAnswerAtAll() {
        Standing call = Standing.calling();
        reinvite(call);
        call.pass(Duration.ofSeconds(33));
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(408);
        assertThat(call.caller.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.PEER_LOST);
        call.pass(Duration.ofSeconds(64));
        assertThat(call.agent.remembered()).isZero();
    }

    @Test
    void givesUpAPeerThatSaysTryingForEver() {
        Standing call = Standing.calling();
        call.answers(reinvite(call), 100);
        call.pass(Duration.ofSeconds(65));
        assertThat(call.methods()).contains("CANCEL");
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(408);
        assertThat(call.caller.ends).isEmpty();
    }

    @Test
    void tellsFailureWhenTheCallEndsMeanwhile() {
        Standing call = Standing.calling();
        WireRequest invite = reinvite(call);
        call.sends(call.request("BYE", 9, "", ""));
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(487);
        call.answers(invite, 200, "", Callee.SDP);
        assertThat(call.last().method())
                .as("a late 2xx is acknowledged all the same")
                .isEqualTo("ACK");
        assertThat(heard.answers).isEmpty();
    }

    @Test
    void hangsUpDuringAReinvite() {
        Standing call = Standing.calling();
        reinvite(call);
        call.dialog().bye(List.of());
        call.pass(Standing.MOMENT);
        assertThat(call.methods()).containsExactly("INVITE", "BYE");
        assertThat(call.last().cseq().number()).isEqualTo(3);
    }

    @Test
    void refusesWhenTheDialogHasEnded() {
        Standing call = Standing.calling();
        call.sends(call.request("BYE", 9, "", ""));
        reinviteQuietly(call);
        assertThat(heard.failures).extracting(InviteFailure::status).containsExactly(481);
    }

    private void reinviteQuietly(Standing call) {
        call.dialog().reinvite(HOLD, heard);
        call.pass(Standing.MOMENT);
    }

    @Test
    void sendsInfoAndTellsItsStatus() {
        Standing call = Standing.calling();
        List<Integer> statuses = new ArrayList<>();
        call.dialog().info("application/dtmf-relay", "Signal=5".getBytes(StandardCharsets.US_ASCII), statuses::add);
        call.pass(Standing.MOMENT);
        assertThat(call.last().header("Content-Type")).contains("application/dtmf-relay");
        call.answers(call.last(), 200);
        assertThat(statuses).containsExactly(200);
    }
}
