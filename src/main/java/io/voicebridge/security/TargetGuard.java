package io.voicebridge.security;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses the bridge sends to when somebody else has chosen them: those of the public Internet, and what the
 * operator allows besides. A name is judged by the address that it leads to, when it is used. Thread-safe.
 */
public final class TargetGuard {

    /** Not of the public Internet: the special-purpose registries of IANA (RFC 6890), and multicast. */
    private static final List<IpSubnetFilterRule> SPECIAL = ranges(
            "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,"
                    + "192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4,"
                    + "::/96,64:ff9b:1::/48,100::/64,2001::/23,2001:db8::/32,2002::/16,3fff::/20,5f00::/16,fc00::/7,"
                    + "fe80::/10,fec0::/10,ff00::/8");

    /** An IPv4 address behind a translator (RFC 6052): the last four bytes are what counts. */
    private static final List<IpSubnetFilterRule> TRANSLATED = ranges("64:ff9b::/96");

    private static final int MOST_CHARACTERS = 2_000;

    private final boolean plainHttp;
    private final List<IpSubnetFilterRule> allowed;

    /**
     * @param plainHttp whether {@code http:} is taken as well
     * @param allowed ranges besides those of the public Internet, such as {@code 127.0.0.0/8,10.1.2.0/24}; may be empty
     * @throws IllegalArgumentException if it is not a list of ranges
     */
    public TargetGuard(boolean plainHttp, String allowed) {
        this.plainHttp = plainHttp;
        this.allowed = ranges(allowed);
    }

    /** Why nothing is sent to the URL, for a person; empty if something may be, as far as it can be told without a look-up. */
    public Optional<String> refusal(String url) {
        if (url.length() > MOST_CHARACTERS || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("A URL has at most 2,000 characters, all of them printable ASCII.");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("It is not a URL.");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !(plainHttp && "http".equalsIgnoreCase(uri.getScheme()))) {
            return Optional.of(plainHttp ? "The scheme is https or http." : "The scheme is https.");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return Optional.of("It has no host, or its port is none.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("User name, password and fragment do not belong in it.");
        }
        return host(uri.getHost());
    }

    private Optional<String> host(String host) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean local =
                plain.equalsIgnoreCase("localhost") || plain.toLowerCase().endsWith(".localhost");
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(local ? "127.0.0.1" : plain);
        if (literal == null) {
            // 2130706433 and 0x7f.1 are addresses to some readers
            String last = plain.substring(plain.lastIndexOf('.', plain.length() - 2) + 1);
            return Character.isDigit(last.charAt(0))
                    ? Optional.of("The host is neither a name nor an address.")
                    : Optional.empty();
        }
        return allows(address(literal))
                ? Optional.empty()
                : Optional.of("The address is not one of the public Internet. The operator can allow it.");
    }

    /** Whether something may be sent to the address. */
    public boolean allows(InetAddress address) {
        if (isIn(allowed, address)) {
            return true;
        }
        if (isIn(TRANSLATED, address)) {
            return allows(address(Arrays.copyOfRange(address.getAddress(), 12, 16)));
        }
        return !isIn(SPECIAL, address);
    }

    private static boolean isIn(List<IpSubnetFilterRule> ranges, InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    private static List<IpSubnetFilterRule> ranges(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(TargetGuard::range)
                .toList();
    }

    private static IpSubnetFilterRule range(String text) {
        try {
            String[] parts = text.split("/", 2);
            byte[] base = NetUtil.createByteArrayFromIpAddressString(parts[0]);
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
            return new IpSubnetFilterRule(address(base), bits, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a range of addresses such as 10.1.2.0/24", e);
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes", e);
        }
    }
}
