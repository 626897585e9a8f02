package io.voicebridge.cli;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness by the database: DOWN while it is away. Not part of liveness: a restart would end the calls that go on and
 * lose what they keep in memory.
 */
final class StorageHealth extends AbstractHealthCheck {

    private final LateStorage storage;

    StorageHealth(LateStorage storage) {
        super("bridge", "storage");
        this.storage = storage;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<Instant> since = storage.awaySince();
        if (since.isPresent()) {
            builder.down().message("The database is away since " + since.get());
            builder.detail("away.since", since.get().toString());
        } else {
            builder.up();
        }
    }
}
