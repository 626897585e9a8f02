package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.message.SipResponse;
import io.voicebridge.sip.message.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UPDATE of ours with an offer (RFC 3311 section 5.1). */
@Rfc(
        value = "3311, 5.1",
        says =
                "hold and the like by UPDATE where the peer allows it, in an early dialog too; re-INVITE where it does not, and after 405 or 501; sent again after 491 and 500; 408 and 481 end the call")
class UpdateTest {

    private static final byte[] HOLD = (Script.SDP + "a=sendonly\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final String ALLOW = "Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE\r\n";

    private final List<SipResponse> agreed = new ArrayList<>();
    private final List<InviteFailure> failed = new ArrayList<>();
    private final ReinviteListener heard = new ReinviteListener() {
        @Override
        public byte[] answered(SipResponse response) {
            agreed.add(response);
            return new byte[0];
        }

        @Override
        public void failed(InviteFailure failure) {
            failed.add(failure);
        }
    };

    private void holds(Standing call) {
        call.dialog().update(HOLD, heard);
        call.pass(Standing.MOMENT);
    }

    /** Without those that UDP had us repeat. */
    private static List<String> offers(Standing call) {
        return call.peer.requests.stream()
                .map(request -> request.cseq().toString())
                .distinct()
                .toList();
    }

    @Test
    void offersByUpdateWhereThePeerAllowsIt() {
        Standing call = Standing.called(ALLOW);
        holds(call);
        WireRequest update = call.last();
        assertThat(update.method()).isEqualTo("UPDATE");
        assertThat(update.body()).isEqualTo(HOLD);
        assertThat(update.header("Contact")).isPresent();
        call.answers(update, 200, "", Callee.SDP);
        call.pass(Duration.ofSeconds(10));
        assertThat(call.methods()).as("nothing is acknowledged").containsExactly("UPDATE");
        assertThat(agreed).hasSize(1);
    }

    @Test
    void offersByReinviteWhereThePeerSaysNothingOfUpdate() {
        Standing call = Standing.called();
        holds(call);
        assertThat(call.methods()).containsExactly("INVITE");
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501})
    void fallsBackToReinviteForGood(int status) {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.answers(call.last(), status);
        call.pass(Standing.MOMENT);
        assertThat(call.methods()).containsExactly("UPDATE", "INVITE");
        call.answers(call.last(), 200, "", Callee.SDP);
        holds(call);
        assertThat(call.methods()).containsExactly("UPDATE", "INVITE", "ACK", "INVITE");
        assertThat(agreed).hasSize(1);
    }

    @Test
    void offersAgainAfterGlare() {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.answers(call.last(), 491);
        call.pass(Duration.ofSeconds(5));
        assertThat(offers(call)).containsExactly("1 UPDATE", "2 UPDATE");
        assertThat(failed).isEmpty();
    }

    @Test
    void offersAgainWhenThePeerSaysSo() {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.answers(call.last(), 500, "Retry-After: 3\r\n", new byte[0]);
        call.pass(Duration.ofSeconds(2));
        assertThat(offers(call)).containsExactly("1 UPDATE");
        call.pass(Duration.ofSeconds(2));
        assertThat(offers(call)).containsExactly("1 UPDATE", "2 UPDATE");
    }

