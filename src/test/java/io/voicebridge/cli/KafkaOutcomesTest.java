package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.system.TcpProxy;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** Outcomes that come from a real broker. */
class KafkaOutcomesTest {

    private static final String TOPIC = "outcomes";
    private static final String DEAD = "outcomes.dead";
    private static final String EVENTS = "events";
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static ApiServer server;
    private static KafkaCalls calls;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder.resolve("kafka"), TOPIC, DEAD, EVENTS);
        server = ApiServer.start(
                folder.resolve("data"),
                Database.H2,
                Map.of(
                        "bridge.kafka.brokers", broker.address(),
                        "bridge.kafka.events-topic", EVENTS,
                        "bridge.kafka.outcomes-topic", TOPIC,
                        "bridge.kafka.dead-letter-topic", DEAD));
        calls = new KafkaCalls(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        broker.close();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String event(String id, String tenant, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/crm\",\"type\":\"outcome\",\"tenant\":\""
                + tenant + "\",\"data\":" + data + '}';
    }

    private static ProducerRecord<String, byte[]> record(String key, String value) {
        return new ProducerRecord<>(TOPIC, key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String data(String conversation, String outcome) {
        return "{\"conversation_id\":\"" + conversation + "\",\"outcome\":\"" + outcome + "\",\"final\":false}";
    }

    private static ConsumerRecord<String, String> deadLetter(String key) {
        return await().atMost(LONG)
                .until(
                        () -> broker.read(DEAD).stream()
                                .filter(record -> key.equals(record.key()))
                                .toList(),
                        records -> !records.isEmpty())
                .get(0);
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void areCommittedAndSayWhereTheyCameFrom() throws Exception {
        String call = calls.begin("");

        broker.send(record(call, event(id(), calls.tenant(), data(call, "qualified"))));

        await().atMost(LONG).until(() -> calls.revisions(call) == 1);
        assertThat(calls.source(call)).isEqualTo("kafka");
        JsonNode told = await().atMost(LONG)
                .until(
                        () -> broker.read(EVENTS).stream()
                                .filter(record -> record.key().equals(call))
                                .map(record -> EventFixture.json(record.value()))
                                .filter(event -> event.path("type").asText().equals("outcome.committed"))
                                .toList(),
                        events -> !events.isEmpty())
                .get(0);
        assertThat(told.at("/data/source").asText()).isEqualTo("kafka");
    }

    @Test
    void mayHaveTheirAttributesInHeaders() throws Exception {
        String correlation = id();
        String call = calls.begin(correlation);
        ProducerRecord<String, byte[]> record =
                record(correlation, "{\"correlation\":\"" + correlation + "\",\"outcome\":\"callback\"}");
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id(),
                        "ce_source", "/crm",
                        "ce_type", "outcome",
                        "ce_tenant", calls.tenant(),
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));

        broker.send(record);

        await().atMost(LONG).until(() -> calls.revisions(call) == 1);
    }

    @Test
    void countOnceForEachIdHoweverOftenTheyCome() throws Exception {
        String call = calls.begin("");
        String id = id();

        broker.send(record(call, event(id, calls.tenant(), data(call, "callback"))));
        broker.send(record(call, event(id, calls.tenant(), data(call, "callback"))));
        broker.send(record(call, event(id(), calls.tenant(), data(call, "qualified"))));

        await().atMost(LONG).until(() -> calls.lastOutcome(call).equals("qualified"));
        assertThat(calls.revisions(call)).isEqualTo(2);
    }

    @Test
    void thatNobodyCanReadGoAsideWithTheReasonAndTheNextIsTaken() throws Exception {
        String call = calls.begin("");

        broker.send(record(call, "{\"specversion\":\"1.0\","));
        broker.send(record(call, event(id(), calls.tenant(), data(call, "qualified"))));

        await().atMost(LONG).until(() -> calls.revisions(call) == 1);
        ConsumerRecord<String, String> letter = deadLetter(call);
        assertThat(letter.value()).isEqualTo("{\"specversion\":\"1.0\",");
        assertThat(header(letter, "dead-letter-reason")).isEqualTo("invalid_event");
        assertThat(header(letter, "dead-letter-detail")).startsWith("The value is not JSON");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(TOPIC);
        assertThat(header(letter, "dead-letter-offset")).matches("[0-9]+");
    }

    @Test
    void ofAnotherTenantsCallGoAsideAsIfThereWereNoSuchCall() throws Exception {
        String call = calls.begin("");
        String stranger = new KafkaCalls(server, "Stranger " + id()).tenant();

        broker.send(record(call, event(id(), stranger, data(call, "qualified"))));

        assertThat(header(deadLetter(call), "dead-letter-reason")).isEqualTo("unknown_call");
        assertThat(calls.revisions(call)).isZero();
    }

    @Test
    void withTextThatNoDatabaseTakesGoAsideAndDoNotComeAgainForever() throws Exception {
        String key = id();

        broker.send(record(key, event("a\\u0000b", calls.tenant(), data("cv_none", "qualified"))));

        assertThat(header(deadLetter(key), "dead-letter-reason")).isEqualTo("invalid_event");
    }

    @Test
    void haveNoHeaderThatSteersWhereTheyGo() throws Exception {
        String key = id();
        ProducerRecord<String, byte[]> record = record(key, "no outcome");
        record.headers()
                .add("kafka.OVERRIDE_TOPIC", EVENTS.getBytes(StandardCharsets.UTF_8))
                .add("CamelKafkaOverrideTopic", EVENTS.getBytes(StandardCharsets.UTF_8))
                .add("X-else", new byte[] {1});

        broker.send(record);

        ConsumerRecord<String, String> letter = deadLetter(key);
        assertThat(letter.headers().lastHeader("X-else")).isNull();
        assertThat(broker.read(EVENTS)).noneMatch(event -> key.equals(event.key()));
    }

    @Test
    void comeAgainWhenTheBrokerDoes() throws Exception {
        String before = calls.begin("");
        broker.send(record(before, event(id(), calls.tenant(), data(before, "qualified"))));
        await().atMost(LONG).until(() -> calls.revisions(before) == 1);

        broker.stop();
        broker.start();
        String after = calls.begin("");
        broker.send(record(after, event(id(), calls.tenant(), data(after, "qualified"))));

        await().atMost(LONG).until(() -> calls.revisions(after) == 1);
        assertThat(calls.revisions(before)).isEqualTo(1);
    }

    @Test
    void areTriedAgainWhenItIsTheBridgeThatFails() throws Exception {
        String call = calls.begin("");
        double before = calls.counted("kafka_outcomes", "again");

        server.bean("transactionTemplate", TransactionTemplate.class).executeWithoutResult(status -> {
            server.bean("entityManager", EntityManager.class)
                    .createNativeQuery("select id from conversation where id = '" + call + "' for update")
                    .getSingleResult();
            try {
                broker.send(record(call, event(id(), calls.tenant(), data(call, "qualified"))));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            await("the lock is in its way").atMost(LONG).until(() -> calls.counted("kafka_outcomes", "again") > before);
        });

        await().atMost(LONG).until(() -> calls.revisions(call) == 1);
        assertThat(broker.read(DEAD)).noneMatch(letter -> call.equals(letter.key()));
    }

    /** Longer than the tries of one round: the consumer gives up, begins again with the same record, and has lost none. */
    @Test
    void waitWhileTheDatabaseIsAwayAndAreNotAcknowledged(@TempDir Path data) throws Exception {
        broker.create("away");
        Storage.Address address = Database.POSTGRESQL.create();
        URI behind = URI.create(address.url().substring("jdbc:".length()));
        try (TcpProxy proxy = new TcpProxy(behind.getPort());
                ApiServer other = ApiServer.start(
                        data,
                        Database.H2,
                        Map.of(
                                "bridge.db.url",
                                address.url().replace(":" + behind.getPort(), ":" + proxy.port()),
                                "bridge.db.user",
                                address.user(),
                                "bridge.kafka.brokers",
                                broker.address(),
                                "bridge.kafka.group",
                                "away",
                                "bridge.kafka.events-topic",
                                EVENTS,
                                "bridge.kafka.outcomes-topic",
                                "away",
                                "bridge.kafka.dead-letter-topic",
                                DEAD))) {
            KafkaCalls calls = new KafkaCalls(other);
            String call = calls.begin("");
            send(call, calls.tenant(), "callback");
            await().atMost(LONG).until(() -> calls.revisions(call) == 1);
            await().atMost(LONG).until(() -> broker.committed("away", "away") == 1);

            proxy.breakBy(TcpProxy.Fault.REFUSED);
            send(call, calls.tenant(), "not_qualified");
            send(call, calls.tenant(), "qualified");
            await().atMost(LONG).until(() -> calls.counted("kafka_outcomes", "again") > 4);
            assertThat(broker.committed("away", "away")).as("acknowledged").isEqualTo(1);
            proxy.restore();

            await().atMost(LONG).ignoreExceptions().until(() -> calls.lastOutcome(call)
                    .equals("qualified"));
            assertThat(calls.revisions(call)).isEqualTo(3);
            await().atMost(LONG).until(() -> broker.committed("away", "away") == 3);
            assertThat(broker.read(DEAD)).noneMatch(letter -> call.equals(letter.key()));
        }
    }

    private static void send(String call, String tenant, String outcome) throws Exception {
        broker.send(new ProducerRecord<>(
                "away", call, event(id(), tenant, data(call, outcome)).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void waitForTheDeadLetterTopicRatherThanGetLost(@TempDir Path data) throws Exception {
        broker.create("waiting");
        try (ApiServer other = ApiServer.start(
                data,
                Database.H2,
                Map.of(
                        "bridge.kafka.brokers",
                        broker.address(),
                        "bridge.kafka.events-topic",
                        EVENTS,
                        "bridge.kafka.outcomes-topic",
                        "waiting",
                        "bridge.kafka.dead-letter-topic",
                        "late"))) {
            KafkaCalls calls = new KafkaCalls(other);
            String call = calls.begin("");
            broker.send(new ProducerRecord<>("waiting", call, new byte[] {'?'}));
            broker.send(new ProducerRecord<>(
                    "waiting",
                    call,
                    event(id(), calls.tenant(), data(call, "qualified")).getBytes(StandardCharsets.UTF_8)));
            await().atMost(LONG).until(() -> calls.counted("camel.exchanges.failed", "take-outcome-record") > 0);
            assertThat(calls.revisions(call)).as("its turn has not come").isZero();

            broker.create("late");

            await().atMost(LONG).until(() -> calls.revisions(call) == 1);
            assertThat(broker.read("late")).extracting(ConsumerRecord::value).containsOnly("?");
        }
    }
}
