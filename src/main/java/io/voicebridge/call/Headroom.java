package io.voicebridge.call;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is memory for one more call that comes in; what a call that is up needs, such as a transfer, is not kept from it. What is really in use is known after each collection of garbage: if that is nearly all
 * of the heap, one call more could end the process and with it all that are up. Thread-safe; asking costs nothing.
 */
final class Headroom {

    private static final Logger LOG = LoggerFactory.getLogger(Headroom.class);

    /** A heap that is as full after a collection spends its time collecting. */
    private static final double FULL = 0.95;

    /** Beans that tell of pauses, which are parts of a collection. */
    private static final String PAUSES = "Pauses";

    private static final Headroom HERE = watching();

    private volatile boolean isShort;

    /** Of this process. */
    static Headroom here() {
        return HERE;
    }

    private static Headroom watching() {
        Headroom headroom = new Headroom();
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter
                    && !collector.getName().endsWith(PAUSES)) {
                emitter.addNotificationListener(
                        (notification, handback) -> {
                            GcInfo collection = GarbageCollectionNotificationInfo.from(
                                            (CompositeData) notification.getUserData())
                                    .getGcInfo();
                            long used = collection.getMemoryUsageAfterGc().entrySet().stream()
                                    .filter(pool -> heap.contains(pool.getKey()))
                                    .mapToLong(pool -> pool.getValue().getUsed())
                                    .sum();
                            headroom.collected(used, Runtime.getRuntime().maxMemory());
                        },
                        notification -> notification
                                .getType()
                                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                        null);
            }
        }
        return headroom;
    }

    /** So many bytes are in use after a collection, of so many. */
    void collected(long used, long max) {
        boolean full = used > FULL * max;
        if (full != isShort) {
            isShort = full;
            LOG.warn(
                    full
                            ? "{} of {} MB of heap are in use after a collection: new calls are refused. Give it more"
                                    + " (-Xmx), or fewer calls (bridge.call.max)"
                            : "{} of {} MB of heap are in use after a collection: new calls are taken again",
                    used >> 20,
                    max >> 20);
        }
    }

    boolean isThere() {
        return !isShort;
    }
}
