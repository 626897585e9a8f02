package io.voicebridge.cli;

import io.voicebridge.conversation.Retention;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of the route that erases what is older than its tenant keeps it. Goes by the earlier one of two clocks, so that nothing
 * is erased because the clock of the machine was put forward. Bean {@code retentionStep}. Thread-safe.
 */
public final class RetentionStep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionStep.class);

    private final Retention retention;
    private final RecordingFolder recordings;
    private final Clock clock;
    private final Clock steady;

    RetentionStep(Retention retention, RecordingFolder recordings, Clock clock, Clock steady) {
        this.retention = retention;
        this.recordings = recordings;
        this.clock = clock;
        this.steady = steady;
    }

    public void sweep() {
        Instant told = clock.instant();
        Instant passed = steady.instant();
        int erased = retention.sweep(told.isBefore(passed) ? told : passed, recordings::delete);
        if (erased > 0) {
            LOG.info("{} conversations were older than their tenants keep them, and were erased", erased);
        }
    }
}
