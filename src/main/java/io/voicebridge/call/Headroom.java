package io.voicebridge.call;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is memory for one more call that comes in; what a call that is up needs, such as a transfer, is not kept from
 * it. What is really in use is known after a collection of the whole heap: if that is nearly all of it, one call more could end
 * the process and with it all that are up. Thread-safe; asking costs nothing.
 */
final class Headroom {

    private static final Logger LOG = LoggerFactory.getLogger(Headroom.class);

    /** A heap that has no more left after a collection spends its time collecting. */
    private static final double LEAST_FREE = 0.05;

    /** What calls that are up go on to need, and requests besides, until a collection tells of it. */
    private static final long RESERVE = 16L << 20;

    /** Of a small heap the reserve is so much: it would not leave room for calls otherwise. */
    private static final double LARGEST_RESERVE = 0.15;

    /** Beans that tell of pauses, which are parts of a collection. */
    private static final String PAUSES = "Pauses";

    /** How long until a heap that was full is looked at again, if no collection has told of it meanwhile. */
    private static final long LOOK_AGAIN = Duration.ofSeconds(10).toNanos();

    private static final Headroom HERE = watching();

    private final LongSupplier nanos;
    private final Runnable collect;
    private final AtomicLong looked;
    private volatile boolean isShort;

    /**
     * @param nanos time that never goes back
     * @param collect has the garbage collected, and does not wait for it
     */
    Headroom(LongSupplier nanos, Runnable collect) {
        this.nanos = nanos;
        this.collect = collect;
        this.looked = new AtomicLong(nanos.getAsLong() - LOOK_AGAIN);
    }

    /** Of this process. */
    static Headroom here() {
        return HERE;
    }

    private static Headroom watching() {
        Headroom headroom = new Headroom(System::nanoTime, Headroom::collectApart);
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter
                    && !collector.getName().endsWith(PAUSES)) {
                emitter.addNotificationListener(
                        (notification, handback) -> {
                            GarbageCollectionNotificationInfo collection =
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
                            long used = collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                                    .filter(pool -> heap.contains(pool.getKey()))
                                    .mapToLong(pool -> pool.getValue().getUsed())
                                    .sum();
                            headroom.collected(used, Runtime.getRuntime().maxMemory(), isOfAll(collection));
                        },
                        notification -> notification
                                .getType()
                                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                        null);
            }
        }
        return headroom;
    }

    /** Of ZGC and Shenandoah the collector's name tells, of the others the action. */
    private static boolean isOfAll(GarbageCollectionNotificationInfo collection) {
        String collector = collection.getGcName();
        return collection.getGcAction().equals("end of major GC")
                || collector.endsWith("Cycles") && !collector.contains("Minor");
    }

    /**
     * So many bytes are in use after a collection, of so many.
     *
     * @param ofAll whether it was of the whole heap. If it was of the young part only, garbage among the old is in use, too: whether
     *     the heap is full is not known before all of it is collected.
     */
    void collected(long used, long max, boolean ofAll) {
        boolean full = max - used < Math.max(LEAST_FREE * max, Math.min(RESERVE, LARGEST_RESERVE * max));
        if (full && !isShort) {
            if (!ofAll) {
                lookAgain();
                return;
            }
            looked.set(nanos.getAsLong());
        }
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

    /** A bridge that takes no calls has little to collect, and would go on to refuse for as long: so whoever asks has it done. */
    boolean isThere() {
        if (isShort) {
            lookAgain();
        }
        return !isShort;
    }

    private void lookAgain() {
        long now = nanos.getAsLong();
        long last = looked.get();
        if (now - last >= LOOK_AGAIN && looked.compareAndSet(last, now)) {
            collect.run();
        }
    }

    private static void collectApart() {
        Thread thread = new Thread(System::gc, "headroom");
        thread.setDaemon(true);
        thread.start();
    }
}
