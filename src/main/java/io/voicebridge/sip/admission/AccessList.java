package io.voicebridge.sip.admission;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The groups of a policy. An empty list knows nobody; everyone is known only to {@link #ANYONE}.
 */
public final class AccessList {

    /** The name of the group that every address is in. */
    public static final String EVERYONE = "anyone";

    public static final AccessList ANYONE = new AccessList(List.of(), true);

    private final List<AddressGroup> groups;
    private final boolean everyone;

    private AccessList(List<AddressGroup> groups, boolean everyone) {
        this.groups = List.copyOf(groups);
        this.everyone = everyone;
    }

    public static AccessList of(List<AddressGroup> groups) {
        return new AccessList(groups, false);
    }

    /** The name of the first group that has the address, empty if it is a stranger. */
    public Optional<String> groupOf(InetAddress source) {
        for (AddressGroup group : groups) {
            if (group.contains(source)) {
                return Optional.of(group.name());
            }
        }
        return everyone ? Optional.of(EVERYONE) : Optional.empty();
    }

    /** The names, for people. */
    public List<String> names() {
        return everyone
                ? List.of(EVERYONE)
                : groups.stream().map(AddressGroup::name).toList();
    }

    boolean knows(InetAddress source) {
        if (everyone) {
            return true;
        }
        for (AddressGroup group : groups) {
            if (group.contains(source)) {
                return true;
            }
        }
        return false;
    }

    List<String> hostsOf(InetAddress address) {
        return groups.stream()
                .filter(group -> group.contains(address))
                .flatMap(group -> group.hosts().stream())
                .toList();
    }

    /**
     * Whether a call that came from one address may be spoken for from the other: both are in one group of addresses that
     * somebody listed as one party's. Everyone is no party, and neither are the machines of a private network.
     */
    boolean isOneParty(InetAddress one, InetAddress other) {
        for (AddressGroup group : groups) {
            if (group != AddressGroup.PRIVATE
                    && group != AddressGroup.LOOPBACK
                    && group.contains(one)
                    && group.contains(other)) {
                return true;
            }
        }
        return false;
    }
}
