package io.voicebridge.sip.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections that were accepted, over all loops. */
final class ConnectionLimits {

    private final int total;
    private final int perSource;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> bySource = new ConcurrentHashMap<>();

    ConnectionLimits(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
    }

    /** Counts one more; false, and nothing counted, if that is one too many. */
    boolean acquire(InetAddress source) {
        if (open.incrementAndGet() > total) {
            open.decrementAndGet();
            return false;
        }
        if (bySource.merge(source, 1, Integer::sum) > perSource) {
            release(source);
            return false;
        }
        return true;
    }

    void release(InetAddress source) {
        open.decrementAndGet();
        bySource.computeIfPresent(source, (s, n) -> n == 1 ? null : n - 1);
    }
}
