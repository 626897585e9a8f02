package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.voicebridge.conformance.Rfc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to a real name server on this machine. */
class DnsNamesTest {

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final NameServer first = NameServer.start();
    private final NameServer second = NameServer.start();
    private final AtomicLong now = new AtomicLong();
    private final DnsNames names = new DnsNames(
            group.next(),
            NioDatagramChannel.class,
            NioSocketChannel.class,
            new DnsSettings(List.of(first.address(), second.address()), Duration.ofMillis(200)),
            now::get);

    @AfterEach
    void stop() {
        names.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        first.close();
        second.close();
    }

    private <T> List<T> asked(Supplier<CompletableFuture<List<T>>> question) throws Exception {
        CompletableFuture<List<T>> answer = new CompletableFuture<>();
        group.next().execute(() -> question.get().whenComplete((found, failure) -> {
            if (failure == null) {
                answer.complete(found);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private List<String> addresses(String host) throws Exception {
        return asked(() -> names.addresses(host, IpFamily.IPV4)).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Test
    void readsServicesPointersAndAddresses() throws Exception {
        first.service("_sip._udp.carrier.example", 10, 60, 5070, "a.carrier.example")
                .pointer("carrier.example", 50, 51, "SIP+D2U", "_sip._udp.carrier.example")
                .address("a.carrier.example", "192.0.2.1", "192.0.2.2", "2001:db8::1");
        assertThat(asked(() -> names.services("_sip._udp.Carrier.example")))
                .containsExactly(new Srv(10, 60, 5070, "a.carrier.example."));
        assertThat(asked(() -> names.pointers("carrier.example")))
                .containsExactly(new Naptr(50, 51, "s", "SIP+D2U", "_sip._udp.carrier.example."));
        assertThat(addresses("a.carrier.example")).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(asked(() -> names.addresses("a.carrier.example", IpFamily.IPV6)))
                .containsExactly(InetAddress.getByName("2001:db8::1"));
    }

    @Test
    void followsAliases() throws Exception {
        first.alias("sip.carrier.example", "edge.carrier.example").address("edge.carrier.example", "192.0.2.1");
        assertThat(addresses("sip.carrier.example")).containsExactly("192.0.2.1");
    }

    @Test
    void endsACircleOfAliases() throws Exception {
        first.alias("one.example", "two.example").alias("two.example", "one.example");
        assertThat(addresses("one.example")).isEmpty();
    }

    @Test
    void asksTheNextServerWhenOneIsSilentOrFails() throws Exception {
        first.isSilentAbout("carrier.example").failsAt("other.example");
        second.address("carrier.example", "192.0.2.1").address("other.example", "192.0.2.2");
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
        assertThat(addresses("other.example")).containsExactly("192.0.2.2");
    }

    @Test
    void failsWhenNobodyAnswers() {
        first.isSilentAbout("carrier.example");
        second.failsAt("carrier.example");
        assertThatThrownBy(() -> addresses("carrier.example"))
                .hasMessageContaining("No name server could say where carrier.example. leads to");
        assertThat(first.questions()).hasSize(2);
    }

    @Test
    void asksOverTcpForAnAnswerThatDoesNotFit() throws Exception {
        first.address("carrier.example", "192.0.2.1").isLong("carrier.example");
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
        assertThat(first.questions()).hasSize(2);
    }

    @Test
    @Rfc(
            value = "2308, 5; 8767",
            says =
                    "what the DNS says is remembered for as long as it says, that there is nothing too; when the name servers"
                            + " fall silent the last answer goes on to hold for a day")
    void remembersForAsLongAsTheServerSays() throws Exception {
        first.holdsFor(60).address("carrier.example", "192.0.2.1");
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
        first.forget("carrier.example").address("carrier.example", "192.0.2.9");
        now.addAndGet(59_000);
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
        now.addAndGet(2_000);
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.9");
    }

    @Test
    @Rfc("2308, 5; 8767")
    void remembersNothingForAsLongAsTheServerSays() throws Exception {
        first.saysNothingFor(20);
        assertThat(addresses("carrier.example")).isEmpty();
        first.address("carrier.example", "192.0.2.1");
        now.addAndGet(19_000);
        assertThat(addresses("carrier.example")).isEmpty();
        now.addAndGet(2_000);
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
    }

    @Test
    @Rfc("2308, 5; 8767")
    void keepsTheLastAnswerWhenTheServersFallSilent() throws Exception {
        first.holdsFor(1).address("carrier.example", "192.0.2.1");
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
        now.addAndGet(3_600_000);
        first.isSilentAbout("carrier.example");
        second.isSilentAbout("carrier.example");
        assertThat(addresses("carrier.example")).containsExactly("192.0.2.1");
    }

    @Test
    void leavesOutRecordsThatMakeNoSense() throws Exception {
        first.nonsense("_sip._udp.carrier.example").service("_sip._udp.carrier.example", 1, 1, 5060, "a.example");
        assertThat(asked(() -> names.services("_sip._udp.carrier.example"))).hasSize(1);
    }

    @Test
    void refusesANameThatTheDnsHasNoRoomFor() {
        assertThatThrownBy(() -> addresses("a".repeat(70) + ".example")).hasMessageContaining("is no name of a host");
    }

    @Test
    void asksFromANewPortEachTime() throws Exception {
        InetSocketAddress anyServer = first.address();
        for (int i = 0; i < 20; i++) {
            addresses("host" + i + ".example");
        }
        assertThat(first.ports()).hasSizeGreaterThan(10).doesNotContain(anyServer.getPort());
    }
}
