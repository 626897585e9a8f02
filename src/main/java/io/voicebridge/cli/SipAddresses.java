package io.voicebridge.cli;

import io.voicebridge.directory.OwnAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The names, addresses and ports under which this bridge is reached over SIP. */
final class SipAddresses {

    private SipAddresses() {}

    static OwnAddresses of(CamelContext context) {
        Set<String> hosts = new HashSet<>(Set.of("localhost"));
        hosts.add(property(context, "bridge.sip.host"));
        hosts.add(property(context, "bridge.sip.advertised.host"));
        hosts.addAll(localNames());
        hosts.remove("");
        return new OwnAddresses(Set.copyOf(hosts), () -> ports(context));
    }

    private static Set<Integer> ports(CamelContext context) {
        RuntimeFile.SipPort bound = context.getRegistry().findSingleByType(RuntimeFile.SipPort.class);
        return Stream.concat(
                        Stream.of(property(context, "bridge.sip.port"), property(context, "bridge.sips.port"))
                                .filter(port -> port.matches("[0-9]{1,5}"))
                                .map(Integer::valueOf),
                        bound == null ? Stream.empty() : Stream.of(bound.sipPort()))
                .collect(Collectors.toSet());
    }

    private static Set<String> localNames() {
        Set<String> names = new HashSet<>();
        try {
            InetAddress local = InetAddress.getLocalHost();
            names.add(local.getHostName().toLowerCase(Locale.ROOT));
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                card.inetAddresses().forEach(address -> names.add(plain(address)));
            }
        } catch (UnknownHostException | SocketException e) {
            // then only the configured names are known
        }
        return names;
    }

    /** Without the name of the interface that Java adds to link-local addresses. */
    private static String plain(InetAddress address) {
        return address.getHostAddress().split("%", 2)[0];
    }

    private static String property(CamelContext context, String name) {
        return context.resolvePropertyPlaceholders("{{" + name + ":}}").strip().toLowerCase(Locale.ROOT);
    }
}
