package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.AddressGroup;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.InboundPolicy.Unknown;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.transport.MessageRates;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp floods from 127.0.0.2 with 2,000 requests a second while another SIPp calls from 127.0.0.1, which is on the list. */
@RealPeer("SIPp")
@Duty(
        value = "Rate limit and flood",
        says =
                "2,000 INVITEs, OPTIONS or REGISTERs a second from a stranger who is dropped, refused or asked for a password, and all the connections he can open: every real call goes on, and the heap is as before")
class FloodIT {

    private static final int CALLS = 100;
    private static final int FLOOD = 10_000;
    private static final long HEAP_ALLOWANCE = 64L << 20;
    private static final AccessList KNOWN = AccessList.of(List.of(AddressGroup.of("carrier", "127.0.0.1")));

    private final Callee callee = Callee.whoAnswers();

    private static InboundPolicy policy(Unknown unknown) {
        DigestServer passwords = new DigestServer(
                "test", Duration.ofMinutes(1), user -> Optional.empty(), () -> System.nanoTime() / 1_000_000);
        return unknown == Unknown.DIGEST
                ? InboundPolicy.byAddressOrPassword("test", KNOWN, passwords, Scanners.NONE)
                : InboundPolicy.byAddress("test", KNOWN, unknown, Scanners.NONE);
    }

    private UserAgent start(Unknown unknown, MessageRates rates) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, any)
                        .listen(Transport.TCP, any)
                        .admission(policy(unknown))
                        .rates(rates)
                        .build(),
                callee);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The last column says whether the door of strangers is as wide as that of the others. */
    @ParameterizedTest
    @CsvSource({
        "DROP, invite, narrow",
        "REFUSE, invite, narrow",
        "DIGEST, invite, narrow",
        "DIGEST, invite, wide",
        "DIGEST, options, wide",
        "DIGEST, register, wide",
    })
    void takesEveryRealCallWhileStrangersFlood(Unknown unknown, String method, String door) throws IOException {
        MessageRates rates = door.equals("wide") ? MessageRates.unlimited() : new MessageRates(5000, 20, 20_000, 1000);
        try (UserAgent agent = start(unknown, rates)) {
            InetSocketAddress address = agent.boundAddress(Transport.UDP);
            long before = heap();
            Sipp.Running flood = Sipp.scenario("flood-" + method)
                    .from("127.0.0.2")
                    .calls(FLOOD, 2000)
                    .with("-nd", target(address))
                    .start();
            Sipp.scenario("uac-call").calls(CALLS, 25).succeedsAgainst(address);
            flood.succeeds();

            await().untilAsserted(() -> assertThat(callee.ends).hasSize(CALLS));
            assertThat(callee.invites).as("no call of the flood").hasSize(CALLS);
            assertThat(agent.activeCalls()).isZero();
            assertThat(heap() - before).as("bytes of heap that the flood left").isLessThan(HEAP_ALLOWANCE);
        }
    }

    @Test
    void takesEveryRealCallWhileAStrangerHoldsWhatConnectionsHeCan() throws IOException {
        List<Socket> held = new ArrayList<>();
        try (UserAgent agent = start(Unknown.DIGEST, MessageRates.unlimited())) {
            InetSocketAddress address = agent.boundAddress(Transport.TCP);
            for (int i = 0; i < 600; i++) {
                Socket socket = new Socket(
                        address.getAddress(),
                        address.getPort(),
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                        0);
                held.add(socket);
            }
            Sipp.scenario("uac-call").overTcp().calls(CALLS, 50).succeedsAgainst(address);

            await().untilAsserted(() -> assertThat(callee.ends).hasSize(CALLS));
            assertThat(callee.invites).hasSize(CALLS);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static String target(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
