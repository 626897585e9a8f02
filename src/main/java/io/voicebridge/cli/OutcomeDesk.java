package io.voicebridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.http.Problems;
import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.conversation.OutcomeCommand;
import io.voicebridge.conversation.OutcomeForm;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.conversation.OutcomeSource;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.directory.Problem;
import java.util.Locale;
import org.apache.camel.Exchange;

/**
 * The steps of the route {@code outcome-commit}, bean {@code outcomeDesk}. Reads the variables {@code tenantId},
 * {@code source} ({@code tool}, {@code webhook}, {@code api} or {@code kafka}), {@code outcomeKey} or {@code toolCallId} (what makes a
 * repetition the same commit) and {@code conversationId} (may be missing if the body names the call). Thread-safe.
 */
public final class OutcomeDesk {

    /** Variable that keeps the checked command, for whoever has to commit it later. */
    public static final String COMMAND = "outcomeCommand";

    private final Outcomes outcomes;
    private final ObjectMapper json;

    public OutcomeDesk(Outcomes outcomes, ObjectMapper json) {
        this.outcomes = outcomes;
        this.json = json;
    }

    /**
     * Makes the body, a JSON tree or text, a checked command.
     *
     * @throws Problem 422 {@code invalid_outcome}
     */
    public void read(Exchange exchange) {
        String source = variable(exchange, "source");
        String key = variable(exchange, "outcomeKey");
        OutcomeCommand command = OutcomeForm.read(
                tree(exchange),
                variable(exchange, "tenantId"),
                variable(exchange, "conversationId"),
                source + ':' + (key.isEmpty() ? variable(exchange, "toolCallId") : key),
                OutcomeSource.valueOf(source.toUpperCase(Locale.ROOT)));
        exchange.getMessage().setBody(command);
        exchange.setVariable(COMMAND, command);
    }

    /** In the transaction of the route; the body becomes the {@link OutcomeReceipt}. */
    public OutcomeReceipt commit(OutcomeCommand command) {
        return outcomes.commit(command);
    }

    /** Makes the receipt what its asker reads: JSON text for a tool; the receipt itself for a route that replies. */
    public Object accepted(Exchange exchange) {
        OutcomeReceipt receipt = exchange.getMessage().getBody(OutcomeReceipt.class);
        CallTrace.of(exchange, receipt.conversationId(), receipt.traceparent());
        if (!isTool(exchange)) {
            return receipt;
        }
        return json.createObjectNode()
                .put("status", "ok")
                .put("conversation_id", receipt.conversationId())
                .put("revision", receipt.revision())
                .toString();
    }

    /**
     * A refusal is an answer for a tool: {@code {"status":"outcome_final","detail":…}}. A route that replies to HTTP
     * gets it as the failure that it is, and so does everybody if the bridge itself failed.
     */
    public Object refused(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Problem problem = Problems.problemOf(failure);
        if (problem.status() >= 500 || !isTool(exchange)) {
            // Camel takes what was caught once for handled; thrown again it is a failure for the caller's error path.
            exchange.getExchangeExtension().setFailureHandled(false);
            exchange.getExchangeExtension().setRedeliveryExhausted(false);
            exchange.getExchangeExtension().setErrorHandlerHandled(null);
            throw problem.status() >= 500 ? failure : problem;
        }
        ObjectNode answer =
                json.createObjectNode().put("status", problem.code()).put("detail", problem.getMessage());
        problem.faults().forEach(fault -> answer.withArray("errors")
                .addObject()
                .put("pointer", fault.pointer())
                .put("detail", fault.detail()));
        return answer.toString();
    }

    private static boolean isTool(Exchange exchange) {
        return variable(exchange, "source").equals("tool");
    }

    private JsonNode tree(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof JsonNode tree) {
            return tree;
        }
        try {
            return json.readTree(exchange.getMessage().getBody(String.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new Problem(422, "invalid_outcome", "The outcome is not a JSON object");
        }
    }

    private static String variable(Exchange exchange, String name) {
        return exchange.getVariable(name, "", String.class);
    }
}
