package io.voicebridge.cli.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.cli.http.Problems;
import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code take-outcome-record}, bean {@code outcomeRecords}: reads a record with an outcome, which is
 * a CloudEvent 1.0 in either mode of CloudEvents' binding for Kafka, and decides what becomes of one that was not
 * taken. Thread-safe.
 */
public final class OutcomeRecords implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeRecords.class);

    /** As for a webhook. */
    private static final int MAX_BYTES = 65_536;

    /** A larger value does not fit into a record of the dead-letter topic everywhere. */
    private static final int MAX_COPIED = 512 * 1024;

    private static final int MAX_KEY = 190;
    private static final int MAX_TENANT = 40;

    /** Headers that a dead letter has as the record had them, besides the attributes of CloudEvents. */
    private static final Set<String> KEPT = Set.of("content-type", "traceparent");

    private static final String COMMIT = "outcomeRecordCommit";
    private static final String VALUE = "recordValue";
    private static final String KEY = "recordKey";
    private static final String HEADERS = "recordHeaders";
    private static final String ORIGIN = "recordOrigin";

    private record Origin(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + '/' + partition + '@' + offset;
        }
    }

    private final ObjectMapper json;
    private final Clock clock;
    private final Supplier<Optional<MeterRegistry>> metrics;

    /** @param metrics asked each time: a live reload of routes may put another one in its place */
    public OutcomeRecords(ObjectMapper json, Clock clock, Supplier<Optional<MeterRegistry>> metrics) {
        this.json = json;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Keeps the record as it came, for a dead letter, and removes all headers: none may steer a producer. */
    public void keep(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setVariable(COMMIT, message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        exchange.setVariable(VALUE, message.getBody(byte[].class));
        exchange.setVariable(KEY, message.getHeader(KafkaConstants.KEY, byte[].class));
        exchange.setVariable(
                ORIGIN,
                new Origin(
                        message.getHeader(KafkaConstants.TOPIC, "", String.class),
                        message.getHeader(KafkaConstants.PARTITION, -1, Integer.class),
                        message.getHeader(KafkaConstants.OFFSET, -1L, Long.class)));
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof byte[] bytes && (name.startsWith("ce_") || KEPT.contains(name))) {
                attributes.put(name, bytes);
            }
        });
        exchange.setVariable(HEADERS, attributes);
        message.removeHeaders("*");
    }

    /**
     * Sets the variables {@code tenantId}, {@code outcomeKey} and {@code source}, and makes the body the outcome object.
     *
     * @throws Problem 413, 422 {@code invalid_event}
     */
    public void read(Exchange exchange) {
        byte[] value = exchange.getVariable(VALUE, byte[].class);
        if (value == null || value.length == 0) {
            throw invalid("The record has no value.");
        }
        if (value.length > MAX_BYTES) {
            throw new Problem(413, "too_large", "The value has more than " + MAX_BYTES + " bytes.");
        }
        JsonNode event = event(tree(value), exchange);
        if (!text(event, "specversion").equals("1.0") || !text(event, "type").equals("outcome")) {
            throw invalid("The record is not a CloudEvent with specversion 1.0 and type outcome.");
        }
        String key = text(event, "source") + ' ' + text(event, "id");
        if (text(event, "source").isEmpty() || text(event, "id").isEmpty() || !isName(key, MAX_KEY)) {
            throw invalid("source and id must be there, with " + (MAX_KEY - 1)
                    + " characters together at most, none of them a control character.");
        }
        String tenant = text(event, "tenant");
        if (!isName(tenant, MAX_TENANT)) {
            throw invalid("The attribute tenant must be the id of the tenant, such as tn_….");
        }
        if (!event.path("data").isObject()) {
            throw invalid("data must be an outcome, a JSON object.");
        }
        exchange.setVariable("tenantId", tenant);
        exchange.setVariable("outcomeKey", key);
        exchange.setVariable("source", "kafka");
        exchange.setVariable(CallTrace.ORIGIN, text(event, "traceparent"));
        exchange.getMessage().setBody(event.path("data"));
    }

    private JsonNode tree(byte[] value) {
        try {
            return json.readTree(value);
        } catch (JsonProcessingException e) {
            throw invalid("The value is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid("The value cannot be read.");
        }
    }

    /** In binary mode the attributes are headers and the value is the data. */
    private JsonNode event(JsonNode value, Exchange exchange) {
        Map<?, ?> headers = exchange.getVariable(HEADERS, Map.class);
        if (!headers.containsKey("ce_specversion")) {
            return value;
        }
        ObjectNode event = json.createObjectNode();
        headers.forEach((name, bytes) -> {
            if (name.toString().startsWith("ce_")) {
                event.put(
                        name.toString().substring("ce_".length()), new String((byte[]) bytes, StandardCharsets.UTF_8));
            }
        });
        return event.set("data", value);
    }

    private static String text(JsonNode event, String attribute) {
        JsonNode value = event.path(attribute);
        return value.isTextual() ? value.asText() : "";
    }

    private static boolean isName(String text, int most) {
        return !text.isBlank()
                && text.length() <= most
                && text.codePoints()
                        .noneMatch(point ->
                                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }

    private static Problem invalid(String detail) {
        return new Problem(422, "invalid_event", detail);
    }

    /** The outcome is on disk, and Kafka is told so. */
    public void taken(Exchange exchange) {
        commit(exchange);
        count("taken");
    }

    /** In the thread of the consumer. Camel commits nothing by itself where the route may. */
    private static void commit(Exchange exchange) {
        KafkaManualCommit offset = exchange.getVariable(COMMIT, KafkaManualCommit.class);
        if (offset != null) {
            offset.commit();
        }
    }

    /** It was not, through no fault of the record's, and is tried again now. */
    @Override
    public void process(Exchange exchange) {
        count("again");
    }

    /** Whether the record itself is at fault, so that it would be refused again whenever it came. */
    public boolean isRefused(Exchange exchange) {
        int status = problem(exchange).status();
        // 412: somebody else has changed the row meanwhile
        return status < 500 && status != 412;
    }

    /** Whether it is the database that is away, so that the record can wait however long. */
    public boolean isOutage(Exchange exchange) {
        return problem(exchange).status() == 503;
    }

    private static Problem problem(Exchange exchange) {
        return Problems.problemOf(failure(exchange));
    }

    private static Throwable failure(Exchange exchange) {
        Throwable now = exchange.getException();
        return now == null ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class) : now;
    }

    /** Makes the exchange the record for the dead-letter topic: key, value and attributes as they came, and the reason. */
    public void setAside(Exchange exchange) {
        Problem problem = problem(exchange);
        Origin origin = exchange.getVariable(ORIGIN, Origin.class);
        byte[] value = exchange.getVariable(VALUE, byte[].class);
        if (problem.status() >= 500) {
            LOG.error("The record {} could not be taken: {}", origin, Reason.of(failure(exchange)));
        } else {
            LOG.warn("The record {} was refused: {}", origin, problem.code());
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.getVariable(HEADERS, Map.class).forEach((name, bytes) -> message.setHeader(name.toString(), bytes));
        message.setHeader("dead-letter-reason", problem.code());
        message.setHeader("dead-letter-detail", problem.getMessage());
        message.setHeader("dead-letter-topic", origin.topic());
        message.setHeader("dead-letter-partition", Integer.toString(origin.partition()));
        message.setHeader("dead-letter-offset", Long.toString(origin.offset()));
        message.setHeader("dead-letter-at", clock.instant().toString());
        byte[] key = exchange.getVariable(KEY, byte[].class);
        if (key != null) {
            message.setHeader(KafkaConstants.KEY, key);
        }
        message.setBody(value == null || value.length > MAX_COPIED ? new byte[0] : value);
    }

    /** The dead letter is where it belongs, and the record done with. */
    public void aside(Exchange exchange) {
        commit(exchange);
        count("set_aside");
    }

    private void count(String result) {
        metrics.get().ifPresent(registry -> Counter.builder("kafka_outcomes")
                .description("Records with outcomes, by what became of them")
                .tag("result", result)
                .register(registry)
                .increment());
    }
}
