package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.KafkaBroker;
import io.voicebridge.system.TraceReceiver.Span;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with OpenTelemetry's agent, started as docs/operations.md says, and what a collector gets of a call and its records. */
class TraceExportIT {

    /** The test line: key 2 has its agent commit an outcome and hang up. */
    private static final String NUMBER = "+13453453459";

    private static final String SESSION = "600000000054778";
    private static final String OUTCOMES = "outcomes";
    private static final String EVENTS = "voice-bridge.events";

    /** Of the process that writes to Kafka, and of what has made it write. */
    private static final String PRODUCER = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String ORIGIN = "0af7651916cd43dd8448eb211c80319c";

    /** Whoever finds any of it in a trace has found a person. */
    private static final List<String> LEAD = List.of("3035550142", "Zebulon", SESSION);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private static Map<String, String> settings(TraceReceiver collector, KafkaBroker kafka) throws Exception {
        Map<String, String> settings = new HashMap<>(collector.settings());
        settings.put("BRIDGE_SPEECH_RECOGNIZER", "none");
        settings.put("BRIDGE_SPEECH_VOICE_ACTIVITY", "energy");
        settings.put("BRIDGE_KAFKA_BROKERS", kafka.address());
        settings.put("BRIDGE_KAFKA_OUTCOMES_TOPIC", OUTCOMES);
        return settings;
    }

    @Test
    void aCollectorGetsACallAsOneTraceFromItsInviteToItsEndAndNobodysName() throws Exception {
        try (TraceReceiver collector = new TraceReceiver();
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"), OUTCOMES, EVENTS);
                BridgeProcess bridge =
                        BridgeProcess.start(Files.createDirectory(folder.resolve("data")), settings(collector, kafka));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            PhoneCall call = caller.dials(NUMBER)
                    .with("X-CallSessionId", SESSION)
                    .with("X-first_name", "Zebulon")
                    .with("X-ANI", "+13035550142")
                    .connects()
                    .hearsVoice();
            kafka.send(checkpoint(bridge.runtime().demo().tenant()));
            Span record = Poll.until(() -> named(collector.spans(), "process " + OUTCOMES), came -> came.size() == 1)
                    .get(0);
            assertThat(PhoneCall.header(call.presses('2').isOver(), "X-ConversationId"))
                    .isPresent();
            assertThat(bridge.five9("/five9/v1/outcome?correlation=" + SESSION)
                            .path("status")
                            .asText())
                    .isEqualTo("ready");

            List<Span> spans = Poll.until(
                    collector::spans,
                    came -> named(came, "GET /five9/v1/outcome").size() == 1
                            && named(came, "ended").size() == 1);
            Span invite = named(spans, "INVITE").get(0);
            assertThat(invite.parentId()).isEmpty();
            assertThat(spans)
                    .filteredOn(span -> span.traceId().equals(invite.traceId()))
                    .extracting(Span::name)
                    .contains(
                            "agent-lookup-action",
                            "answered",
                            "execute_tool commit_outcome",
                            "commit-outcome",
                            "finish-call",
                            "invoke_agent",
                            "ended");
            assertThat(named(spans, "GET /five9/v1/outcome").get(0).linkedTraces())
                    .containsExactly(invite.traceId());
            assertThat(record.traceId()).isEqualTo(PRODUCER);
            assertThat(record.linkedTraces()).containsExactlyInAnyOrder(invite.traceId(), ORIGIN);
            assertThat(collector.text()).contains("voice-bridge").doesNotContain(LEAD);

            List<JsonNode> events = Poll.until(() -> events(kafka, invite.conversation()), told -> told.size() == 4);
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.path("traceparent").asText())
                            .isEqualTo("00-" + invite.traceId() + '-' + invite.id() + "-01"));
        }
    }

    /** Of a producer that is traced itself, about something that has begun elsewhere. */
    private static ProducerRecord<String, byte[]> checkpoint(String tenant) {
        String event = """
                {"specversion":"1.0","type":"outcome","source":"/crm","id":"1","tenant":"%s",
                 "traceparent":"00-%s-00f067aa0ba902b7-01",
                 "data":{"correlation":"%s","outcome":"callback","final":false}}""".formatted(tenant, ORIGIN, SESSION);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(OUTCOMES, SESSION, event.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add("traceparent", ("00-" + PRODUCER + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private static List<JsonNode> events(KafkaBroker kafka, String conversation) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (ConsumerRecord<String, String> record : kafka.read(EVENTS)) {
            if (record.key().equals(conversation)) {
                events.add(JSON.readTree(record.value()));
            }
        }
        return events;
    }

    private static List<Span> named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }
}
