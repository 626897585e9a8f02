package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our user agent calls SIPp over real sockets. */
@RealPeer("SIPp")
class SippCalleeIT {

    private final Caller caller = new Caller();
    private UserAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = SippCallerIT.startAgent(Callee.whoWaits());
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private PlacedInvite dial(Sipp sipp, Transport transport) {
        return agent.invite(
                new OutgoingInvite(
                        "sip:+13453453453@127.0.0.1:" + sipp.address().getPort(),
                        "\"Five9\" <sip:+13035550100@127.0.0.1>",
                        transport,
                        sipp.address(),
                        Callee.SDP,
                        List.of(new SipHeader("X-city", "Denver")),
                        Duration.ofSeconds(20)),
                caller);
    }

    private void callsAndHangsUp(Sipp sipp, Transport transport, int calls) {
        Sipp.Running running = sipp.calls(calls, 100).start();
        for (int i = 0; i < calls; i++) {
            dial(sipp, transport);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(caller.dialogs).hasSize(calls));
        caller.dialogs.forEach(d -> d.bye(List.of(new SipHeader("X-RouteType", "skill"))));
        running.succeeds();
        await().untilAsserted(() -> assertThat(caller.ends).hasSize(calls));
        assertThat(caller.failures).isEmpty();
        assertThat(agent.activeCalls()).isZero();
    }

    @Test
    void callsAndHangsUpOverUdp() {
        callsAndHangsUp(Sipp.scenario("uas-call"), Transport.UDP, 20);
    }

    @Test
    void callsAndHangsUpOverTcp() {
        Sipp sipp = Sipp.scenario("uas-call").overTcp();
        Sipp.Running running = sipp.calls(5, 100).start();
        sipp.awaitListening();
        for (int i = 0; i < 5; i++) {
            dial(sipp, Transport.TCP);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(caller.dialogs).hasSize(5));
        caller.dialogs.forEach(d -> d.bye(List.of()));
        running.succeeds();
    }

    @Test
    void takesARefusal() {
        Sipp sipp = Sipp.scenario("uas-busy");
        Sipp.Running running = sipp.calls(1, 1).start();
        dial(sipp, Transport.UDP);
        running.succeeds();
        await().untilAsserted(() -> assertThat(caller.failures).containsExactly(486));
    }

    @Test
    void cancels() {
        Sipp sipp = Sipp.scenario("uas-cancelled");
        Sipp.Running running = sipp.calls(1, 1).start();
        PlacedInvite placed = dial(sipp, Transport.UDP);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(caller.progress).contains(180));
        placed.cancel(List.of());
        running.succeeds();
        await().untilAsserted(() -> assertThat(caller.failures).containsExactly(487));
    }
}
