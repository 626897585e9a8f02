package io.voicebridge.sip.location;

import io.netty.util.NetUtil;
import io.voicebridge.sip.message.SipUri;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom to ask for names.
 *
 * @param servers empty for those of the machine, with its search list and hosts file
 * @param timeout after which the next server is asked
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout) {

    public static final DnsSettings OF_THE_MACHINE = new DnsSettings(List.of(), Duration.ofSeconds(1));

    private static final int PORT = 53;

    /**
     * Reads addresses with or without a port, parted by commas, such as {@code 192.0.2.53, [2001:db8::53]:5353}; empty for
     * those of the machine.
     *
     * @throws IllegalArgumentException if one is no address
     */
    public static DnsSettings parse(String servers) {
        List<InetSocketAddress> all = Stream.of(servers.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(DnsSettings::server)
                .toList();
        return new DnsSettings(all, OF_THE_MACHINE.timeout());
    }

    private static InetSocketAddress server(String text) {
        String plain = NetUtil.isValidIpV6Address(text) && !text.startsWith("[") ? '[' + text + ']' : text;
        return SipUri.parse("sip:" + plain)
                .filter(uri -> uri.user().isEmpty() && uri.params().toString().isEmpty())
                .flatMap(DnsSettings::literal)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no address of a name server such as 192.0.2.53 or 192.0.2.53:53"));
    }

    private static Optional<InetSocketAddress> literal(SipUri uri) {
        return new Target(uri)
                .literal()
                .map(address -> new InetSocketAddress(address, uri.port() > 0 ? uri.port() : PORT));
    }

    public DnsSettings {
        servers = List.copyOf(servers);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A name server needs time to answer");
        }
    }
}
