package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What happened in one call, in order, with the time since it began. Thread-safe. */
final class Journal {

    /** A script that goes round in circles is stopped long before; this bounds what a talkative peer can add. */
    private static final int MAX_ENTRIES = 2_000;

    /** @param atMs since the call began */
    record Entry(long atMs, CallStep step) {}

    private final LongSupplier nanoTime;
    private final long begin;
    private final List<Entry> entries = new ArrayList<>();

    /** @param nanoTime a clock that nobody sets: a call takes no longer because the machine was told another time of day */
    Journal(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    void write(CallStep step) {
        add(new Entry(elapsedMs(), step));
    }

    synchronized void add(Entry entry) {
        if (entries.size() < MAX_ENTRIES) {
            entries.add(entry);
        }
    }

    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begin);
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
