package io.voicebridge.cli.call;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentMeasures;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentReplaced;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Recorded;
import io.voicebridge.component.sip.CallAnswered;
import io.voicebridge.component.sip.CallEnded;
import io.voicebridge.component.sip.ReferRefused;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.OutcomeCommand;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.conversation.RecordingFacts;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.Outage;
import io.voicebridge.directory.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a call tells into its conversation, bean {@code callJournal}: the steps of the routes
 * {@code call-events} and {@code call-finish}. Thread-safe; blocks on the database. While that is away, what a call
 * tells waits in the backlog, so that the call itself goes on: its agent is served, and it can end.
 */
public final class CallJournal {

    private static final Logger LOG = LoggerFactory.getLogger(CallJournal.class);

    private final Conversations conversations;
    private final Outcomes outcomes;
    private final CallLimits callLimits;
    private final Backlog backlog;
    private final Function<Path, String> recordingName;
    private final Clock clock;

    /** @param recordingName by which a recording is found again */
    public CallJournal(
            Conversations conversations,
            Outcomes outcomes,
            CallLimits callLimits,
            Backlog backlog,
            Function<Path, String> recordingName,
            Clock clock) {
        this.conversations = conversations;
        this.outcomes = outcomes;
        this.callLimits = callLimits;
        this.backlog = backlog;
        this.recordingName = recordingName;
        this.clock = clock;
    }

    public void answered(Exchange exchange) {
        CallAnswered answered = exchange.getMessage().getBody(CallAnswered.class);
        String id = conversation(exchange);
        String recording = answered.recording().map(recordingName).orElse("");
        backlog.write(id, () -> conversations.answered(id, answered.at(), recording, answered.agentLeadMs()));
        answered.security()
                .suite()
                .ifPresent(suite -> conversations.noteSoon(
                        text(exchange, "tenantId"), id, SecurityNote.of(suite, answered.security())));
    }

    public void transcript(Exchange exchange) {
        TranscriptItem item = exchange.getMessage().getBody(TranscriptItem.class);
        TranscriptLine line = new TranscriptLine(
                item.id(),
                item.role().name().toLowerCase(Locale.ROOT),
                item.text(),
                item.startMs(),
                item.endMs(),
                item.interruptedAtMs(),
                item.confidence(),
                item.source());
        String id = conversation(exchange);
        backlog.write(id, () -> conversations.transcript(id, line));
    }

    /** A measurement, a fault of the audio, a refused REFER or a key; which key stays out of the timeline, for it may be part of a card number. */
    public void measured(Exchange exchange) {
        conversations.noteSoon(
                text(exchange, "tenantId"),
                conversation(exchange),
                measurement(exchange.getMessage().getBody()));
    }

    private static Note measurement(Object body) {
        if (body instanceof AgentMetric metric) {
            return new Note(
                    "metric",
                    "bridge",
                    metric.name() + " " + Math.round(metric.value()),
                    Map.of("name", metric.name(), "value", metric.value()));
        }
        if (body instanceof MediaNotice notice) {
            return MediaNote.of(notice);
        }
        if (body instanceof ReferRefused refer) {
            return new Note(
                    "refer-refused",
                    "caller",
                    "The caller's side asked for a call to somebody else (REFER), which is refused",
                    Map.of("target", refer.target()));
        }
        return new Note("digit", "caller", "The caller pressed a key");
    }

    public void failed(Exchange exchange) {
        AgentFailure failure = exchange.getMessage().getBody(AgentFailure.class);
        note(
                conversation(exchange),
                new Note(
                        "agent-failed",
                        "agent",
                        failure.detail(),
                        Map.of("code", failure.code(), "kind", kind(failure), "fatal", failure.endsSession())));
    }

    /** Another agent has taken the call over. */
    public void replaced(Exchange exchange) {
        AgentReplaced replaced = exchange.getMessage().getBody(AgentReplaced.class);
        AgentFailure failure = replaced.failure();
        note(
                conversation(exchange),
                new Note(
                        "agent-replaced",
                        "bridge",
                        "The agent " + replaced.from() + " could not go on after " + replaced.afterMs() / 1_000
                                + " s, and " + replaced.to() + " has taken the call over: " + failure.detail(),
                        Map.of(
                                "from", replaced.from(),
                                "to", replaced.to(),
                                "code", failure.code(),
                                "kind", kind(failure),
                                "after_ms", replaced.afterMs())));
    }

