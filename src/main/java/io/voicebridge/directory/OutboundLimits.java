package io.voicebridge.directory;

import java.util.List;

/**
 * Where a tenant's calls may go out to, and how many: what bounds the bill when an agent, a tool or a key goes astray.
 *
 * @param allow destinations besides the tenant's own numbers and Terminal URIs, see {@link Destinations}
 * @param maxCalls that may be out at once; 0 for none
 * @param perMinute that may begin in 60 seconds
 * @param perDay that may begin in 24 hours, counted since the start of this process
 * @param maxRingS how long one may ring, 1 to 180 seconds
 * @param maxDurationS how long one may last, 1 to 14400 seconds
 */
public record OutboundLimits(
        List<String> allow, int maxCalls, int perMinute, int perDay, int maxRingS, int maxDurationS) {

    public static final OutboundLimits DEFAULT = new OutboundLimits(List.of(), 50, 60, 5_000, 60, 3_600);

    public OutboundLimits {
        allow = List.copyOf(allow);
        Destinations.check(allow);
    }
}
