package io.voicebridge.rehearsal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What happened in one call, in order, with the time since it began. Thread-safe. */
final class Journal {

    /** A script that goes round in circles is stopped long before; this bounds what a talkative peer can add. */
    private static final int MAX_ENTRIES = 2_000;

    /** @param atMs since the call began */
    record Entry(long atMs, CallStep step) {}

    private final Clock clock;
    private final long begin;
    private final List<Entry> entries = new ArrayList<>();

    Journal(Clock clock) {
        this.clock = clock;
        this.begin = clock.millis();
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
        return clock.millis() - begin;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
