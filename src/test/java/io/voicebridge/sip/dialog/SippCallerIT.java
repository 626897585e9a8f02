package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIPp calls our user agent over real sockets. */
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
    }

    @Test
    void takesCallsOverOneTcpConnection() {
        Sipp.scenario("uac-call").overTcp().calls(100, 50).succeedsAgainst(agent.boundAddress(Transport.TCP));
        assertCalls(100);
    }

    private void assertCalls(int count) {
        await().untilAsserted(() -> assertThat(callee.ends).hasSize(count));
        assertThat(callee.confirmed).hasSize(count);
        assertThat(callee.ends).allSatisfy(end -> assertThat(end.cause()).isEqualTo(DialogEnd.Cause.REMOTE_BYE));
        assertThat(callee.invites)
                .allSatisfy(
                        invite -> assertThat(invite.request().header("x-City")).contains("Denver"));
        assertThat(agent.activeCalls()).isZero();
    }
}