    private static String kind(AgentFailure failure) {
        return failure.kind().name().toLowerCase(Locale.ROOT);
    }

    private void note(String conversationId, Note note) {
        Instant at = clock.instant();
        backlog.write(conversationId, () -> conversations.note(conversationId, note, at));
    }

    /**
     * Nobody could write down what the exchange tells. Makes the body the answer to a tool: an outcome that the agent
     * gave while the database was away is kept, but not acknowledged: {@code {"status":"unavailable"}}.
     */
    public String gaveUp(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String id = conversation(exchange);
        OutcomeCommand outcome = exchange.getVariable("outcomeCommand", OutcomeCommand.class);
        String tool = text(exchange, "tool");
        if (outcome != null && tool.equals(ToolCall.COMMIT_OUTCOME) && Outage.isBehind(failure)) {
            LOG.warn("The outcome of {} is kept until the database is back: {}", id, Reason.of(failure));
            backlog.keep(id, () -> outcomes.commit(outcome));
            return "{\"status\":\"unavailable\"}";
        }
        LOG.error(
                "{} of {} is lost",
                exchange.getMessage().getHeader(SipConstants.EVENT, "What happened", String.class),
                id,
                Reason.traceOf(failure));
        return "{\"status\":\"error\"}";
    }

    /** The call must end although the database cannot tell where it is to go: Five9 finds the outcome by this id. */
    public void endingWithoutOutcome(Exchange exchange) {
        exchange.getMessage().setHeader(SipConstants.BYE_HEADERS, Map.of("X-ConversationId", conversation(exchange)));
    }

    public void ended(Exchange exchange) {
        CallEnded ended = exchange.getMessage().getBody(CallEnded.class);
        callLimits.release(text(exchange, "legId"));
        String id = conversation(exchange);
        List<Note> notes = new ArrayList<>();
        if (ended.droppedEvents() > 0) {
            notes.add(new Note(
                    "events-lost",
                    "bridge",
                    ended.droppedEvents() + " events of the call were lost: too many waited to be written",
                    Map.of("lost", ended.droppedEvents())));
        }
        if (ended.answered()) {
            ended.media().map(MediaNote::of).ifPresent(notes::add);
        }
        EndFacts facts = new EndFacts(
                endedBy(ended.end().by()),
                ended.end().detail(),
                ended.stillRecording()
                        ? RecordingFacts.WRITING
                        : ended.recording().map(this::recording).orElse(RecordingFacts.NONE),
                List.copyOf(notes),
                ended.agent().map(AgentMeasures::asMap).orElse(Map.of()));
        backlog.writeLast(id, () -> conversations.end(id, facts, ended.at()));
    }

    /** A recording that the disk was too slow for has been written. */
    public void recorded(Exchange exchange) {
        RecordingFacts recording = recording(exchange.getMessage().getBody(Recorded.class));
        String id = conversation(exchange);
        backlog.writeLast(id, () -> conversations.recorded(id, recording));
    }

    private RecordingFacts recording(Recorded recorded) {
        RecordingFacts.State state = recorded.complete()
                ? RecordingFacts.State.COMPLETE
                : recorded.millis() > 0 ? RecordingFacts.State.TRUNCATED : RecordingFacts.State.FAILED;
        return new RecordingFacts(
                state, recordingName.apply(recorded.file()), recorded.millis(), recorded.lostMillis());
    }

    /** Puts on a conversation's timeline that it was written late. */
    public static Note late(Backlog.CaughtUp caught, Instant now) {
        long seconds = Duration.between(caught.since(), now).toSeconds();
        return new Note(
                "written-late",
                "bridge",
                "The database was away: " + caught.written() + " entries were written up to " + seconds + " s late"
                        + (caught.lost() > 0 ? ", " + caught.lost() + " were lost" : ""),
                Map.of("written", caught.written(), "lost", caught.lost(), "seconds", seconds));
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
