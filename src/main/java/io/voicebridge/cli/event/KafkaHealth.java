package io.voicebridge.cli.event;

import io.voicebridge.event.EventRelay.Backlog;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Shows how many events wait for Kafka, and since when it does not take them. Always UP: calls need no Kafka, so that a
 * bridge without it is as alive and ready as one with it.
 */
public final class KafkaHealth extends AbstractHealthCheck {

    private final EventPublisher publisher;

    public KafkaHealth(EventPublisher publisher) {
        super("bridge", "kafka");
        this.publisher = publisher;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Backlog backlog = publisher.backlog();
        builder.up().detail("events.waiting", backlog.waiting());
        builder.message(backlog.waiting() + " events wait"
                + backlog.oldest().map(oldest -> ", the oldest since " + oldest).orElse("")
                + publisher
                        .awaySince()
                        .map(since -> "; Kafka has taken none since " + since)
                        .orElse(""));
    }
}