    @Test
    void keepsTheSessionThatIsRefused() {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.answers(call.last(), 488);
        assertThat(failed).extracting(InviteFailure::status).containsExactly(488);
        assertThat(call.callee.ends).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 481})
    void endsACallThatThePeerHasLost(int status) {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.answers(call.last(), status);
        assertThat(call.callee.ends).hasSize(1);
    }

    @Rfc(value = "3311, 5.2", says = "glare: 491 while our offer is under way, 500 with Retry-After while theirs is")
    @Test
    void refusesTheirsWhileOursIsUnderWay() {
        Standing call = Standing.called(ALLOW);
        holds(call);
        call.sends(call.request(
                "UPDATE", 7, "Contact: <sip:x@192.0.2.70>\r\nContent-Type: application/sdp\r\n", Script.SDP));
        assertThat(call.peer.last().status()).isEqualTo(491);
    }

    @Test
    void followsTheContactOfTheAnswer() {
        Standing call = Standing.called(ALLOW);
        SimulatedNetwork.Peer moved = call.network.peer(5071);
        holds(call);
        WireRequest update = call.last();
        call.sends("SIP/2.0 200 OK\r\nVia: " + update.via() + "\r\nFrom: "
                + update.header("From").orElse("") + "\r\nTo: "
                + update.header("To").orElse("") + "\r\nCall-ID: " + update.callId() + "\r\nCSeq: " + update.cseq()
                + "\r\nContact: <sip:moved@192.0.2.71:5071>\r\nContent-Length: 0\r\n\r\n");
        call.dialog().bye(List.of());
        call.pass(Standing.MOMENT);
        assertThat(moved.requests).extracting(WireRequest::method).containsExactly("BYE");
    }

    /** An early dialog whose 183 with our answer the caller has acknowledged, if it is to. */
    private static final class Early {

        final SimulatedNetwork network = new SimulatedNetwork();
        final Callee callee = Callee.whoProgresses();
        final SimulatedNetwork.Peer peer = network.peer(5070);
        final Script script = new Script(peer.address, "UDP");
        final SimulatedNetwork.Agent called = network.agent(5061, callee);

        Early(String allow) {
            script.extra = "Require: 100rel\r\n" + allow;
            sends(script.invite());
            script.toTag = peer.last().to().tag();
            pracks(2); // the 180
        }

        void sends(String message) {
            peer.sends(message, called.address);
            network.pass(Standing.MOMENT);
        }

        void pracks(int cseq) {
            String rseq = peer.responses.stream()
                    .flatMap(response -> response.header("RSeq").stream())
                    .reduce((before, after) -> after)
                    .orElseThrow();
            sends(script.in("PRACK", cseq, "RAck: " + rseq + " 1 INVITE\r\n", ""));
        }

        Dialog dialog() {
            return callee.dialogs.get(0);
        }

        List<String> methods() {
            return peer.requests.stream().map(WireRequest::method).toList();
        }
    }

    @Test
    void waitsInAnEarlyDialogForThePrackOfTheAnswer() {
        Early call = new Early(ALLOW);
        call.dialog().update(HOLD, heard);
        call.network.pass(Standing.MOMENT);
        assertThat(call.methods()).isEmpty();
        call.pracks(3);
        assertThat(call.methods()).containsExactly("UPDATE");
    }

    @Test
    void hasThe200WaitForTheAnswerToItsEarlyOffer() {
        Early call = new Early(ALLOW);
        call.pracks(3);
        call.dialog().update(HOLD, heard);
        call.callee.invites.get(0).answer(List.of());
        call.network.pass(Standing.MOMENT);
        assertThat(call.peer.last().cseq().method()).isEqualTo("PRACK");
        call.sends(IncomingCallTest.ok(call.peer.requests.get(0)));
        assertThat(call.peer.last().cseq().method()).isEqualTo("INVITE");
        assertThat(call.peer.last().status()).isEqualTo(200);
        assertThat(call.peer.last().body())
                .as("what the INVITE led to does not stand any more")
                .isEmpty();
        assertThat(agreed).hasSize(1);
    }

    @Test
    void waitsForTheDialogWhereNoUpdateIsAllowed() {
        Early call = new Early("");
        call.pracks(3);
        call.dialog().update(HOLD, heard);
        call.network.pass(Standing.MOMENT);
        assertThat(call.methods()).isEmpty();
        call.callee.invites.get(0).answer(List.of());
        call.network.pass(Standing.MOMENT);
        call.sends(call.script.ack(1));
        assertThat(call.methods()).containsExactly("INVITE");
    }

    @Test
    void failsWithTheCall() {
        Early call = new Early(ALLOW);
        call.pracks(3);
        call.dialog().update(HOLD, heard);
        call.sends(call.script.cancel());
        assertThat(failed).hasSize(1);
        assertThat(call.callee.ends).hasSize(1);
    }
}
