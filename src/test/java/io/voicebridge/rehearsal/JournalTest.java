package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JournalTest {

    /** Where the count of nanoseconds stands says nothing; it may be about to overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    @Test
    void tellsHowLongAfterTheBeginOfTheCallEachStepWas() {
        Journal journal = new Journal(nanos::get);
        CallStep first = new CallStep.Said(CallStep.Speaker.AGENT, "Hello");
        CallStep second = new CallStep.Said(CallStep.Speaker.CUSTOMER, "Hi");

        journal.write(first);
        nanos.addAndGet(1_500_000_000);
        journal.write(second);

        assertThat(journal.entries()).isEqualTo(List.of(new Journal.Entry(0, first), new Journal.Entry(1_500, second)));
        assertThat(journal.elapsedMs()).isEqualTo(1_500);
    }
}
