package io.voicebridge.cli.call;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.Recorded;
import io.voicebridge.component.sip.CallAnswered;
import io.voicebridge.component.sip.CallEnded;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.directory.CallLimits;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Writes what a call tells into its conversation, bean {@code callJournal}: the steps of the routes
 * {@code call-events} and {@code call-finish}. Thread-safe; blocks on the database.
 */
public final class CallJournal {

    private final Conversations conversations;
    private final CallLimits callLimits;

    public CallJournal(Conversations conversations, CallLimits callLimits) {
        this.conversations = conversations;
        this.callLimits = callLimits;
    }

    public void answered(Exchange exchange) {
        conversations.answered(
                conversation(exchange),
                exchange.getMessage().getBody(CallAnswered.class).at());
    }

    public void transcript(Exchange exchange) {
        TranscriptItem item = exchange.getMessage().getBody(TranscriptItem.class);
        conversations.transcript(
                conversation(exchange),
                new TranscriptLine(
                        item.id(),
                        item.role().name().toLowerCase(Locale.ROOT),
                        item.text(),
                        item.startMs(),
                        item.endMs(),
                        item.interruptedAtMs(),
                        item.confidence(),
                        item.source()));
    }

    /** A measurement or a key; which key stays out of the timeline, for it may be part of a card number. */
    public void measured(Exchange exchange) {
        Note note = exchange.getMessage().getBody() instanceof AgentMetric metric
                ? new Note(
                        "metric",
                        "bridge",
                        metric.name() + " " + Math.round(metric.value()),
                        Map.of("name", metric.name(), "value", metric.value()))
                : new Note("digit", "caller", "The caller pressed a key");
        conversations.noteSoon(text(exchange, "tenantId"), conversation(exchange), note);
    }

    public void failed(Exchange exchange) {
        AgentFailure failure = exchange.getMessage().getBody(AgentFailure.class);
        conversations.note(
                conversation(exchange),
                new Note(
                        "agent-failed",
                        "agent",
                        failure.detail(),
                        Map.of("code", failure.code(), "fatal", failure.fatal())));
    }

    /** Our side is about to end the call; the variable {@code endedBy} says who wants it. */
    public void ending(Exchange exchange) {
        String by = text(exchange, "endedBy");
        conversations.ending(conversation(exchange), by.isEmpty() ? "bridge" : by);
    }

    /** The call must end although the database cannot tell where it is to go: Five9 finds the outcome by this id. */
    public void endingWithoutOutcome(Exchange exchange) {
        exchange.getMessage().setHeader(SipConstants.BYE_HEADERS, Map.of("X-ConversationId", conversation(exchange)));
    }

    public void ended(Exchange exchange) {
        CallEnded ended = exchange.getMessage().getBody(CallEnded.class);
        callLimits.release(text(exchange, "callId"));
        Optional<Recorded> recorded = ended.recording();
        conversations.end(
                conversation(exchange),
                new EndFacts(
                        endedBy(ended.end().by()),
                        ended.end().detail(),
                        recorded.map(file -> file.file().getFileName().toString())
                                .orElse(""),
                        recorded.map(Recorded::millis).orElse(0L)),
                ended.at());
    }

    private static String endedBy(CallEnd.By by) {
        return switch (by) {
            case PEER -> "caller";
            case US -> "agent";
            case REFUSED -> "bridge";
            case FAULT -> "fault";
        };
    }

    private static String conversation(Exchange exchange) {
        return text(exchange, "conversationId");
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
