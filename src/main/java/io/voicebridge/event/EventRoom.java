package io.voicebridge.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.SecretStore;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** The room put together. */
public record EventRoom(
        Webhooks webhooks,
        WebhooksPart bundlePart,
        Deliveries deliveries,
        EventSpreader spreader,
        DeliveryQueue queue,
        DeliveryLedger ledger,
        EventRelay relay,
        EventRetention retention) {

    /**
     * How events are told.
     *
     * @param source names this deployment
     * @param node this bridge, the same after a restart, different from others on the same database
     * @param kafka whether events are published to Kafka as well
     * @param senders how many deliveries are sent at a time
     * @param retrySeconds when a delivery that failed is tried again, such as {@code 5,30,120}
     * @param kept how long what is done with can be looked at and asked for again
     */
    public record Settings(URI source, String node, boolean kafka, int senders, String retrySeconds, Duration kept) {}

    /** What the room needs of others. */
    public record Means(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            ObjectMapper json,
            Audit audit,
            SecretStore secrets,
            Conversations conversations) {}

    /**
     * @param beat wakes who drains the outbox
     * @param newSecret for a webhook
     * @param refusal why nothing is sent to a URL, for a person; empty if something may be
     */
    public static EventRoom open(
            Means means,
            Settings settings,
            EventBeat beat,
            Supplier<String> newSecret,
            Function<String, Optional<String>> refusal) {
        EntityManager entities = means.entities();
        TransactionTemplate transactions = means.transactions();
        Clock clock = means.clock();
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        EventEnvelope envelope = new EventEnvelope(settings.source());
        Webhooks webhooks = new Webhooks(
                entities, transactions, clock, means.ids(), means.audit(), means.secrets(), newSecret, refusal);
        DeliveryLedger ledger = new DeliveryLedger(
                entities,
                transactions,
                clock,
                means.json(),
                RetryLadder.of(settings.retrySeconds(), random),
                new WebhookHealth(entities, random),
                means.conversations(),
                means.audit());
        return new EventRoom(
                webhooks,
                new WebhooksPart(webhooks, means.json()),
                new Deliveries(entities, transactions, clock, means.ids(), means.audit(), means.json(), beat::now),
                new EventSpreader(entities, transactions, clock, means.ids(), settings.kafka()),
                new DeliveryQueue(
                        entities, transactions, clock, webhooks, envelope, settings.node(), settings.senders()),
                ledger,
                new EventRelay(entities, transactions, clock, envelope, means.conversations(), settings.node()),
                new EventRetention(entities, transactions, clock, ledger, settings.kept(), settings.kafka()));
    }

    /**
     * Webhooks in a bundle, for a command that tells nobody anything.
     *
     * @param means of which {@code conversations} is not needed
     */
    public static WebhooksPart bundlePart(
            Means means, Supplier<String> newSecret, Function<String, Optional<String>> refusal) {
        return new WebhooksPart(
                new Webhooks(
                        means.entities(),
                        means.transactions(),
                        means.clock(),
                        means.ids(),
                        means.audit(),
                        means.secrets(),
                        newSecret,
                        refusal),
                means.json());
    }
}
