package io.voicebridge.event;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Makes the message that a receiver gets: a CloudEvent 1.0 in the structured JSON format, the same bytes whenever the
 * same event is told. Thread-safe.
 */
final class EventEnvelope {

    static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE;

    private final JsonFormat format = new JsonFormat();
    private final URI source;

    /** @param source names this deployment: with an event's id it is unique in the world */
    EventEnvelope(URI source) {
        this.source = source;
    }

    String of(OutboxRow row) {
        CloudEventBuilder event = event(row.eventId, row.tenantId, row.subject, row.type, row.happenedAt, row.payload);
        if (!row.traceparent.isEmpty()) {
            event.withExtension("traceparent", row.traceparent);
        }
        return text(event);
    }

    /** @param data a JSON object */
    String of(String eventId, String tenantId, String subject, String type, Instant at, String data) {
        return text(event(eventId, tenantId, subject, type, at, data));
    }

    private CloudEventBuilder event(
            String eventId, String tenantId, String subject, String type, Instant at, String data) {
        return CloudEventBuilder.v1()
                .withId(eventId)
                .withSource(source)
                .withType(type)
                .withSubject(subject)
                .withTime(at.atOffset(ZoneOffset.UTC))
                .withExtension("tenant", tenantId)
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8));
    }

    private String text(CloudEventBuilder event) {
        return new String(format.serialize(event.build()), StandardCharsets.UTF_8);
    }
}
