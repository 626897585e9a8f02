package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.message.SipRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIPp calls our user agent over real sockets. */
@RealPeer("SIPp")
class SippCallerIT {

    private final Callee callee = Callee.whoAnswers();
    private UserAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = startAgent(callee);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    static UserAgent startAgent(Callee callee) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, any)
                        .listen(Transport.TCP, any)
                        .loops(2)
                        .build(),
                callee);
    }

    @Test
    void takesCallsOverUdp() {
        Sipp.scenario("uac-call").calls(100, 50).succeedsAgainst(agent.boundAddress(Transport.UDP));
        assertCalls(100);
        assertThat(callee.invites)
                .allSatisfy(
                        invite -> assertThat(invite.request().header("x-City")).contains("Denver"));
    }

    @Test
    void takesCallsOverOneTcpConnection() {
        Sipp.scenario("uac-call").overTcp().calls(100, 50).succeedsAgainst(agent.boundAddress(Transport.TCP));
        assertCalls(100);
    }

    @Rfc("3261, 13.3.1.4")
    @Test
    void repeatsItsAnswerUntilAck() {
        Sipp.scenario("uac-late-ack").calls(2, 2).succeedsAgainst(agent.boundAddress(Transport.UDP));
        assertCalls(2);
    }

    @Rfc("3261, 7.3.1")
    @Test
    void understandsCompactHeaders() {
        Sipp.scenario("uac-compact").calls(1, 1).succeedsAgainst(agent.boundAddress(Transport.UDP));
        SipRequest invite = callee.invites.get(0).request();
        assertThat(invite.header("X-City")).contains("Denver");
        assertThat(invite.header("X-Name")).contains("Zo\u00eb");
        assertThat(invite.header("from")).get().asString().contains("M\u00fcller, \\\"Lead\\\"");
    }

    @Rfc("3261, 14.2")
    @Test
    void servesReinviteAndInfo() {
        Sipp.scenario("uac-reinvite").calls(10, 10).succeedsAgainst(agent.boundAddress(Transport.UDP));
        await().untilAsserted(() -> assertThat(callee.infos).hasSize(10));
        assertThat(callee.ends).hasSize(10);
    }

    @Rfc("3261, 8.2.1")
    @Test
    void refusesWrongMethodsOverUdpAndTcp() {
        Sipp.scenario("uac-wrong-method").calls(5, 10).succeedsAgainst(agent.boundAddress(Transport.UDP));
        Sipp.scenario("uac-wrong-method").overTcp().calls(5, 10).succeedsAgainst(agent.boundAddress(Transport.TCP));
        assertThat(callee.invites).isEmpty();
    }

    @Rfc("3261, 9.2")
    @Test
    void isCancelled() throws IOException {
        Callee waiting = Callee.whoRings();
        try (UserAgent ringing = startAgent(waiting)) {
            Sipp.scenario("uac-cancel").calls(10, 10).succeedsAgainst(ringing.boundAddress(Transport.UDP));
            assertThat(waiting.invites).hasSize(10);
            assertThat(ringing.activeCalls()).isZero();
        }
    }

    private void assertCalls(int count) {
        await().untilAsserted(() -> assertThat(callee.ends).hasSize(count));
        assertThat(callee.confirmed).hasSize(count);
        assertThat(callee.ends).allSatisfy(end -> assertThat(end.cause()).isEqualTo(DialogEnd.Cause.REMOTE_BYE));
        assertThat(agent.activeCalls()).isZero();
    }
}
