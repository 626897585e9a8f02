package io.voicebridge.agent.hosted;

import java.net.InetAddress;
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
 * @param tools why nothing is sent to the URL of a tool, for a person; empty if something may be
 */
public record AllowedHosts(
        List<String> open,
        List<String> inside,
        Predicate<InetAddress> isPublic,
        Function<String, Optional<String>> tools) {

    /** Entries are separated by commas; {@code *.example.com} stands for all hosts below. No address counts as public. */
    public static AllowedHosts of(String open, String inside) {
        return new AllowedHosts(entries(open), entries(inside), address -> false, url -> Optional.empty());
    }

    /** The same, with a judge of addresses. */
    public AllowedHosts withPublic(Predicate<InetAddress> judge) {
        return new AllowedHosts(open, inside, judge, tools);
    }

    /** The same for agents, with a judge of what their tools ask. */
    public AllowedHosts withTools(Function<String, Optional<String>> refusal) {
        return new AllowedHosts(open, inside, isPublic, refusal);
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

    /** Looks the host up, which may take a moment. @throws IllegalArgumentException if the address does not count */
    void check(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean tls = "wss".equals(uri.getScheme());
        if (host.isEmpty() || !tls && !"ws".equals(uri.getScheme()) || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The address of the agent is no WebSocket address such as wss://host/path.");
        }
        if (isIn(inside, host)) {
            return;
        }
        if (!isIn(open, host)) {
            throw new IllegalArgumentException(
                    "The host " + host + " is not among those that agents may be reached at (bridge.agents.hosts).");
        }
        if (!tls) {
            throw new IllegalArgumentException("The agent at " + host + " must be reached over TLS: wss.");
        }
        checkPublic(host);
    }

    private void checkPublic(String host) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The host " + host + " of the agent is not known to the DNS.", e);
        }
        if (!Stream.of(addresses).allMatch(isPublic)) {
            throw new IllegalArgumentException("The host " + host + " is at an address inside a network; to allow"
                    + " that, name it in bridge.agents.hosts-inside.");
        }
    }

    private static boolean isIn(List<String> entries, String host) {
        return entries.stream()
                .anyMatch(entry -> entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry));
    }
}
