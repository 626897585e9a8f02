package io.voicebridge.sip.location;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the servers of a SIP URI (RFC 3263 section 4), best first. A transport that the URI does not name is taken from NAPTR
 * records, then from the SRV records that there are. Where TLS is the first choice nothing else is in the list: who can
 * break the one connection must not get the call in clear. Used on one loop only.
 */
public final class ServerLocator {

    /** More are not tried: a call has a person who waits. */
    private static final int MOST_SERVERS = 12;

    private static final int MOST_TARGETS = 8;

    private static final Map<String, Transport> SERVICES =
            Map.of("SIP+D2U", Transport.UDP, "SIP+D2T", Transport.TCP, "SIPS+D2T", Transport.TLS);

    private final Names names;
    private final Means means;
    private final WeightedOrder order;

    ServerLocator(Names names, Means means, IntUnaryOperator lot) {
        this.names = names;
        this.means = means;
        this.order = new WeightedOrder(lot);
    }

    public ServerLocator(DnsNames names, Means means) {
        this(names, means, most -> ThreadLocalRandom.current().nextInt(most + 1));
    }

    /** Fails with a {@link NameFailure} if there is none; never gives an empty list. */
    public CompletableFuture<List<Server>> locate(SipUri uri) {
        Target target;
        try {
            target = Target.of(uri);
        } catch (NameFailure e) {
            return CompletableFuture.failedFuture(e);
        }
        return servers(target).thenApply(found -> {
            List<Server> usable = found.stream()
                    .filter(each ->
                            means.reaches(each.transport(), each.address().getAddress()))
                    .distinct()
                    .limit(MOST_SERVERS)
                    .toList();
            if (usable.isEmpty()) {
                throw new CompletionException(nothing(target, found));
            }
            return usable;
        });
    }

    private static NameFailure nothing(Target target, List<Server> found) {
        return new NameFailure(
                found.isEmpty()
                        ? "The DNS has no SIP server for " + target.host()
                        : target.host() + " is at " + found.get(0).address()
                                + ", which no listener here can speak to by "
                                + found.get(0).transport());
    }

    private CompletableFuture<List<Server>> servers(Target target) {
        Optional<InetAddress> literal = target.literal();
        if (literal.isPresent()) {
            return CompletableFuture.completedFuture(List.of(server(target, target.usual(), literal.get())));
        }
        if (target.hasPort()) {
            return addresses(target);
        }
        Optional<Transport> wanted = target.wanted();
        CompletableFuture<List<Server>> offered = wanted.isPresent() && !target.isSecure()
                ? service(name(wanted.get(), target.host()), wanted.get())
                : orElse(byPointers(target), () -> byServices(target));
        return orElse(offered, () -> addresses(target));
    }

    /** RFC 3263 section 4.1: the services that the domain points to, in the domain's order, of those that we speak. */
    private CompletableFuture<List<Server>> byPointers(Target target) {
        return lenient(names.pointers(target.host())).thenCompose(all -> {
            List<Naptr> usable = all.stream()
                    .filter(each -> each.flags().equalsIgnoreCase("s"))
                    .filter(each -> transport(each)
                            .filter(transport -> mayBe(target, transport))
                            .isPresent())
                    .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                    .limit(SERVICES.size())
                    .toList();
            return inTurn(
                    usable, each -> service(each.replacement(), transport(each).orElseThrow()));
        });
    }

    /** Without a pointer every transport that we speak is asked for; the order is ours then. */
    private CompletableFuture<List<Server>> byServices(Target target) {
        List<Transport> possible = (target.isSecure()
                        ? Stream.of(Transport.TLS)
                        : Stream.of(Transport.UDP, Transport.TCP))
                .filter(means::speaks)
                .toList();
        return inTurn(possible, transport -> service(name(transport, target.host()), transport));
    }

    private static Optional<Transport> transport(Naptr pointer) {
        return Optional.ofNullable(SERVICES.get(pointer.service().toUpperCase(Locale.ROOT)));
    }

    private boolean mayBe(Target target, Transport transport) {
        return means.speaks(transport) && (!target.isSecure() || transport == Transport.TLS);
    }

    private static String name(Transport transport, String host) {
        return switch (transport) {
                    case UDP -> "_sip._udp.";
                    case TCP -> "_sip._tcp.";
                    case TLS -> "_sips._tcp.";
                }
                + host;
    }

    private CompletableFuture<List<Server>> service(String name, Transport transport) {
        return lenient(names.services(name)).thenCompose(found -> {
            if (!found.isEmpty() && found.stream().allMatch(Srv::isRefusal)) {
                return CompletableFuture.failedFuture(new NameFailure("The DNS says that " + name + " is not offered"));
            }
            List<Srv> targets = order.of(found).stream()
                    .filter(each -> !each.isRefusal())
                    .limit(MOST_TARGETS)
                    .toList();
            return inTurn(targets, srv -> addresses(absolute(srv.target()), transport)
                    .thenApply(addresses -> addresses.stream()
                            .map(address -> new Server(transport, new InetSocketAddress(address, srv.port())))
                            .toList()));
        });
    }

    /** The target of a record is complete: the search list of the machine has no say in it. */
    private static String absolute(String name) {
        return name.endsWith(".") ? name : name + '.';
    }

    private CompletableFuture<List<Server>> addresses(Target target) {
        Transport transport = target.usual();
        return addresses(target.host(), transport).thenApply(addresses -> addresses.stream()
                .map(address -> server(target, transport, address))
                .toList());
    }

    private static Server server(Target target, Transport transport, InetAddress address) {
        return new Server(transport, new InetSocketAddress(address, target.port(transport)));
    }

    /** Both kinds, IPv4 first: it is what carriers' session borders are asked for most. */
    private CompletableFuture<List<InetAddress>> addresses(String host, Transport transport) {
        List<IpFamily> families = Stream.of(IpFamily.values())
                .filter(means.of(transport)::contains)
                .toList();
        return joined(
                families.stream().map(family -> names.addresses(host, family)).toList());
    }

    /** Asks about all at once; the answers stand in the order of the questions, up to where TLS would end. */
    private static <T> CompletableFuture<List<Server>> inTurn(
            List<T> all, Function<T, CompletableFuture<List<Server>>> find) {
        return joined(all.stream().map(find).toList()).thenApply(ServerLocator::withoutDowngrade);
    }

    private static List<Server> withoutDowngrade(List<Server> servers) {
        boolean secure = !servers.isEmpty() && servers.get(0).transport() == Transport.TLS;
        return secure
                ? servers.stream()
                        .filter(each -> each.transport() == Transport.TLS)
                        .toList()
                : servers;
    }

    /** What was found in all of them; fails only if nothing was and one of them failed. */
    private static <T> CompletableFuture<List<T>> joined(List<CompletableFuture<List<T>>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            List<T> found = new ArrayList<>();
            for (CompletableFuture<List<T>> part : parts) {
                if (!part.isCompletedExceptionally()) {
                    found.addAll(part.join());
                }
            }
            if (found.isEmpty() && failure != null) {
                throw failure instanceof CompletionException known ? known : new CompletionException(failure);
            }
            return found;
        });
    }

    /** Some name servers are silent about types that they do not know: that must not keep a host from being called. */
    private static <T> CompletableFuture<List<T>> lenient(CompletableFuture<List<T>> answer) {
        return answer.exceptionally(failure -> List.of());
    }

    private static CompletableFuture<List<Server>> orElse(
            CompletableFuture<List<Server>> first, Supplier<CompletableFuture<List<Server>>> other) {
        return first.thenCompose(found -> found.isEmpty() ? other.get() : first);
    }
}
