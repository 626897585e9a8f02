package io.voicebridge.agent.hosted;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The hosts that agents may be reached at. Tenants write addresses into their agents' settings, so the operator says which
 * of them count: nobody may make the bridge talk with the network that it stands in. Thread-safe.
 *
 * @param open may be reached over TLS, at public addresses only
 * @param inside may be reached in any way, at any address
 * @param isPublic which addresses are of the public Internet
 * @param names the resolver
 * @param tools why nothing is sent to the URL of a tool, for a person; empty if something may be
 */
public record AllowedHosts(
        List<String> open,
        List<String> inside,
        Predicate<InetAddress> isPublic,
        Names names,
        Function<String, Optional<String>> tools) {

    /** Finds all addresses of a host. */
    @FunctionalInterface
    public interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /**
     * Where an agent is connected to.
     *
     * @param addresses that were judged, each of them, in the order of the resolver; whoever connects must not look the name up
     *     again, for it may lead elsewhere by then
     */
    record Target(URI uri, List<InetSocketAddress> addresses) {}

    /** Entries are separated by commas; {@code *.example.com} stands for all hosts below. No address counts as public. */
    public static AllowedHosts of(String open, String inside) {
        return new AllowedHosts(
                entries(open), entries(inside), address -> false, InetAddress::getAllByName, url -> Optional.empty());
    }

    /** The same, with a judge of addresses. */
    public AllowedHosts withPublic(Predicate<InetAddress> judge) {
        return new AllowedHosts(open, inside, judge, names, tools);
    }

    /** The same, with a resolver. */
    AllowedHosts withNames(Names resolver) {
        return new AllowedHosts(open, inside, isPublic, resolver, tools);
    }

    /** The same for agents, with a judge of what their tools ask. */
    public AllowedHosts withTools(Function<String, Optional<String>> refusal) {
        return new AllowedHosts(open, inside, isPublic, names, refusal);
    }

    /** @throws IllegalArgumentException if the tool could never be asked */
    void check(HttpTool tool) {
        tools.apply(tool.url()).ifPresent(why -> {
            throw new IllegalArgumentException("The URL of the tool " + tool.name() + " cannot be asked: " + why);
        });
    }

    private static List<String> entries(String text) {
        return text.toLowerCase(Locale.ROOT)
                .lines()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Looks the host up where that matters, which may take a moment. @throws IllegalArgumentException if the address does not count */
    void check(URI uri) {
        if (mustBePublic(uri)) {
            publicAddresses(host(uri));
        }
    }

    /** As {@link #check}, and the addresses that it has found. The host is looked up once. */
    Target target(URI uri) {
        String host = host(uri);
        InetAddress[] found = mustBePublic(uri) ? publicAddresses(host) : addresses(host);
        int port = uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
        return new Target(
                uri,
                Stream.of(found)
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
    }

    private boolean mustBePublic(URI uri) {
        String host = host(uri);
        if (host.isEmpty() || !isTls(uri) && !"ws".equals(uri.getScheme()) || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The address of the agent is no WebSocket address such as wss://host/path.");
        }
        if (isIn(inside, host)) {
            return false;
        }
        if (!isIn(open, host)) {
            throw new IllegalArgumentException(
                    "The host " + host + " is not among those that agents may be reached at (bridge.agents.hosts).");
        }
        if (!isTls(uri)) {
            throw new IllegalArgumentException("The agent at " + host + " must be reached over TLS: wss.");
        }
        return true;
    }

    private static String host(URI uri) {
        return Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
    }

    private static boolean isTls(URI uri) {
        return "wss".equals(uri.getScheme());
    }

    private InetAddress[] publicAddresses(String host) {
        InetAddress[] addresses = addresses(host);
        if (!Stream.of(addresses).allMatch(isPublic)) {
            throw new IllegalArgumentException("The host " + host + " is at an address inside a network; to allow"
                    + " that, name it in bridge.agents.hosts-inside.");
        }
        return addresses;
    }

    private InetAddress[] addresses(String host) {
        try {
            return names.of(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The host " + host + " of the agent is not known to the DNS.", e);
        }
    }

    private static boolean isIn(List<String> entries, String host) {
        return entries.stream()
                .anyMatch(entry -> entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry));
    }
}
