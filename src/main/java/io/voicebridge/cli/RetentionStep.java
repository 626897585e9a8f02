package io.voicebridge.cli;

import io.voicebridge.conversation.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step of the route that erases what is older than its tenant keeps it. Bean {@code retentionStep}. Thread-safe. */
public final class RetentionStep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionStep.class);

    private final Retention retention;
    private final RecordingFolder recordings;

    RetentionStep(Retention retention, RecordingFolder recordings) {
        this.retention = retention;
        this.recordings = recordings;
    }

    public void sweep() {
        int erased = retention.sweep(recordings::delete);
        if (erased > 0) {
            LOG.info("{} conversations were older than their tenants keep them, and were erased", erased);
        }
    }
}
