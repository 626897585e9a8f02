package io.voicebridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {

    private final EventEnvelope envelope = new EventEnvelope(URI.create("/voice-bridge"));

    private String message(String data) {
        return envelope.of(
                "ev_1", "tn_1", "cv_1", "outcome.committed", Instant.parse("2026-03-02T10:00:00.123456Z"), data);
    }

    @Test
    void isACloudEventInTheStructuredJsonFormat() throws Exception {
        JsonNode message = new ObjectMapper().readTree(message("{\"summary\":\"Größe ✓\",\"final\":true}"));

        assertThat(EventEnvelope.CONTENT_TYPE).isEqualTo("application/cloudevents+json");
        assertThat(message).isEqualTo(new ObjectMapper().readTree("""
                                        {"specversion":"1.0","id":"ev_1","source":"/voice-bridge","type":"outcome.committed",
                                         "subject":"cv_1","time":"2026-03-02T10:00:00.123456Z","tenant":"tn_1",
                                         "datacontenttype":"application/json",
                                         "data":{"summary":"Größe ✓","final":true}}"""));
    }

    @Test
    void carriesTheTraceOfWhatItTellsIfThereIsOne() throws Exception {
        OutboxRow row = new OutboxRow();
        row.eventId = "ev_1";
        row.tenantId = "tn_1";
        row.subject = "cv_1";
        row.type = "conversation.ended";
        row.happenedAt = Instant.EPOCH;
        row.payload = "{}";
        row.traceparent = "";
        assertThat(envelope.of(row)).doesNotContain("traceparent");

        row.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(new ObjectMapper()
                        .readTree(envelope.of(row))
                        .path("traceparent")
                        .asText())
                .isEqualTo(row.traceparent);
    }

    @Test
    void hasTheSameBytesEachTime() {
        assertThat(message("{\"b\":1,\"a\":2}")).isEqualTo(message("{\"b\":1,\"a\":2}"));
    }
}
