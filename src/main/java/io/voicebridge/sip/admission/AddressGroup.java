package io.voicebridge.sip.admission;

import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that belong together, such as those of one carrier: a call that began at one of them may go on at another.
 *
 * @param name as it stands in a policy
 * @param hosts names that the certificates of these addresses are for; {@code *.example.com} for any host below that domain
 */
public record AddressGroup(String name, List<AddressRange> ranges, List<String> hosts) {

    /** This machine itself. */
    public static final AddressGroup LOOPBACK = of("loopback", "127.0.0.0/8", "::1");

    /** Private and carrier-NAT networks, and link-local addresses: RFC 1918, 6598, 4193, 3927, 4291. */
    public static final AddressGroup PRIVATE = of(
            "private",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10");

    public AddressGroup {
        ranges = List.copyOf(ranges);
        hosts = List.copyOf(hosts);
    }

    /** @throws IllegalArgumentException if a block is malformed */
    public static AddressGroup of(String name, String... ranges) {
        return new AddressGroup(
                name, List.of(ranges).stream().map(AddressRange::parse).toList(), List.of());
    }

    public AddressGroup knownAs(List<String> names) {
        return new AddressGroup(name, ranges, names);
    }

    public boolean contains(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
