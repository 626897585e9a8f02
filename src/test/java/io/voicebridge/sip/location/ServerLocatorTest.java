package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Where SIP URIs lead to, by what the DNS says. */
class ServerLocatorTest {

    private static final String HOST = "carrier.example";
    private static final Set<IpFamily> BOTH = Set.of(IpFamily.IPV4, IpFamily.IPV6);

    /** A DNS that answers at once. */
    private static final class Zone implements Names {

        final Map<String, List<Naptr>> pointers = new HashMap<>();
        final Map<String, List<Srv>> services = new HashMap<>();
        final Map<String, List<InetAddress>> addresses = new HashMap<>();
        final List<String> failing = new ArrayList<>();
        final List<String> asked = new ArrayList<>();

        Zone pointer(String service, int order, String replacement) {
            pointers.computeIfAbsent(HOST, h -> new ArrayList<>()).add(new Naptr(order, 50, "s", service, replacement));
            return this;
        }

        Zone service(String name, int priority, int port, String target) {
            services.computeIfAbsent(name, h -> new ArrayList<>()).add(new Srv(priority, 0, port, target));
            return this;
        }

        Zone address(String host, String... all) {
            for (String each : all) {
                addresses.computeIfAbsent(host, h -> new ArrayList<>()).add(literal(each));
            }
            return this;
        }

        Zone fails(String name) {
            failing.add(name);
            return this;
        }

        @Override
        public CompletableFuture<List<Naptr>> pointers(String domain) {
            return answer("NAPTR", domain, pointers);
        }

        @Override
        public CompletableFuture<List<Srv>> services(String name) {
            return answer("SRV", name, services);
        }

        @Override
        public CompletableFuture<List<InetAddress>> addresses(String host, IpFamily family) {
            return answer(family.name(), host, addresses).thenApply(all -> all.stream()
                    .filter(each -> IpFamily.of(each) == family)
                    .toList());
        }

        private <T> CompletableFuture<List<T>> answer(String type, String name, Map<String, List<T>> zone) {
            asked.add(type + " " + name);
            String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            return failing.contains(plain)
                    ? CompletableFuture.failedFuture(new NameFailure("Nobody answers about " + plain))
                    : CompletableFuture.completedFuture(zone.getOrDefault(plain, List.of()));
        }
    }

    private final Zone zone = new Zone();

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<String> found(String uri, Map<Transport, Set<IpFamily>> means) {
        return new ServerLocator(zone, new Means(means), most -> 0)
                .locate(SipUri.parse(uri).orElseThrow()).join().stream()
                        .map(each -> each.transport() + " "
                                + each.address().getAddress().getHostAddress() + " "
                                + each.address().getPort())
                        .toList();
    }

    private List<String> found(String uri) {
        return found(uri, Map.of(Transport.UDP, BOTH, Transport.TCP, BOTH, Transport.TLS, BOTH));
    }

    @Test
    @Rfc(
            value = "3263, 4.1",
            says =
                    "the transport is the URI's own; else UDP, or TLS for sips, where there is an address or a port; else the"
                            + " first service of the domain's NAPTR records that we speak; else whatever has SRV records; else UDP or"
                            + " TLS. Services without TLS are never used for sips")
    void takesAnAddressAsItIs() {
        assertThat(found("sip:x@192.0.2.1")).containsExactly("UDP 192.0.2.1 5060");
        assertThat(found("sip:x@192.0.2.1:5080;transport=tcp")).containsExactly("TCP 192.0.2.1 5080");
        assertThat(found("sips:x@192.0.2.1")).containsExactly("TLS 192.0.2.1 5061");
        assertThat(found("sips:x@192.0.2.1;transport=tcp")).containsExactly("TLS 192.0.2.1 5061");
        assertThat(found("sip:x@[2001:db8::1]")).containsExactly("UDP 2001:db8:0:0:0:0:0:1 5060");
        assertThat(zone.asked).isEmpty();
    }

