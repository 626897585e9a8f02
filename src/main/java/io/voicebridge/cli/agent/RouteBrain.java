package io.voicebridge.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import io.voicebridge.directory.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brain that is a Camel route, {@value #ROUTE}: it gets what the caller has said as its body and leaves what is to be
 * said there, as text, or as {@code {"say": "...", "tools": [{"name": "...", "arguments": {}}]}}. A step can tell the
 * answer while it comes. A thought has a thread of its own while it lasts; there is a limit to how many. Thread-safe.
 */
public final class RouteBrain implements Brain {

    public static final String ROUTE = "direct:agent-turn";

    private static final Logger LOG = LoggerFactory.getLogger(RouteBrain.class);
    private static final String THOUGHT = "agentThought";
    private static final String TURN = "agentTurn";

    private final ProducerTemplate template;
    private final ExecutorService threads;
    private final ObjectMapper json;

    /** @param threads refuses what it has no thread for */
    public RouteBrain(ProducerTemplate template, ExecutorService threads, ObjectMapper json) {
        this.template = template;
        this.threads = threads;
        this.json = json;
    }

    @Override
    public Thought think(BrainTurn turn, Listener told) {
        RoutedThought thought = new RoutedThought(told);
        try {
            threads.execute(() -> run(turn, thought));
        } catch (RejectedExecutionException e) {
            thought.failed(BrainFault.passing("brain_overloaded", "Too many agents think at the same time."));
        }
        return thought;
    }

    private void run(BrainTurn turn, RoutedThought thought) {
        try {
            Exchange exchange = template.send(ROUTE, asked -> {
                asked.setProperty(THOUGHT, thought);
                asked.setProperty(TURN, turn);
                asked.setVariable("conversationId", turn.conversationId());
                asked.setVariable("agent", turn.agent());
                asked.setVariable("said", turn.said());
                asked.setVariable("variables", turn.variables());
                asked.getMessage().setBody(turn.said());
            });
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            tell(exchange.getMessage().getBody(), exchange, thought);
        } catch (Exception e) {
            if (!thought.isOver()) {
                LOG.warn("The brain of {} failed: {}", turn.conversationId(), reason(e));
            }
            thought.failed(fault(e));
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof ChatFault ? failure.getMessage() : Reason.of(failure);
    }

    private static BrainFault fault(Exception failure) {
        if (failure instanceof ChatFault chat) {
            return chat.fault();
        }
        return failure instanceof IOException
                ? BrainFault.passing("brain_unreachable", "What thinks for the agent cannot be reached.")
                : BrainFault.lasting("brain_error", "What thinks for the agent has failed.");
    }

    private void tell(Object body, Exchange exchange, RoutedThought thought) throws JsonProcessingException {
        if (thought.isOver()) {
            return;
        }
        if (body instanceof Map || body instanceof JsonNode) {
            parts(json.valueToTree(body), thought);
        } else {
            String text = body == null
                    ? ""
                    : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
            if (text != null && text.stripLeading().startsWith("{")) {
                parts(json.readTree(text), thought);
            } else {
                thought.says(text == null ? "" : text);
            }
        }
        thought.done();
    }

    private static void parts(JsonNode answer, RoutedThought thought) {
        thought.says(answer.path("say").asText(""));
        for (JsonNode tool : answer.path("tools")) {
            JsonNode arguments = tool.path("arguments");
            thought.calls(
                    tool.path("name").asText(),
                    arguments.isTextual() ? arguments.asText() : arguments.isObject() ? arguments.toString() : "{}");
        }
    }

    static RoutedThought thought(Exchange exchange) {
        return exchange.getProperty(THOUGHT, RoutedThought.class);
    }

    static BrainTurn turn(Exchange exchange) {
        return exchange.getProperty(TURN, BrainTurn.class);
    }
}
