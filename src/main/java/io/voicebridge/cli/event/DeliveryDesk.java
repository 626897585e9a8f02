package io.voicebridge.cli.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voicebridge.cli.GuardedNames;
import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.directory.Reason;
import io.voicebridge.event.DeliveryLedger.Verdict;
import io.voicebridge.event.DeliveryResult;
import io.voicebridge.event.EventBeat;
import io.voicebridge.event.EventRoom;
import io.voicebridge.event.Shipment;
import io.voicebridge.security.WebhookSignature;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes in {@code event-webhooks.camel.yaml}, bean {@code deliveryDesk}. Thread-safe; blocks on the
 * database.
 */
public final class DeliveryDesk {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryDesk.class);

    /** Without a beat; what another bridge wrote, and what is due by time, is seen then. */
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    /** After a beat, so that the events of many calls make one look; while more is left to send, each asking is one. */
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(100);

    private static final String SHIPMENT = "shipment";
    private static final String BEGAN = "shipmentBegan";
    private static final String RESULT = "deliveryResult";

    private final EventRoom room;
    private final EventBeat beat;
    private final WebhookSignature signature;
    private final Clock clock;
    private final Clock steady;
    private final Duration patience;
    private final Supplier<Optional<MeterRegistry>> metrics;
    private volatile Instant nextLook = Instant.MIN;
    private volatile Instant nextBeat = Instant.MIN;
    private volatile boolean failed;

    /**
     * @param clock of what is signed
     * @param steady of when to look again
     * @param patience how long a receiver may take
     * @param metrics asked each time: a live reload of routes may put another one in its place
     */
    public DeliveryDesk(
            EventRoom room,
            EventBeat beat,
            WebhookSignature signature,
            Clock clock,
            Clock steady,
            Duration patience,
            Supplier<Optional<MeterRegistry>> metrics) {
        this.room = room;
        this.beat = beat;
        this.signature = signature;
        this.clock = clock;
        this.steady = steady;
        this.patience = patience;
        this.metrics = metrics;
    }

    /**
     * If there is something to do, makes deliveries of new events, and takes those that can be sent now. Asked often;
     * looks into the database when there was an event or its time has come, and not at once after it failed.
     */
    public List<Shipment> take() {
        Instant now = steady.instant();
        if (now.isBefore(nextLook) && (failed || now.isBefore(nextBeat) || !beat.taken())) {
            return List.of();
        }
        failed = true;
        nextLook = now.plus(AFTER_A_FAILURE);
        while (room.spreader().spread()) {
            // the next batch
        }
        List<Shipment> taken = room.queue().take();
        nextLook = now.plus(AT_LEAST_EVERY);
        nextBeat = room.queue().hasMore() ? now : now.plus(AT_MOST_EVERY);
        failed = false;
        return taken;
    }

    /** Makes the shipment in the body a signed request, as Standard Webhooks 1.0 says. */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        Shipment shipment = message.getBody(Shipment.class);
        Instant now = clock.instant();
        exchange.setVariable(SHIPMENT, shipment);
        exchange.setVariable(BEGAN, System.nanoTime());
        exchange.setVariable(CallTrace.LINKED, shipment.traceparent());
        // A body that claims to be compressed is not unpacked
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_URI, shipment.url());
        message.setHeader(Exchange.CONTENT_TYPE, "application/cloudevents+json");
        message.setHeader("webhook-id", shipment.eventId());
        message.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        message.setHeader(
                "webhook-signature",
                shipment.secrets().stream()
                        .map(secret -> signature.sign(secret, shipment.eventId(), now, shipment.message()))
                        .collect(Collectors.joining(" ")));
        message.setBody(shipment.message().getBytes(StandardCharsets.UTF_8));
    }

    /** The receiver has answered. */
    public void answered(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Duration retryAfter = retryAfter(message.getHeader("Retry-After", "", String.class));
        message.removeHeaders("*");
        message.setBody(null);
        exchange.setVariable(RESULT, DeliveryResult.answered(status, took(exchange), retryAfter));
    }

    /** It has not. */
    public void unreachable(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Duration took = took(exchange);
        exchange.setVariable(RESULT, DeliveryResult.unreachable(error(failure, took), took));
    }

    /** Writes down what became of it; may be called again after it failed. */
    public void done(Exchange exchange) {
        Shipment shipment = exchange.getVariable(SHIPMENT, Shipment.class);
        DeliveryResult result = exchange.getVariable(RESULT, DeliveryResult.class);
        Verdict verdict = room.ledger().done(shipment, result);
        room.queue().release(shipment);
        beat.now();
        metrics.get().ifPresent(registry -> {
            deliveries(registry, verdict).increment();
            Timer.builder("webhook_delivery_duration")
                    .description("How long receivers of events took")
                    .register(registry)
                    .record(result.took());
        });
    }

    /** Shows its counters from the start, so that the first of a kind counts as a rise. */
    public void show() {
        metrics.get().ifPresent(registry -> {
            for (Verdict verdict : Verdict.values()) {
                deliveries(registry, verdict);
            }
        });
    }

    private static Counter deliveries(MeterRegistry registry, Verdict verdict) {
        return Counter.builder("webhook_deliveries")
                .description("Requests to receivers of events, by what became of the delivery")
                .tag("result", verdict.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** What became of it could not be written down: its lease ends by itself, and it is sent again. */
    public void gaveUp(Exchange exchange) {
        Shipment shipment = exchange.getVariable(SHIPMENT, Shipment.class);
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (shipment != null) {
            room.queue().release(shipment);
            LOG.warn("The delivery {} is sent again: {}", shipment.deliveryId(), Reason.of(failure));
        }
    }

    private static Duration took(Exchange exchange) {
        return Duration.ofNanos(System.nanoTime() - exchange.getVariable(BEGAN, Long.class));
    }

    /** Nothing that the receiver, or who stands between, could have written. */
    private String error(Exception failure, Duration took) {
        if (failure instanceof GuardedNames.ForbiddenAddress) {
            return "the name leads to no address of the public Internet";
        }
        if (failure instanceof UnknownHostException) {
            return "no such host";
        }
        if (failure instanceof SocketTimeoutException || took.compareTo(patience) >= 0) {
            return "no answer within " + patience.toSeconds() + " s";
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        if (failure instanceof SSLException) {
            return "no TLS connection: is the certificate good?";
        }
        return failure instanceof IOException ? "the connection broke" : "not sent: " + Reason.of(failure);
    }

    /** Seconds or a date (RFC 9110 10.2.3); zero for anything else. */
    private Duration retryAfter(String value) {
        if (value.matches("[0-9]{1,8}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), then);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
