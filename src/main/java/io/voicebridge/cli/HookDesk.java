package io.voicebridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.WebhookSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The steps of the routes in {@code hooks.camel.yaml}, bean {@code hookDesk}. Thread-safe. */
public final class HookDesk {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_ID = 190;

    private final Tenants tenants;
    private final WebhookSignature signatures;
    private final ObjectMapper json;

    public HookDesk(Tenants tenants, WebhookSignature signatures, ObjectMapper json) {
        this.tenants = tenants;
        this.signatures = signatures;
        this.json = json;
    }

    /**
     * Sets the variables {@code tenantId} (whose secret signed the message) and {@code outcomeKey} (its id), removes all
     * headers, and makes the body a JSON tree. Nothing of the body is read before the signature was checked.
     *
     * @throws Problem 401 {@code bad_signature}, 413 {@code too_large}, 422 {@code invalid_outcome}
     */
    public void verify(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        exchange.setVariable("httpPath", message.getHeader(Exchange.HTTP_PATH, String.class));
        byte[] body = Optional.ofNullable(message.getBody(byte[].class)).orElse(new byte[0]);
        if (body.length > MAX_BODY) {
            throw new Problem(413, "too_large", "An outcome has at most " + MAX_BODY + " bytes.");
        }
        WebhookSignature.Headers headers = new WebhookSignature.Headers(
                message.getHeader("webhook-id", String.class),
                message.getHeader("webhook-timestamp", String.class),
                message.getHeader("webhook-signature", String.class));
        String tenant = signer(headers, body);
        if (headers.id().length() > MAX_ID) {
            throw new Problem(422, "invalid_outcome", "The webhook-id has more than " + MAX_ID + " characters.");
        }
        exchange.setVariable("tenantId", tenant);
        exchange.setVariable("outcomeKey", headers.id());
        message.removeHeaders("*");
        message.setBody(tree(body));
    }

    private String signer(WebhookSignature.Headers headers, byte[] body) {
        String found = null;
        for (Tenants.Signer signer : tenants.signers()) {
            // all are tried, so that the time taken does not tell which tenant it was
            if (signatures.isSigned(headers, body, signer.secrets())) {
                found = signer.tenantId();
            }
        }
        return Optional.ofNullable(found)
                .orElseThrow(() -> new Problem(
                        401,
                        "bad_signature",
                        "The message is not signed with a secret of a tenant, or its timestamp is more than 300 seconds"
                                + " off."));
    }

    private JsonNode tree(byte[] body) throws IOException {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Problem(422, "invalid_outcome", "The body is not JSON: " + e.getOriginalMessage());
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
