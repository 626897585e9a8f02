package io.voicebridge.cli.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;

/**
 * Asks a chat model what the agent says next, bean {@code chatModel}: the steps before and after the HTTP request in the
 * route {@code agent-turn}. Thread-safe.
 */
public final class ChatModel {

    private static final long LONGEST_WAIT_S = 3_600;

    private final String url;
    private final String key;
    private final String model;
    private final ObjectMapper json;

    /** @param key empty if the model asks for none */
    public ChatModel(String url, String key, String model, ObjectMapper json) {
        this.url = url;
        this.key = key;
        this.model = model;
        this.json = json;
    }

    /** Makes the request: address, key and body. */
    public void ask(Exchange exchange) {
        BrainTurn turn = RouteBrain.turn(exchange);
        ObjectNode chat = turn.chat();
        String own = turn.key().isNone() ? key : turn.key().value();
        if (!chat.has("model")) {
            chat.put("model", model);
        }
        chat.put("stream", true);
        exchange.getMessage().setBody(chat.toString());
        exchange.getMessage().setHeader(HttpConstants.HTTP_METHOD, "POST");
        exchange.getMessage().setHeader(HttpConstants.HTTP_URI, url);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeader("Accept", "text/event-stream, application/json");
        if (!own.isBlank()) {
            exchange.getMessage().setHeader("Authorization", "Bearer " + own);
        }
    }

    /** Tells the answer while it comes. Afterwards there is nothing left to be said. */
    public void read(Exchange exchange) throws ChatFault {
        exchange.getMessage().removeHeader("Authorization");
        int status = exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, 0, int.class);
        if (status < 200 || status > 299) {
            throw refused(status, exchange.getMessage().getHeader("Retry-After", "", String.class));
        }
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        if (body == null) {
            body = new ByteArrayInputStream(new byte[0]);
        }
        RouteBrain.thought(exchange).reads(body);
        ChatAnswer answer = new ChatAnswer(json, RouteBrain.thought(exchange));
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (type.startsWith("text/event-stream")) {
            answer.stream(body);
        } else {
            answer.whole(body);
        }
        exchange.getMessage().setBody(null);
    }

    /** What the model writes about its refusal is not passed on: it can quote the key. */
    private static ChatFault refused(int status, String retryAfter) {
        String detail = "The model has answered " + status + '.';
        if (status == 429 || status == 503) {
            return new ChatFault(new BrainFault("brain_busy", detail, true, seconds(retryAfter) * 1_000));
        }
        return status == 408 || status >= 500
                ? ChatFault.passing("brain_error", detail)
                : ChatFault.lasting("brain_refused", detail);
    }

    /** RFC 9110 section 10.2.3; a date is as good as no time that a caller would wait. */
    private static long seconds(String retryAfter) {
        try {
            return Math.max(0, Math.min(LONGEST_WAIT_S, Long.parseLong(retryAfter.strip())));
        } catch (NumberFormatException e) {
            return retryAfter.isBlank() ? 0 : LONGEST_WAIT_S;
        }
    }
}
