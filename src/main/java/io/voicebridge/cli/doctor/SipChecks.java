package io.voicebridge.cli.doctor;

import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether calls find the bridge and the bridge finds its peers. */
final class SipChecks {

    /**
     * What is known about SIP here.
     *
     * @param listeners addresses that were bound, such as {@code sip:127.0.0.1:5060;transport=udp}
     * @param publicUri where others reach this bridge; empty if nobody has said
     * @param audioHost what callers are told as the address of audio
     * @param peers SIP URIs of trunks and carriers
     * @param taken transports and ports that calls are taken at, such as {@code TLS 5061}
     * @param heard other machines whose SIP was let in since the start
     * @param isHere whether an address is one of this machine, or one that peers are told for it
     */
    record Facts(
            List<String> listeners,
            String publicUri,
            String audioHost,
            List<String> peers,
            Set<String> taken,
            List<InetAddress> heard,
            Predicate<InetAddress> isHere) {}

    private static final int SILENT = 408;

    private final Facts facts;
    private final Function<String, PeerAnswer> options;

    /** @param options asks a SIP URI with OPTIONS; blocks */
    SipChecks(Facts facts, Function<String, PeerAnswer> options) {
        this.facts = facts;
        this.options = options;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (String listener : facts.listeners()) {
            checks.add(new Check("SIP is taken at " + listener, () -> isTaken(listener)));
        }
        checks.add(new Check("Others reach this bridge over SIP", this::isReached));
        if (!facts.publicUri().isEmpty()) {
            checks.add(new Check("The DNS leads to this machine", this::isFound));
        }
        checks.add(new Check("Callers are told an address for audio that they can reach", this::audioIsReached));
        for (String peer : facts.peers()) {
            checks.add(new Check("The peer " + peer + " answers", () -> peerAnswers(peer)));
        }
        return checks;
    }

    private Finding isTaken(String listener) {
        PeerAnswer answer = options.apply(listener);
        return answer.answered()
                ? Finding.GREEN
                : Finding.red("Nothing came back (" + answer.reason()
                        + "). If the policy of this listener admits this machine, look at what else runs on the port.");
    }

    /** This machine alone can ask; that others get through is proven by one who did. */
    private Finding isReached() throws UnknownHostException {
        if (facts.publicUri().isEmpty()) {
            return Finding.amber("Nobody has said where that is. Set bridge.public.sip, such as"
                    + " sip:voice.example.com:5061;transport=tls.");
        }
        PeerAnswer answer = options.apply(facts.publicUri());
        if (answer.answered()) {
            return wasReached(answer.servers())
                    ? Finding.GREEN
                    : Finding.amber(facts.publicUri() + " answers this machine, which proves nothing about"
                            + " the firewall in front of it: since the start nobody has been heard from outside. Call from there, or have the"
                            + " carrier send OPTIONS, and look again.");
        }
        return answer.servers().isEmpty()
                ? Finding.red(facts.publicUri() + " leads nowhere: " + answer.reason()
                        + ". Make the DNS records (A, or SRV), or correct bridge.public.sip.")
                : Finding.red("Nobody answers at " + String.join(", ", answer.servers()) + ": " + answer.reason()
                        + ". Open the port in the firewall and forward it to this machine.");
    }

    /** A private address is reached from its own network; a public one, too, by a router that sends back what comes from inside. */
    private boolean wasReached(List<String> servers) throws UnknownHostException {
        List<InetAddress> own = new ArrayList<>();
        for (String server : servers) {
            own.add(address(server));
        }
        boolean isPrivate = own.stream().allMatch(SipChecks::isLocal);
        return facts.heard().stream()
                .filter(source -> !own.contains(source))
                .anyMatch(source -> isPrivate || !isLocal(source));
    }

    /** Of a server such as {@code TLS 203.0.113.7:5061}. */
    private static InetAddress address(String server) throws UnknownHostException {
        return InetAddress.getByName(server.substring(server.indexOf(' ') + 1, server.lastIndexOf(':')));
    }

    /** By NAPTR, SRV and addresses, as peers look it up (RFC 3263). */
    private Finding isFound() throws UnknownHostException {
        String uri = facts.publicUri();
        PeerAnswer answer = options.apply(uri);
        List<String> servers = answer.servers();
        if (servers.isEmpty() && answer.status() == SILENT) {
            return Finding.amber("Nobody has answered in time, so that it is not known whom " + uri + " leads to.");
        }
        if (servers.isEmpty()) {
            return Finding.red(
                    uri + " leads to no address. Make an A record for " + host(uri) + ", or SRV records such as "
                            + service(uri) + " with an A record each for the hosts that they name.");
        }
        for (String server : servers) {
            InetAddress found = address(server);
            String address = found.getHostAddress();
            if (!facts.isHere().test(found)) {
                return Finding.amber(
                        uri + " leads to " + address + ", which is no address of this machine. Behind NAT set"
                                + " bridge.sip.advertised.host to it; else correct the A record.");
            }
            if (isLocal(found)) {
                return Finding.amber(uri + " leads to " + address
                        + ", which only this network knows: a carrier elsewhere does not come here.");
            }
            if (!facts.taken()
                    .contains(server.substring(0, server.indexOf(' '))
                            + server.substring(server.lastIndexOf(':')).replace(':', ' '))) {
                return Finding.amber(
                        uri + " leads to " + server + ", where this bridge takes no calls itself; it takes them at "
                                + String.join(", ", new TreeSet<>(facts.taken()))
                                + ". Name the port in bridge.public.sip or in "
                                + service(uri) + ", unless a firewall maps it.");
            }
        }
        return Finding.GREEN;
    }

    /** The name of the SRV record that peers ask for (RFC 3263 section 4.1). */
    private static String service(String uri) {
        String transport = SipUri.parse(uri)
                .flatMap(parsed -> parsed.params().get("transport"))
                .orElse(uri.startsWith("sips:") ? "tls" : "udp");
        return switch (transport.toLowerCase(Locale.ROOT)) {
                    case "tls" -> "_sips._tcp.";
                    case "tcp" -> "_sip._tcp.";
                    default -> "_sip._udp.";
                }
                + host(uri);
    }

    private Finding audioIsReached() throws UnknownHostException {
        InetAddress audio = InetAddress.getByName(facts.audioHost());
        boolean reached = facts.publicUri().isEmpty() || isLocal(audio) == isLocal(publicAddress());
        return reached
                ? Finding.GREEN
                : Finding.red("Callers are told to send audio to " + audio.getHostAddress()
                        + ", which only this network knows, so one side hears nothing. Set bridge.rtp.advertised.host to"
                        + " the address that bridge.public.sip leads to.");
    }

    private InetAddress publicAddress() throws UnknownHostException {
        return InetAddress.getByName(host(facts.publicUri()));
    }

    /** The host of a SIP URI; empty if it is none. */
    static String host(String uri) {
        return SipUri.parse(uri).map(SipUri::host).orElse("");
    }

    private static boolean isLocal(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress();
    }

    private Finding peerAnswers(String peer) {
        PeerAnswer answer = options.apply(peer);
        if (!answer.answered()) {
            return Finding.red("No answer to OPTIONS (" + answer.reason()
                    + "). Ask the carrier whether this machine's address is on its list, and open the way out.");
        }
        return answer.status() == 403
                ? Finding.red("It answers 403: this machine's address is not on its list.")
                : Finding.GREEN;
    }

    /** An address that was bound, as a URI to ask. */
    static String uri(InetSocketAddress bound, String transport) {
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        String host = address.getHostAddress();
        return "sip:" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + bound.getPort() + ";transport="
                + transport;
    }
}
