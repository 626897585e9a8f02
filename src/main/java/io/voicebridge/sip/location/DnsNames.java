package io.voicebridge.sip.location;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Asks name servers, one after the other, twice each, and remembers what they say. Each question leaves from a port of its
 * own, and goes over TCP if the answer does not fit a datagram. Used on one loop only.
 */
public final class DnsNames implements Names, AutoCloseable {

    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final int ROUNDS = 2;
    private static final int MOST_NAME_SERVERS = 3;
    private static final int MOST_ALIASES = 4;
    private static final int MOST_REMEMBERED = 2000;
    private static final int MOST_UNDER_WAY = 500;

    private record Question(DnsRecordType type, String name) {}

    private final DnsNameResolver client;
    private final List<InetSocketAddress> servers;
    private final SearchList search;
    private final Optional<DefaultHostsFileEntriesResolver> hostsFile;
    private final AnswerCache<Question, Srv> services;
    private final AnswerCache<Question, Naptr> pointers;
    private final AnswerCache<Question, InetAddress> addresses;
    private int underWay;

    public DnsNames(
            EventLoop loop,
            Class<? extends DatagramChannel> datagrams,
            Class<? extends SocketChannel> streams,
            DnsSettings settings,
            LongSupplier millis) {
        boolean own = !settings.servers().isEmpty();
        this.servers = settings.servers();
        this.search = own ? SearchList.NONE : SearchList.of(RESOLV_CONF);
        this.hostsFile = own ? Optional.empty() : Optional.of(new DefaultHostsFileEntriesResolver());
        this.services = new AnswerCache<>(MOST_REMEMBERED, millis);
        this.pointers = new AnswerCache<>(MOST_REMEMBERED, millis);
        this.addresses = new AnswerCache<>(MOST_REMEMBERED, millis);
        this.client = new DnsNameResolverBuilder(loop)
                .datagramChannelType(datagrams)
                .socketChannelType(streams)
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .queryTimeoutMillis(settings.timeout().toMillis())
                .recursionDesired(true)
                .build();
    }

    @Override
    public CompletableFuture<List<Naptr>> pointers(String domain) {
        return ask(domain, AnswerReader.pointers(), pointers);
    }

    @Override
    public CompletableFuture<List<Srv>> services(String name) {
        return ask(name, AnswerReader.services(), services);
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String host, IpFamily family) {
        List<InetAddress> known = inHostsFile(host, family);
        return known.isEmpty()
                ? addresses(search.candidates(host).iterator(), family)
                : CompletableFuture.completedFuture(known);
    }

    private List<InetAddress> inHostsFile(String host, IpFamily family) {
        ResolvedAddressTypes wanted =
                family == IpFamily.IPV4 ? ResolvedAddressTypes.IPV4_ONLY : ResolvedAddressTypes.IPV6_ONLY;
        String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return hostsFile
                .flatMap(file -> Optional.ofNullable(file.addresses(plain, wanted)))
                .orElse(List.of());
    }

    private CompletableFuture<List<InetAddress>> addresses(Iterator<String> candidates, IpFamily family) {
        return ask(candidates.next(), AnswerReader.addresses(family), addresses)
                .thenCompose(found -> found.isEmpty() && candidates.hasNext()
                        ? addresses(candidates, family)
                        : CompletableFuture.completedFuture(found));
    }

    private <T> CompletableFuture<List<T>> ask(String name, AnswerReader<T> reader, AnswerCache<Question, T> cache) {
        String whole = AnswerReader.lower(name.endsWith(".") ? name : name + '.');
        return cache.get(new Question(reader.type(), whole), () -> {
            if (underWay >= MOST_UNDER_WAY) {
                return CompletableFuture.failedFuture(new NameFailure("Too many names are being looked up"));
            }
            underWay++;
            return answer(whole, reader, MOST_ALIASES).whenComplete((answer, failure) -> underWay--);
        });
    }

    /** An alias whose name the server has not gone on to is asked for too. */
    private <T> CompletableFuture<Answer<T>> answer(String name, AnswerReader<T> reader, int aliases) {
        List<InetSocketAddress> inTurn = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            inTurn.addAll(serversFor(name));
        }
        Inquiry<T> inquiry = new Inquiry<>(name, reader, inTurn.iterator());
        inquiry.next();
        return inquiry.answer.thenCompose(found -> found.alias().isEmpty() || aliases == 0
                ? CompletableFuture.completedFuture(found)
                : answer(found.alias(), reader, aliases - 1)
                        .thenApply(more ->
                                new Answer<>(more.records(), Math.min(found.seconds(), more.seconds()), more.alias())));
    }

    private List<InetSocketAddress> serversFor(String name) {
        if (!servers.isEmpty()) {
            return servers;
        }
        DnsServerAddressStream stream =
                DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream(name);
        List<InetSocketAddress> found = new ArrayList<>();
        for (int i = 0; i < Math.min(stream.size(), MOST_NAME_SERVERS); i++) {
            found.add(stream.next());
        }
        return found;
    }

    /** One question on its way from server to server, until one gives an answer. */
    private final class Inquiry<T> {

        private final String name;
        private final AnswerReader<T> reader;
        private final Iterator<InetSocketAddress> untried;
        private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();

        Inquiry(String name, AnswerReader<T> reader, Iterator<InetSocketAddress> untried) {
            this.name = name;
            this.reader = reader;
            this.untried = untried;
        }

        void next() {
            if (!untried.hasNext()) {
                answer.completeExceptionally(new NameFailure("No name server could say where " + name + " leads to"));
                return;
            }
            try {
                client.query(untried.next(), new DefaultDnsQuestion(name, reader.type()))
                        .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) -> {
                            if (done.isSuccess()) {
                                take(done.getNow());
                            } else {
                                next();
                            }
                        });
            } catch (IllegalArgumentException e) {
                // Labels longer than the DNS has room for.
                answer.completeExceptionally(new NameFailure(name + " is no name of a host"));
            }
        }

        private void take(AddressedEnvelope<DnsResponse, InetSocketAddress> envelope) {
            Answer<T> read;
            try {
                DnsResponse response = envelope.content();
                boolean conclusive = DnsResponseCode.NOERROR.equals(response.code())
                        || DnsResponseCode.NXDOMAIN.equals(response.code());
                if (!conclusive || response.isTruncated()) {
                    next();
                    return;
                }
                read = reader.read(name, response);
            } catch (RuntimeException e) {
                next();
                return;
            } finally {
                envelope.release();
            }
            answer.complete(read);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
