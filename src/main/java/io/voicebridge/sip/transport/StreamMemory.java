package io.voicebridge.sip.transport;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what all streams together hold of messages that have not arrived whole. Thread-safe. */
final class StreamMemory {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    StreamMemory(long limit) {
        this.limit = limit;
    }

    /** Counts a change of one stream; false if it grew and all together now hold too much. */
    boolean change(int bytes) {
        return held.addAndGet(bytes) <= limit || bytes <= 0;
    }

    long held() {
        return held.get();
    }
}
