package io.voicebridge.cli.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.directory.IdempotencyKeys.Reservation;
import io.voicebridge.directory.Reason;
import io.voicebridge.directory.Revised;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request as its operation says, and repeats an answer that was given before. Bean {@code replies}. The
 * variable {@code operation} must be set. Thread-safe.
 */
public final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final String RESERVATION = "idempotencyReservation";
    private static final String KEY = "idempotencyKey";

    /** What is stored of a reply. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stored(int status, String location, String etag, String body) {}

    private final Contract contract;
    private final IdempotencyKeys keys;
    private final ObjectMapper json;

    public Replies(Contract contract, IdempotencyKeys keys, ObjectMapper json) {
        this.contract = contract;
        this.keys = keys;
        this.json = json;
    }

    /**
     * Ends the route with the answer that was given before, if the request has an Idempotency-Key that was used;
     * reserves the key if not.
     */
    public void repeat(Exchange exchange) throws JsonProcessingException {
        String key = exchange.getVariable(KEY, String.class);
        if (key == null) {
            return;
        }
        Object body = exchange.getMessage().getBody();
        Reservation reservation = keys.reserve(
                exchange.getVariable("tenantId", String.class),
                exchange.getVariable("operation", String.class),
                key,
                exchange.getVariable("id", "", String.class),
                exchange.getVariable(Requests.PATH, String.class)
                        + '\n'
                        + (body instanceof JsonNode node ? node.toString() : ""));
        if (reservation.answer().isEmpty()) {
            exchange.setVariable(RESERVATION, reservation.id());
            return;
        }
        send(exchange, json.readValue(reservation.answer().get().reply(), Stored.class));
        exchange.getMessage().setHeader("Idempotency-Replayed", "true");
        exchange.setRouteStop(true);
    }

    /**
     * Makes the body the JSON response with the success status of the operation; a {@link Revised} gives its ETag and,
     * when it was created, its Location.
     */
    public void reply(Exchange exchange) throws JsonProcessingException {
        Operation operation = contract.operation(exchange.getVariable("operation", String.class));
        Object body = exchange.getMessage().getBody();
        int status = operation.success();
        String location = null;
        String etag = null;
        if (body instanceof Revised revised) {
            etag = '"' + Integer.toString(revised.revision()) + '"';
            location = status == 201 ? operation.path() + '/' + revised.id() : null;
        }
        Stored reply = new Stored(status, location, etag, status == 204 ? null : json.writeValueAsString(body));
        send(exchange, reply);
        String reserved = exchange.getVariable(RESERVATION, String.class);
        if (reserved != null) {
            keys.complete(reserved, status, json.writeValueAsString(reply));
        }
    }

    /** Lets the client repeat a request that failed. Never fails itself. */
    public void abandon(Exchange exchange) {
        String reserved = exchange.getVariable(RESERVATION, String.class);
        if (reserved == null) {
            return;
        }
        try {
            keys.release(reserved);
        } catch (RuntimeException e) {
            LOG.warn("An Idempotency-Key stays reserved for a minute: {}", Reason.of(e));
        }
    }

    private static void send(Exchange exchange, Stored reply) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeader("Cache-Control", "no-store");
        if (reply.location() != null) {
            message.setHeader("Location", reply.location());
        }
        if (reply.etag() != null) {
            message.setHeader("ETag", reply.etag());
        }
        if (reply.body() == null) {
            message.setBody("");
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(reply.body().getBytes(StandardCharsets.UTF_8));
        }
    }
}
