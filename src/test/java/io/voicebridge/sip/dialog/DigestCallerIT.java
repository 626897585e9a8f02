package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.auth.DigestAlgorithm;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.transport.MessageRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIPp, which takes the first challenge and knows MD5 only, calls as a stranger with a user and a password. */
@RealPeer("SIPp")
@Duty("Digest, inbound")
class DigestCallerIT {

    private final Callee callee = Callee.whoAnswers();
    private UserAgent agent;

    @BeforeEach
    void start() throws IOException {
        DigestServer passwords = new DigestServer(
                "voice-bridge",
                Duration.ofMinutes(1),
                List.of(DigestAlgorithm.MD5),
                user -> user.equals("alice") ? Optional.of("wonderland") : Optional.empty(),
                () -> System.nanoTime() / 1_000_000);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        agent = SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, any)
                        .listen(Transport.TCP, any)
                        .admission(InboundPolicy.byAddressOrPassword(
                                "staff", AccessList.of(List.of()), passwords, Scanners.NONE))
                        .rates(MessageRates.unlimited())
                        .build(),
                callee);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static Sipp caller(String scenario, String user, String password) {
        return Sipp.scenario(scenario).calls(10, 10).with("-s", user, "-au", user, "-ap", password);
    }

    @Test
    void isLetInWithItsPassword() {
        caller("uac-digest", "alice", "wonderland").succeedsAgainst(agent.boundAddress(Transport.UDP));

        await().untilAsserted(() -> assertThat(callee.ends).hasSize(10));
    }

    @Test
    void isLetInOverTcp() {
        caller("uac-digest", "alice", "wonderland").overTcp().succeedsAgainst(agent.boundAddress(Transport.TCP));

        await().untilAsserted(() -> assertThat(callee.ends).hasSize(10));
    }

    @Test
    void isNotLetInWithAnotherPasswordNorAsNobody() {
        caller("uac-wrong-password", "alice", "guess").succeedsAgainst(agent.boundAddress(Transport.UDP));
        caller("uac-wrong-password", "nobody", "guess").succeedsAgainst(agent.boundAddress(Transport.UDP));

        assertThat(callee.invites).isEmpty();
        assertThat(callee.refused).extracting(RefusedInvite::condition).containsOnly("wrong-password");
        assertThat(agent.activeCalls()).isZero();
    }
}
