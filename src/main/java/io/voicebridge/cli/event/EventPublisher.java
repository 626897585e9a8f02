package io.voicebridge.cli.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.directory.Reason;
import io.voicebridge.event.EventRelay;
import io.voicebridge.event.EventRelay.Backlog;
import io.voicebridge.event.EventRelay.Telling;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code publish-events}, bean {@code eventPublisher}. While the broker does not take what it is
 * sent, one event at a time tries whether it does again: each record of a batch could wait for its own time-out. Called
 * by one thread at a time; what others read of it is volatile. Blocks on the database.
 */
public final class EventPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private static final int BATCH = 200;

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(3);

    /** After a pause the client may have forgotten where the topic is, and must ask a broker that may be away. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);

    private static final String TOLD = "eventsTold";

    private final EventRelay relay;
    private final Clock clock;
    private final Clock steady;
    private final Supplier<Optional<MeterRegistry>> metrics;
    private Instant nextLook = Instant.MIN;
    private Instant nextCount = Instant.MIN;
    private Instant lastSuccess = Instant.MIN;
    private Optional<MeterRegistry> shownIn = Optional.empty();
    private volatile Optional<Instant> awaySince = Optional.empty();
    private volatile Backlog backlog = new Backlog(0, Optional.empty());

    /**
     * @param clock of what is told
     * @param steady of when to look again: a clock that is put back must not hold events up
     * @param metrics asked each time: a live reload of routes may put another one in its place
     */
    public EventPublisher(EventRelay relay, Clock clock, Clock steady, Supplier<Optional<MeterRegistry>> metrics) {
        this.relay = relay;
        this.clock = clock;
        this.steady = steady;
        this.metrics = metrics;
    }

    /** Since when the broker does not take events; empty while it does. */
    Optional<Instant> awaySince() {
        return awaySince;
    }

    /** What waits, as it was some seconds ago. */
    Backlog backlog() {
        return backlog;
    }

    /** Makes the body the list of what is sent now, each with its key; an empty list if there is nothing to send. */
    public void take(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(List.of());
        exchange.removeVariable(TOLD);
        Instant now = steady.instant();
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(AFTER_A_FAILURE);
        if (!now.isBefore(nextCount)) {
            count(now);
        }
        List<Telling> next = relay.next(awaySince.isEmpty() && now.isBefore(lastSuccess.plus(TRUSTED)) ? BATCH : 1);
        if (!next.isEmpty()) {
            exchange.setVariable(TOLD, next);
            // Of each record: the structured mode of CloudEvents' binding for Kafka
            message.setHeader("content-type", "application/cloudevents+json; charset=UTF-8");
            message.setBody(
                    next.stream().map(telling -> part(exchange, telling)).toList());
        }
        nextLook = now;
    }

    private static Exchange part(Exchange exchange, Telling telling) {
        Exchange part = new DefaultExchange(exchange.getContext());
        part.getMessage().setHeader(KafkaConstants.KEY, telling.subject());
        part.getMessage().setBody(telling.message());
        return part;
    }

    private void count(Instant now) {
        backlog = relay.backlog();
        nextCount = now.plus(COUNTED_EVERY);
        Optional<MeterRegistry> found = metrics.get();
        if (found.equals(shownIn)) {
            return;
        }
        shownIn = found;
        found.ifPresent(registry -> {
            Gauge.builder("kafka_events_waiting", this, publisher -> publisher.backlog.waiting())
                    .description("Events that Kafka has not taken yet, of all bridges on the database")
                    .register(registry);
            Gauge.builder("kafka_events_oldest_seconds", this, EventPublisher::oldestSeconds)
                    .description("For how long the oldest of them waits")
                    .register(registry);
        });
    }

    private double oldestSeconds() {
        return backlog.oldest()
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, clock.instant()).toSeconds()))
                .orElse(0L);
    }

    /** Kafka has all of the body. */
    public void told(Exchange exchange) {
        List<?> told = exchange.getVariable(TOLD, List.class);
        relay.told(told.stream().map(Telling.class::cast).toList());
        exchange.removeVariable(TOLD);
        lastSuccess = steady.instant();
        awaySince.ifPresent(since -> {
            LOG.warn("Kafka takes events again; it did not since {}", since);
            awaySince = Optional.empty();
            nextCount = lastSuccess;
        });
        metrics.get().ifPresent(registry -> Counter.builder("kafka_events")
                .description("Events that Kafka has taken from this bridge")
                .register(registry)
                .increment(told.size()));
    }

    /** Told again later, in the same order. Says so once, not at each try. */
    public void failed(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        nextLook = steady.instant().plus(AFTER_A_FAILURE);
        if (exchange.getVariable(TOLD) == null) {
            LOG.warn("Events for Kafka wait, because the database did not give them: {}", Reason.of(failure));
        } else if (awaySince.isEmpty()) {
            awaySince = Optional.of(clock.instant());
            LOG.warn("Kafka does not take events; they wait in the database: {}", Reason.of(failure));
        }
    }
}
