package io.voicebridge.sip.location;

import io.voicebridge.sip.Transport;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What we can speak, and over which kinds of address.
 *
 * @param families a transport that is missing is not spoken
 */
public record Means(Map<Transport, Set<IpFamily>> families) {

    public Means {
        families = families.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Set.copyOf(each.getValue())));
    }

    boolean speaks(Transport transport) {
        return !of(transport).isEmpty();
    }

    boolean reaches(Transport transport, InetAddress address) {
        return of(transport).contains(IpFamily.of(address));
    }

    Set<IpFamily> of(Transport transport) {
        return families.getOrDefault(transport, Set.of());
    }
}
