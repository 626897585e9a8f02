package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.DoNotCall;
import io.voicebridge.conversation.LegalHold;
import io.voicebridge.conversation.LegalHolds;
import io.voicebridge.conversation.NumberErasure;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;

/**
 * The steps of the routes in {@code api-privacy.camel.yaml}, bean {@code privacyDesk}. Reads the variables that {@code
 * admission} sets. Thread-safe.
 */
public final class PrivacyDesk {

    /** More do not fit into one answer; the rest is asked for with the cursor of the JSON form. */
    private static final int MAX_CSV_LINES = 100_000;

    private final LegalHolds holds;
    private final NumberErasure erasure;
    private final DoNotCall doNotCall;
    private final RecordingFolder recordings;
    private final UnaryOperator<String> numberKey;

    PrivacyDesk(
            LegalHolds holds,
            NumberErasure erasure,
            DoNotCall doNotCall,
            RecordingFolder recordings,
            UnaryOperator<String> numberKey) {
        this.holds = holds;
        this.erasure = erasure;
        this.doNotCall = doNotCall;
        this.recordings = recordings;
        this.numberKey = numberKey;
    }

    /** @throws Problem 422 {@code bad_number} */
    public NumberErasure.Result eraseNumber(Exchange exchange) {
        Asked asked = new Asked(exchange);
        return erasure.erase(asked.tenant(), actor(asked), number(body(exchange)), recordings::delete);
    }

    /** @throws Problem 422 {@code bad_number}, 404 {@code unknown_call}, 410 {@code erased} */
    public LegalHold hold(Exchange exchange) {
        Asked asked = new Asked(exchange);
        JsonNode body = body(exchange);
        String reason = body.path("reason").asText();
        return body.has("number")
                ? holds.onNumber(asked.tenant(), actor(asked), number(body), reason)
                : holds.onConversation(
                        asked.tenant(),
                        actor(asked),
                        body.path("conversation_id").asText(),
                        reason);
    }

    public Page<LegalHold> holds(Exchange exchange) {
        Asked asked = new Asked(exchange);
        return holds.list(asked.tenant(), asked.after(), asked.limit());
    }

    public void lift(Exchange exchange) {
        Asked asked = new Asked(exchange);
        holds.lift(asked.tenant(), actor(asked), asked.id());
        exchange.getMessage().setBody(null);
    }

    /** @throws Problem 400 {@code bad_filter} */
    public Page<DoNotCall.Entry> doNotCall(Exchange exchange) {
        Asked asked = new Asked(exchange);
        return doNotCall.list(asked.tenant(), asked(asked), asked.after(), asked.limit());
    }

    /** RFC 4180: every entry, newest call first. */
    public byte[] doNotCallAsCsv(Exchange exchange) {
        Asked asked = new Asked(exchange);
        List<DoNotCall.Entry> entries = doNotCall
                .list(asked.tenant(), asked(asked), asked.after(), MAX_CSV_LINES)
                .items();
        StringBuilder csv = new StringBuilder("number,conversation_id,asked_at\r\n");
        // Digits, our own ids and times: nothing in them has to be quoted
        entries.forEach(entry -> csv.append(entry.number())
                .append(',')
                .append(entry.conversationId())
                .append(',')
                .append(entry.askedAt())
                .append("\r\n"));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/csv;charset=UTF-8");
        exchange.getMessage().setHeader("Content-Disposition", "attachment; filename=\"do-not-call.csv\"");
        exchange.getMessage().setHeader("Cache-Control", "no-store");
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String asked(Asked asked) {
        String text = asked.text("number");
        String key = text.isEmpty() ? "" : numberKey.apply(text);
        if (!text.isEmpty() && key.isEmpty()) {
            throw new Problem(400, "bad_filter", "number is not a number");
        }
        return key;
    }

    private String number(JsonNode body) {
        String key = numberKey.apply(body.path("number").asText());
        if (key.isEmpty()) {
            throw new Problem(
                    422,
                    "bad_number",
                    "This is not a telephone number",
                    List.of(new Problem.Fault("/number", "is not a telephone number")));
        }
        return key;
    }

    private static JsonNode body(Exchange exchange) {
        return exchange.getMessage().getBody(JsonNode.class);
    }

    private static String actor(Asked asked) {
        return asked.text("keyId");
    }
}
