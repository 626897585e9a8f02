package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls of ours that would come round to us. */
@Rfc(
        value = "3261, 16.3",
        says =
                "loops: no call to ourselves; 482 for a call of ours that comes back, known by Via and by a header; Max-Forwards carried on to the next leg")
@Duty(value = "Loops", says = "our own call that comes back is refused with 482, and none is placed to ourselves")
class LoopGuardTest {

    private static final Duration RING = Duration.ofSeconds(20);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer peer = network.peer(5070);
    private final Caller caller = new Caller();

    private WireRequest invite(CallTerms terms) {
        agent.calls(peer.address, Transport.UDP, RING, terms, caller);
        network.pass(Standing.MOMENT);
        return peer.requests.get(0);
    }

    @Test
    void placesNoCallToItself() {
        agent.calls(agent.address, Transport.UDP, RING, caller);
        network.pass(Standing.MOMENT);
        assertThat(caller.failures).containsExactly(482);
        assertThat(callee.invites).isEmpty();
        assertThat(agent.intake.active()).isZero();
    }

    @Test
    void refusesItsOwnCallWithTheHeaderKept() {
        String token = invite(CallTerms.NONE).header(LoopGuard.HEADER).orElse("");
        Script script = new Script(peer.address, "UDP");
        script.extra = LoopGuard.HEADER + ": " + token + "\r\n";
        peer.sends(script.invite(), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(peer.last().status()).isEqualTo(482);
        assertThat(callee.refused).extracting(RefusedInvite::condition).containsExactly("own-call");
    }

    @Test
    void refusesItsOwnCallThatProxiesSentBack() {
        String via = invite(CallTerms.NONE).via().toString();
        Script script = new Script(peer.address, "UDP");
        script.extra = "Via: " + via + "\r\n";
        peer.sends(script.invite(), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(peer.last().status()).isEqualTo(482);
    }

    @Test
    void takesItsOwnCallThatWasPlacedToComeBack() {
        WireRequest invite = invite(CallTerms.NONE.returning());
        Script script = new Script(peer.address, "UDP");
        script.extra = LoopGuard.HEADER + ": " + invite.header(LoopGuard.HEADER).orElse("") + "\r\nVia: " + invite.via()
                + "\r\n";
        peer.sends(script.invite(), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(callee.invites).hasSize(1);
    }

    @Test
    void takesCallsOfOthersWithAMarkOfTheirOwn() {
        Script script = new Script(peer.address, "UDP");
        script.extra = LoopGuard.HEADER + ": other\r\nVia: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bKx\r\n";
        peer.sends(script.invite(), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(callee.invites).hasSize(1);
    }

    @Test
    void carriesTheHopsThatAreLeft() {
        assertThat(invite(CallTerms.NONE.withHops(17)).header("Max-Forwards")).contains("17");
    }
}
