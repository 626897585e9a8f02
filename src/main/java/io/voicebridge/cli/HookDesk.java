package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.http.JsonText;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.directory.Problem;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The steps of the routes in {@code hooks.camel.yaml}, bean {@code hookDesk}. Thread-safe. */
public final class HookDesk {

    private static final int MAX_ID = 190;

    private final ObjectMapper json;

    public HookDesk(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Sets the variable {@code outcomeKey}, which is the id of the message, removes all headers, and makes the body a
     * JSON tree.
     *
     * @throws Problem 422 {@code invalid_outcome}
     */
    public void read(Exchange exchange) {
        String id = exchange.getVariable("webhookId", String.class);
        if (id.length() > MAX_ID) {
            throw new Problem(422, "invalid_outcome", "The webhook-id has more than " + MAX_ID + " characters.");
        }
        exchange.setVariable("outcomeKey", id);
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        message.removeHeaders("*");
        message.setBody(tree(body));
    }

    private JsonNode tree(byte[] body) {
        try {
            return JsonText.read(json, body);
        } catch (JsonText.NotJson e) {
            throw new Problem(422, "invalid_outcome", "The body is not JSON: " + e.getMessage());
        }
    }

    /** Answers 200 with the receipt. */
    public void reply(Exchange exchange) {
        OutcomeReceipt receipt = exchange.getMessage().getBody(OutcomeReceipt.class);
        String answer = json.createObjectNode()
                .put("accepted", true)
                .put("conversation_id", receipt.conversationId())
                .put("revision", receipt.revision())
                .put("delivered_before_bye", receipt.deliveredBeforeBye())
                .toString();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(answer.getBytes(StandardCharsets.UTF_8));
    }
}
