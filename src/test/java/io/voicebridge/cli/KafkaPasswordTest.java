package io.voicebridge.cli;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker wants of its clients is a matter of Camel's own settings. */
class KafkaPasswordTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "camel.component.kafka.security-protocol", "SASL_PLAINTEXT",
            "camel.component.kafka.sasl-mechanism", "PLAIN",
            "camel.component.kafka.sasl-jaas-config", KafkaBroker.JAAS + ';');

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        SETTINGS.keySet().forEach(System::clearProperty);
    }

    @Test
    void aBrokerThatAsksForAPasswordGetsEventsAndGivesOutcomes() throws Exception {
        SETTINGS.forEach(System::setProperty);
        try (KafkaBroker broker = KafkaBroker.startSecured(folder.resolve("kafka"), "events", "outcomes");
                ApiServer server = ApiServer.start(
                        folder.resolve("data"),
                        Database.H2,
                        Map.of(
                                "bridge.kafka.brokers", broker.address(),
                                "bridge.kafka.events-topic", "events",
                                "bridge.kafka.outcomes-topic", "outcomes"))) {
            KafkaCalls calls = new KafkaCalls(server);
            String call = calls.begin("");
            broker.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                    "outcomes",
                    call,
                    ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/crm\",\"type\":\"outcome\",\"tenant\":\""
                                    + calls.tenant() + "\",\"data\":{\"conversation_id\":\"" + call
                                    + "\",\"outcome\":\"qualified\"}}")
                            .getBytes()));

            await().atMost(Duration.ofSeconds(120))
                    .until(() -> calls.revisions(call) == 1
                            && broker.read("events").stream()
                                    .anyMatch(record -> record.value().contains("outcome.committed")));
        }
    }
}
