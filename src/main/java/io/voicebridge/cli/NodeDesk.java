package io.voicebridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.NodeCommand;
import io.voicebridge.conversation.NodeCommands;
import io.voicebridge.conversation.Note;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * The steps of the routes in {@code nodes.camel.yaml}, bean {@code nodeDesk}: what was asked of one bridge and is done by the
 * one that has the call. Thread-safe; blocks on the database.
 */
public final class NodeDesk {

    private final NodeCommands commands;
    private final Archive archive;
    private final Conversations conversations;
    private final RecordingFolder recordings;
    private final Consumer<String> signals;
    private final ObjectMapper json;

    /** @param signals forgets the SIP messages of a Call-ID */
    NodeDesk(
            NodeCommands commands,
            Archive archive,
            Conversations conversations,
            RecordingFolder recordings,
            Consumer<String> signals,
            ObjectMapper json) {
        this.commands = commands;
        this.archive = archive;
        this.conversations = conversations;
        this.recordings = recordings;
        this.signals = signals;
        this.json = json;
    }

    /**
     * Passes the request on to the bridge that has the call; the body stays.
     *
     * @param kind of {@link NodeCommand}
     * @throws Problem 503 {@code node_busy}
     */
    public void ask(Exchange exchange, String kind) throws JsonProcessingException {
        Asked asked = new Asked(exchange);
        ConversationFacts facts = archive.one(asked.tenant(), asked.id());
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        commands.ask(
                facts,
                new NodeCommand(
                        asked.tenant(),
                        facts.id(),
                        NodeCommand.Kind.valueOf(kind),
                        json.writeValueAsString(body),
                        CallTrace.here(exchange)));
    }

    /** Makes the command in the body the request that it was: its variables, and its body. */
    public void open(Exchange exchange) throws JsonProcessingException {
        NodeCommand command = exchange.getMessage().getBody(NodeCommand.class);
        exchange.setVariable("tenantId", command.tenantId());
        exchange.setVariable("id", command.conversationId());
        exchange.setVariable("kind", command.kind().name());
        exchange.getMessage().setBody(json.readTree(command.body()));
    }

    /** Deletes the recording that the body names. */
    public void eraseRecording(Exchange exchange) {
        recordings.delete(exchange.getMessage().getBody(JsonNode.class).asText());
    }

    /** Forgets the SIP messages of the call that the body names. */
    public void forgetSignals(Exchange exchange) {
        signals.accept(exchange.getMessage().getBody(JsonNode.class).asText());
    }

    /** It could not be done. Whoever asked was told 202 and looks at the timeline. */
    public void refused(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String kind = exchange.getVariable("kind", "", String.class);
        String why = failure instanceof Problem problem ? problem.getMessage() : Reason.of(failure);
        conversations.noteSoon(
                new Asked(exchange).tenant(),
                new Asked(exchange).id(),
                new Note(
                        kind.toLowerCase(Locale.ROOT).replace('_', '-') + "-failed",
                        "api",
                        "What was asked for did not come about: " + why,
                        Map.of("code", failure instanceof Problem problem ? problem.code() : "internal")));
    }
}
