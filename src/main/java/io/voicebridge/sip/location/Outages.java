package io.voicebridge.sip.location;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Servers that were silent, could not be reached, or said 503 a moment ago: they are tried after the others (RFC 3263 section
 * 4.3, RFC 3261 section 21.5.4), so that not every call waits for the one that is down. Bounded; thread-safe.
 */
public final class Outages {

    private static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier millis;
    private final Map<Server, Long> until = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Server, Long> eldest) {
            return size() > MOST;
        }
    };

    public Outages(LongSupplier millis) {
        this.millis = millis;
    }

    /** @param time for which it is better left alone; at most five minutes count */
    public synchronized void note(Server server, Duration time) {
        Duration counted = time.compareTo(LONGEST) < 0 ? time : LONGEST;
        until.put(server, millis.getAsLong() + counted.toMillis());
    }

    /** The same servers in the same order, but those that are out last. */
    public synchronized List<Server> last(List<Server> servers) {
        long now = millis.getAsLong();
        until.values().removeIf(end -> end <= now);
        return until.isEmpty()
                ? servers
                : Stream.concat(
                                servers.stream().filter(server -> !until.containsKey(server)),
                                servers.stream().filter(until::containsKey))
                        .toList();
    }
}