    @Test
    @Rfc("3263, 4.1")
    void asksForAddressesOnlyWhereAPortIsGiven() {
        zone.address(HOST, "192.0.2.1").service("_sip._udp.carrier.example", 1, 9999, "other.example");
        assertThat(found("sip:x@carrier.example:5070")).containsExactly("UDP 192.0.2.1 5070");
        assertThat(zone.asked).containsExactlyInAnyOrder("IPV4 carrier.example", "IPV6 carrier.example");
    }

    @Test
    @Rfc("3263, 4.1")
    void takesTheFirstServiceOfTheDomainThatWeSpeak() {
        zone.pointer("SIP+D2T", 20, "_sip._tcp.carrier.example")
                .pointer("SIP+D2W", 5, "_sip._ws.carrier.example")
                .pointer("SIP+D2U", 10, "_sip._udp.carrier.example")
                .service("_sip._udp.carrier.example", 1, 5070, "a.carrier.example")
                .service("_sip._tcp.carrier.example", 1, 5080, "b.carrier.example")
                .address("a.carrier.example", "192.0.2.1")
                .address("b.carrier.example", "192.0.2.2");
        assertThat(found("sip:x@carrier.example")).containsExactly("UDP 192.0.2.1 5070", "TCP 192.0.2.2 5080");
        assertThat(found("sip:x@carrier.example", Map.of(Transport.TCP, BOTH))).containsExactly("TCP 192.0.2.2 5080");
    }

    @Test
    @Rfc("3263, 4.1")
    void usesOnlyTlsForASecureUri() {
        zone.pointer("SIP+D2U", 10, "_sip._udp.carrier.example")
                .pointer("SIPS+D2T", 20, "_sips._tcp.carrier.example")
                .service("_sip._udp.carrier.example", 1, 5060, "a.carrier.example")
                .service("_sips._tcp.carrier.example", 1, 5061, "a.carrier.example")
                .address("a.carrier.example", "192.0.2.1");
        assertThat(found("sips:x@carrier.example")).containsExactly("TLS 192.0.2.1 5061");
    }

    @Test
    @Rfc(
            value = "3263, 4.1; 3261, 26.3.1",
            says = "where TLS is the domain's first choice its other transports are not fallen back to")
    void doesNotGoBackFromTlsToTcp() {
        zone.pointer("SIPS+D2T", 10, "_sips._tcp.carrier.example")
                .pointer("SIP+D2T", 20, "_sip._tcp.carrier.example")
                .service("_sips._tcp.carrier.example", 1, 5061, "a.carrier.example")
                .service("_sip._tcp.carrier.example", 1, 5060, "a.carrier.example")
                .address("a.carrier.example", "192.0.2.1");
        assertThat(found("sip:x@carrier.example")).containsExactly("TLS 192.0.2.1 5061");
    }

    @Test
    @Rfc("3263, 4.1")
    void asksForEachTransportWithoutAPointer() {
        zone.service("_sip._tcp.carrier.example", 1, 5080, "b.carrier.example")
                .address("b.carrier.example", "192.0.2.2");
        assertThat(found("sip:x@carrier.example")).containsExactly("TCP 192.0.2.2 5080");
        assertThat(zone.asked)
                .containsSubsequence("NAPTR carrier.example", "SRV _sip._udp.carrier.example")
                .doesNotContain("SRV _sips._tcp.carrier.example");
    }

    @Test
    @Rfc(
            value = "3263, 4.2",
            says =
                    "port and address: those of the URI; else of the SRV records of the transport, in the order of RFC 2782;"
                            + " else the addresses of the host at the port of the transport")
    void asksForTheServiceOfTheTransportThatTheUriNames() {
        zone.service("_sips._tcp.carrier.example", 20, 5071, "b.carrier.example")
                .service("_sips._tcp.carrier.example", 10, 5061, "a.carrier.example")
                .address("a.carrier.example", "192.0.2.1", "192.0.2.9")
                .address("b.carrier.example", "192.0.2.2");
        assertThat(found("sip:x@carrier.example;transport=TLS"))
                .containsExactly("TLS 192.0.2.1 5061", "TLS 192.0.2.9 5061", "TLS 192.0.2.2 5071");
        assertThat(zone.asked).doesNotContain("NAPTR carrier.example");
    }

