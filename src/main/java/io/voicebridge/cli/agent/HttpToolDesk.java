package io.voicebridge.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.GuardedNames;
import io.voicebridge.directory.Reason;
import io.voicebridge.security.TargetGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request to a tenant's own system that an agent asks for, bean {@code httpTools}: the steps around the HTTP request in the
 * route {@code agent-tools}. Where it goes stands in the agent's settings and must be a host of the public Internet; its
 * answer is cut short for the model. Thread-safe.
 */
public final class HttpToolDesk {

    /** Bytes of an answer that the agent is told. */
    static final int MOST_OF_AN_ANSWER = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(HttpToolDesk.class);

    private final TargetGuard guard;
    private final BiFunction<String, String, Optional<String>> secrets;
    private final ObjectMapper json;

    /** @param secrets the value of a tenant's secret, by tenant and name */
    public HttpToolDesk(TargetGuard guard, BiFunction<String, String, Optional<String>> secrets, ObjectMapper json) {
        this.guard = guard;
        this.secrets = secrets;
        this.json = json;
    }

    /** Makes the request of the order in the body. */
    public void begin(Exchange exchange) throws JsonProcessingException {
        JsonNode order = json.readTree(exchange.getMessage().getBody(String.class));
        String url = order.path("url").asText();
        guard.refusal(url).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        boolean get = order.path("method").asText().equals("GET");
        JsonNode arguments = order.path("arguments");
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(HttpConstants.HTTP_METHOD, get ? "GET" : "POST");
        exchange.getMessage().setHeader(HttpConstants.HTTP_URI, get ? withQuery(url, arguments) : url);
        exchange.getMessage().setHeader("Accept", "application/json, text/plain");
        String conversation = exchange.getVariable("conversationId", "", String.class);
        exchange.getMessage().setHeader("X-Conversation-Id", conversation);
        exchange.getMessage()
                .setHeader(
                        "Idempotency-Key", conversation + '.' + exchange.getVariable("toolCallId", "", String.class));
        exchange.getMessage().setBody(null);
        if (!get) {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
            exchange.getMessage().setBody(arguments.toString());
        }
        String name = order.path("key_secret").asText();
        if (!name.isEmpty()) {
            String tenant = exchange.getVariable("tenantId", "", String.class);
            String key = secrets.apply(tenant, name)
                    .orElseThrow(() -> new IllegalArgumentException("There is no secret " + name));
            exchange.getMessage().setHeader("Authorization", "Bearer " + key);
        }
    }

    private static String withQuery(String url, JsonNode arguments) {
        StringJoiner query = new StringJoiner("&");
        arguments
                .fields()
                .forEachRemaining(each -> query.add(
                        encoded(each.getKey()) + '=' + encoded(each.getValue().asText())));
        return query.length() == 0 ? url : url + (url.contains("?") ? '&' : '?') + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Makes the body the answer to the agent. */
    public void answered(Exchange exchange) throws IOException {
        int status = exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, 0, int.class);
        String text = text(exchange.getMessage().getBody(InputStream.class));
        ObjectNode answer = json.createObjectNode()
                .put("status", status >= 200 && status <= 299 ? "ok" : "failed")
                .put("http_status", status);
        if (text.length() >= MOST_OF_AN_ANSWER) {
            answer.put("truncated", true);
        }
        answer.set("result", read(text));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(answer.toString());
    }

    private static String text(InputStream body) throws IOException {
        if (body == null) {
            return "";
        }
        try (body) {
            return new String(body.readNBytes(MOST_OF_AN_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private JsonNode read(String text) {
        try {
            JsonNode node = json.readTree(text);
            return node == null || node.isMissingNode() ? json.getNodeFactory().textNode("") : node;
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(text);
        }
    }

    /** Makes the body the answer to the agent, which can go on without what it has asked for. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String conversation = exchange.getVariable("conversationId", "", String.class);
        LOG.warn("A tool of the agent in {} has failed: {}", conversation, Reason.of(failure));
        boolean refused =
                failure instanceof GuardedNames.ForbiddenAddress || failure instanceof IllegalArgumentException;
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setBody(json.createObjectNode()
                        .put("status", refused ? "not_allowed" : "unreachable")
                        .toString());
    }
}
