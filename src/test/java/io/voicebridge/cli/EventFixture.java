package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.event.DeliveryLedger.Verdict;
import io.voicebridge.event.DeliveryResult;
import io.voicebridge.event.EventRoom;
import io.voicebridge.event.Shipment;
import io.voicebridge.event.Webhook;
import io.voicebridge.security.WebhookSignature;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The event room on the database of a {@link ConversationFixture}; receivers are functions. Each database is opened once
 * for all tests of a class; what a test has left behind of events the next one does not find.
 */
final class EventFixture {

    static final String TENANT = ConversationFixture.TENANT;

    /** What a receiver answers. */
    static final DeliveryResult OK = DeliveryResult.answered(200, Duration.ofMillis(20), Duration.ZERO);

    static final DeliveryResult BROKEN = DeliveryResult.answered(500, Duration.ofMillis(20), Duration.ZERO);

    final ConversationFixture calls;
    final EventRoom room;
    private final Ids ids;

    private static final Map<Database, ConversationFixture> OPEN = new EnumMap<>(Database.class);

    EventFixture(Database database) {
        calls = OPEN.computeIfAbsent(database, ConversationFixture::new);
        calls.storage.transactions().executeWithoutResult(status -> {
            for (String table : List.of("webhook_delivery", "outbox_event", "webhook_health", "webhook")) {
                calls.storage
                        .entityManager()
                        .createNativeQuery("delete from " + table)
                        .executeUpdate();
            }
            calls.storage
                    .entityManager()
                    .createNativeQuery("update event_relay set owner = '', until = null")
                    .executeUpdate();
        });
        ids = new Ids(calls.clock);
        room = node("node-1");
    }

    /** Another bridge on the same database. */
    EventRoom node(String name) {
        return node(name, false);
    }

    /** One that may tell Kafka as well. */
    EventRoom node(String name, boolean kafka) {
        return EventRoom.open(
                new EventRoom.Means(
                        calls.storage.entityManager(),
                        calls.storage.transactions(),
                        calls.clock,
                        ids,
                        Json.mapper(),
                        new Audit(calls.storage.entityManager(), calls.storage.transactions(), calls.clock, ids),
                        new Unsealed(),
                        calls.room.conversations()),
                new EventRoom.Settings(
                        URI.create("/voice-bridge"),
                        name,
                        kafka,
                        32,
                        "5,30,120,600,3600,21600,86400",
                        Duration.ofDays(14)),
                calls.beat,
                WebhookSignature::newSecret,
                url -> Optional.empty());
    }

    Webhook webhook(String tenant, String... events) {
        return room.webhooks()
                .create(
                        tenant,
                        "test",
                        json("{\"url\":\"https://receiver.example.com/\",\"events\":"
                                + Json.mapper().valueToTree(List.of(events)) + "}"))
                .webhook();
    }

    /** A call that comes and goes, without an outcome: two events. */
    String shortCall() {
        String id = calls.begin("+13035550100").conversationId();
        calls.hangUp(id);
        return id;
    }

    /** Sends what is due now, once, and returns what was sent. */
    List<Shipment> deliver(Function<Shipment, DeliveryResult> receiver) {
        return deliver(room, receiver);
    }

    static List<Shipment> deliver(EventRoom room, Function<Shipment, DeliveryResult> receiver) {
        while (room.spreader().spread()) {
            // the next batch
        }
        List<Shipment> taken = room.queue().take();
        for (Shipment shipment : taken) {
            room.queue().release(shipment);
            room.ledger().done(shipment, receiver.apply(shipment));
        }
        return taken;
    }

    /** Sends until nothing is due, and returns all that was sent. */
    List<Shipment> deliverAll(Function<Shipment, DeliveryResult> receiver) {
        List<Shipment> all = new ArrayList<>();
        List<Shipment> some = deliver(receiver);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = deliver(receiver);
        }
        return all;
    }

    Verdict done(Shipment shipment, DeliveryResult result) {
        room.queue().release(shipment);
        return room.ledger().done(shipment, result);
    }

    static String type(Shipment shipment) {
        return json(shipment.message()).path("type").asText();
    }

    static String subject(Shipment shipment) {
        return json(shipment.message()).path("subject").asText();
    }

    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class Unsealed implements SecretStore {
        @Override
        public String seal(String secret, String owner) {
            return secret;
        }

        @Override
        public String open(String sealed, String owner) {
            return sealed;
        }

        @Override
        public Optional<String> renew(String sealed, String owner) {
            return Optional.empty();
        }
    }

    static void closeAll() {
        OPEN.values().forEach(ConversationFixture::close);
        OPEN.clear();
    }
}