    @Test
    @Rfc("3263, 4.2")
    void takesTheHostsOwnAddressesWithoutAnyService() {
        zone.address(HOST, "192.0.2.1", "2001:db8::1");
        assertThat(found("sip:x@carrier.example"))
                .containsExactly("UDP 192.0.2.1 5060", "UDP 2001:db8:0:0:0:0:0:1 5060");
        assertThat(found("sips:x@carrier.example", Map.of(Transport.TLS, Set.of(IpFamily.IPV4))))
                .containsExactly("TLS 192.0.2.1 5061");
    }

    @Test
    @Rfc("2782")
    void doesNotCallWhoSaysThatThereIsNoSuchService() {
        zone.service("_sip._udp.carrier.example", 0, 0, ".").address(HOST, "192.0.2.1");
        assertThatThrownBy(() -> found("sip:x@carrier.example;transport=udp"))
                .hasMessageContaining("_sip._udp.carrier.example is not offered");
    }

    @Test
    void triesNoServerThatCannotBeReached() {
        zone.address(HOST, "2001:db8::1");
        Map<Transport, Set<IpFamily>> ipv4Only = Map.of(Transport.UDP, Set.of(IpFamily.IPV4));
        assertThatThrownBy(() -> found("sip:x@carrier.example", ipv4Only))
                .hasCauseInstanceOf(NameFailure.class)
                .hasMessageContaining("The DNS has no SIP server for carrier.example");
        assertThatThrownBy(() -> found("sip:x@[2001:db8::1]", ipv4Only))
                .hasMessageContaining("which no listener here can speak to by UDP");
    }

    @Test
    void goesOnWhenTheNameServersAreSilentAboutPointersAndServices() {
        zone.fails("_sip._udp.carrier.example").address(HOST, "192.0.2.1");
        assertThat(found("sip:x@carrier.example")).containsExactly("UDP 192.0.2.1 5060");
    }

    @Test
    void leavesOutAServerWhoseNameLeadsNowhere() {
        zone.service("_sip._udp.carrier.example", 1, 5060, "gone.carrier.example")
                .service("_sip._udp.carrier.example", 2, 5060, "silent.carrier.example")
                .service("_sip._udp.carrier.example", 3, 5060, "there.carrier.example")
                .fails("silent.carrier.example")
                .address("there.carrier.example", "192.0.2.3");
        assertThat(found("sip:x@carrier.example;transport=udp")).containsExactly("UDP 192.0.2.3 5060");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> found("sip:x@nowhere.example"))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("The DNS has no SIP server for nowhere.example");
        zone.fails("mute.example");
        assertThatThrownBy(() -> found("sip:x@mute.example")).hasMessageContaining("Nobody answers about mute.example");
        assertThatThrownBy(() -> found("sip:x@carrier.example;transport=sctp"))
                .hasMessageContaining("The transport of carrier.example cannot be sctp for sip");
        assertThatThrownBy(() -> found("sips:x@carrier.example;transport=udp"))
                .hasMessageContaining("cannot be udp for sips");
    }

    @Test
    void looksAtSoManyServersOnly() {
        for (int i = 0; i < 100; i++) {
            zone.service("_sip._udp.carrier.example", i, 5060, "s" + i + ".example")
                    .address("s" + i + ".example", "192.0.2." + i, "198.51.100." + i);
        }
        assertThat(found("sip:x@carrier.example;transport=udp")).hasSize(12);
        assertThat(zone.asked.stream().filter(each -> each.startsWith("IPV4"))).hasSize(8);
    }
}
