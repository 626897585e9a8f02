package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Screening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may begin a call, and who may speak in one that stands. */
class EntranceTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private Screening screening = new Screening.Pass("");
    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee, new Door());
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final SimulatedNetwork.Peer edge = network.peer(5071);
    private final SimulatedNetwork.Peer stranger = network.peer(5081);
    private final Script script = new Script(caller.address, "UDP");

    /** The caller has a second edge; everybody else is somebody else. */
    private final class Door implements Admission {

        @Override
        public Verdict admit(InetSocketAddress source) {
            return Verdict.ADMIT;
        }

        @Override
        public Screening screen(SipRequest request, InetSocketAddress source) {
            return screening;
        }

        @Override
        public boolean isOneParty(InetAddress one, InetAddress other) {
            return one.equals(caller.address.getAddress()) && other.equals(edge.address.getAddress());
        }
    }

    private void from(SimulatedNetwork.Peer peer, String message) {
        // The Via names the caller's port, whoever sends.
        peer.sends(message.replace(";branch", ";rport;branch"), agent.address);
        network.pass(MOMENT);
    }

    private void establish() {
        from(caller, script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        from(caller, script.ack(1));
        caller.responses.clear();
    }

    @Test
    @Duty("Scanners")
    void remembersNothingForARequestThatIsDropped() {
        screening = new Screening.Drop();
        from(stranger, script.invite());
        from(stranger, script.in("OPTIONS", 2, "", ""));
        from(stranger, script.in("REGISTER", 3, "", ""));

        assertThat(stranger.responses).isEmpty();
        assertThat(agent.remembered()).isZero();
    }

    @Test
    @Duty("Methods outside a call")
    void remembersNothingForARequestThatIsChallenged() {
        screening = new Screening.Answer(401, List.of(new SipHeader("WWW-Authenticate", "Digest x")), "", "");
        from(stranger, script.invite());
        from(stranger, script.ackOfRefusal());

        assertThat(stranger.statuses()).containsExactly(401);
        assertThat(stranger.last().header("WWW-Authenticate")).contains("Digest x");
        assertThat(agent.remembered()).isZero();
        assertThat(callee.refused).as("part of every honest call").isEmpty();
    }

    @Test
    void tellsOfAWrongPassword() {
        screening = new Screening.Answer(401, List.of(), "wrong-password", "The user name or password is wrong");
        from(stranger, script.invite());

        assertThat(callee.refused).extracting(RefusedInvite::condition).containsExactly("wrong-password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER"})
    @Duty("Methods outside a call")
    void remembersNothingForMethodsThatItDoesNotServe(String method) {
        from(stranger, script.in(method, 1, "", ""));

        assertThat(stranger.statuses()).containsExactly(405);
        assertThat(agent.remembered()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE", "UPDATE", "INFO"})
    @Duty(
            value = "Source of requests in a dialog",
            says =
                    "BYE, re-INVITE, UPDATE and INFO need the Call-ID, both tags and the peer's address or connection, another edge of the same carrier counts; else 481. CANCEL and ACK need the source of the INVITE. CSeq must rise")
    void refusesARequestOfAnotherSourceInADialog(String method) {
        establish();
        from(stranger, script.in(method, 2, "Contact: <sip:x@192.0.2.81>\r\n", ""));

        assertThat(stranger.statuses()).containsExactly(481);
        assertThat(callee.ends).isEmpty();
        assertThat(callee.reoffers).isEmpty();
        assertThat(callee.infos).isEmpty();
    }

    @Test
    @Duty("Source of requests in a dialog")
    void takesARequestOfTheSamePartysOtherEdge() {
        establish();
        from(edge, script.in("BYE", 2, "", ""));

        assertThat(edge.statuses()).containsExactly(200);
        assertThat(callee.ends).hasSize(1);
    }

    @Test
    @Duty("Source of requests in a dialog")
    void takesARequestFromTheAddressThatTheContactNamed() {
        script.contact = "<sip:caller@192.0.2.81:5081>";
        establish();
        from(stranger, script.in("BYE", 2, "", ""));

        assertThat(stranger.statuses()).containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call-id", "to-tag", "from-tag"})
    @Duty("Source of requests in a dialog")
    void refusesAByeThatGuessedWrong(String part) {
        establish();
        String bye = script.in("BYE", 2, "", "");
        String wrong =
                switch (part) {
                    case "call-id" -> bye.replace("a84b4c76e66710", "guess");
                    case "to-tag" -> bye.replace(script.toTag, "guess");
                    default -> bye.replace("tag=f1", "tag=guess");
                };
        from(caller, wrong);

        assertThat(caller.statuses()).containsExactly(481);
        assertThat(callee.ends).isEmpty();
    }

    @Test
    @Duty("Source of requests in a dialog")
    void ignoresACancelOfAnotherSource() {
        from(caller, script.invite());
        from(stranger, script.cancel());

        assertThat(stranger.statuses()).containsExactly(481);
        assertThat(caller.statuses()).containsExactly(100);
        from(caller, script.cancel());
        assertThat(caller.statuses()).containsExactly(100, 200, 487);
    }

    @Test
    @Duty("Source of requests in a dialog")
    void ignoresAnAckOfAnotherSource() {
        from(caller, script.invite());
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        script.toTag = caller.last().to().tag();
        from(stranger, script.ack(1));

        assertThat(callee.confirmed).isEmpty();
        from(caller, script.ack(1));
        assertThat(callee.confirmed).hasSize(1);
    }

    @Test
    @Duty("Source of requests in a dialog")
    void leavesAnAckToAByeAlone() {
        establish();
        from(caller, script.in("BYE", 2, "", ""));
        from(caller, script.ack(2));

        assertThat(caller.statuses()).containsExactly(200);
        assertThat(callee.ends).hasSize(1);
    }
}
