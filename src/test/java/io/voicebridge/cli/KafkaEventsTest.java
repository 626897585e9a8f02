package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to a real broker. */
class KafkaEventsTest {

    private static final String TOPIC = "voice-bridge.events";
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static ApiServer server;
    private static KafkaCalls calls;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder.resolve("kafka"), TOPIC);
        server = ApiServer.start(folder.resolve("data"), Database.H2, Map.of("bridge.kafka.brokers", broker.address()));
        calls = new KafkaCalls(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        broker.close();
    }

    @Test
    void areCloudEventsInOrderWithTheConversationAsTheirKey() {
        String id = calls.withOutcome();

        List<ConsumerRecord<String, String>> records = await().atMost(LONG)
                .until(() -> recordsOf(id), all -> types(all).size() == 3);

        assertThat(types(records)).containsExactly("conversation.started", "outcome.committed", "conversation.ended");
        assertThat(records).allSatisfy(record -> {
            assertThat(json(record).path("tenant").asText()).isEqualTo(calls.tenant());
            assertThat(json(record).path("subject").asText()).isEqualTo(id);
            assertThat(headers(record)).containsExactly("content-type: application/cloudevents+json; charset=UTF-8");
        });
    }

    @Test
    void areForgottenOnceKafkaHasThemAndNoWebhookWantsThem() {
        String id = calls.withOutcome();

        await().atMost(LONG).until(() -> types(recordsOf(id)).size() == 3 && calls.outbox() == 0);
    }

    @Test
    void anOptOutThatKafkaWasToldOfStandsInTheEvidenceOfTheCall() {
        String id = calls.withOutcome("do_not_call");

        await().atMost(LONG).untilAsserted(() -> {
            JsonNode told =
                    calls.read("/api/v1/conversations/" + id + "/evidence").at("/opt_out/told");
            assertThat(told.findValuesAsText("to")).containsExactly("kafka");
            assertThat(told.findValuesAsText("state")).containsExactly("delivered");
        });
    }

    @Test
    void waitWhileTheBrokerIsDownAndComeInOrderWhenItIsBack() throws Exception {
        await().atMost(LONG).until(() -> calls.outbox() == 0);
        broker.stop();
        Set<String> ids = new LinkedHashSet<>();
        try {
            for (int i = 0; i < 20; i++) {
                ids.add(calls.withOutcome());
            }
            await().atMost(LONG)
                    .until(
                            KafkaEventsTest::health,
                            health -> health.contains("60 events wait, the oldest since")
                                    && health.contains("Kafka has taken none since"));
            assertThat(management("/observe/health/ready").statusCode()).isEqualTo(200);
            assertThat(management("/observe/metrics").body())
                    .containsPattern("(?m)^kafka_events_waiting(\\{.*})? 60\\.0$")
                    .containsPattern("(?m)^kafka_events_oldest_seconds");
        } finally {
            broker.start();
        }

        await().atMost(LONG).until(() -> calls.outbox() == 0);
        List<ConsumerRecord<String, String>> all = broker.read(TOPIC);
        assertThat(ids).allSatisfy(id -> assertThat(types(
                        all.stream().filter(record -> record.key().equals(id)).toList()))
                .containsExactly("conversation.started", "outcome.committed", "conversation.ended"));
        await().atMost(LONG).until(KafkaEventsTest::health, health -> health.equals("0 events wait"));
    }

    @Test
    void doNotHoldUpTheStartOfABridgeWhoseBrokersHaveNoAddress(@TempDir Path data) throws Exception {
        try (ApiServer alone =
                ApiServer.start(data, Database.H2, Map.of("bridge.kafka.brokers", "kafka.invalid:9092"))) {
            KafkaCalls calls = new KafkaCalls(alone);

            String id = calls.withOutcome();

            assertThat(id).startsWith("cv_");
            assertThat(calls.outbox()).isEqualTo(3);
        }
    }

    private static List<ConsumerRecord<String, String>> recordsOf(String id) {
        return broker.read(TOPIC).stream()
                .filter(record -> record.key().equals(id))
                .toList();
    }

    /** In the order in which each was told first; at least once means that it may be told again. */
    private static Set<String> types(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(record -> json(record).path("type").asText())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static JsonNode json(ConsumerRecord<String, String> record) {
        return EventFixture.json(record.value());
    }

    private static List<String> headers(ConsumerRecord<String, String> record) {
        List<Header> headers = List.of(record.headers().toArray());
        return headers.stream()
                .map(header -> header.key() + ": " + new String(header.value()))
                .toList();
    }

    private static String health() throws Exception {
        for (JsonNode check :
                EventFixture.json(management("/observe/health").body()).path("checks")) {
            if (check.path("name").asText().equals("kafka")) {
                assertThat(check.path("status").asText()).isEqualTo("UP");
                return check.path("message").asText();
            }
        }
        throw new AssertionError("There is no check kafka");
    }

    private static HttpResponse<String> management(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.managementPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
