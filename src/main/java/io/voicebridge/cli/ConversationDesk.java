package io.voicebridge.cli;

import io.voicebridge.cli.http.Asked;
import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.ConversationFilter;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Correlation;
import io.voicebridge.conversation.Rehearsals;
import io.voicebridge.conversation.RejectedEntry;
import io.voicebridge.conversation.Retention.RecordingNotErased;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import io.voicebridge.five9.service.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of the routes in {@code api-conversations.camel.yaml}, bean {@code conversationDesk}. Reads the variables
 * that {@code admission} sets. Thread-safe.
 */
public final class ConversationDesk {

    private final Archive archive;
    private final Conversations conversations;
    private final Ids ids;
    private final UnaryOperator<String> numberKey;
    private final RecordingFolder recordings;
    private final Predicate<ConversationFacts> isHere;
    private final Supplier<Tasks> five9;
    private final Rehearsals rehearsals;

    /** @param isHere whether this is the bridge that has a call */
    ConversationDesk(
            Archive archive,
            Conversations conversations,
            Ids ids,
            UnaryOperator<String> numberKey,
            RecordingFolder recordings,
            Predicate<ConversationFacts> isHere,
            Supplier<Tasks> five9,
            Rehearsals rehearsals) {
        this.archive = archive;
        this.conversations = conversations;
        this.ids = ids;
        this.numberKey = numberKey;
        this.recordings = recordings;
        this.isHere = isHere;
        this.five9 = five9;
        this.rehearsals = rehearsals;
    }

    /** @throws Problem 400 {@code bad_filter} */
    public Page<Map<String, Object>> list(Exchange exchange) {
        Asked asked = new Asked(exchange);
        ConversationFilter filter = new ConversationFilter(
                asked.instant("from"),
                asked.instant("to"),
                asked.text("status"),
                key(asked, "number"),
                asked.text("agentId"),
                Correlation.of(asked.text("correlation")),
                key(asked, "ani"),
                asked.text("outcome"),
                asked.text("q"),
                numberKey.apply(asked.text("q")));
        Page<ConversationFacts> page = archive.list(asked.tenant(), filter, asked.after(), asked.limit());
        return new Page<>(page.items().stream().map(ConversationViews::row).toList(), page.nextCursor());
    }

    public Map<String, Object> one(Exchange exchange) {
        ConversationFacts facts = archive.one(tenant(exchange), id(exchange));
        return ConversationViews.whole(
                facts,
                archive.outcome(tenant(exchange), id(exchange)),
                archive.metrics(tenant(exchange), id(exchange)),
                five9.get().of(tenant(exchange), id(exchange)),
                rehearsals.ofConversation(tenant(exchange), id(exchange)));
    }

    public Map<String, Object> variables(Exchange exchange) {
        return Map.of(
                "items",
                archive.variables(tenant(exchange), id(exchange)).stream()
                        .map(ConversationViews::variable)
                        .toList());
    }

    public Map<String, Object> timeline(Exchange exchange) {
        return Map.of("items", archive.timeline(tenant(exchange), id(exchange)));
    }

    public Page<RejectedEntry> rejected(Exchange exchange) {
        Asked asked = new Asked(exchange);
        return archive.rejected(asked.tenant(), asked.after(), asked.limit());
    }

    /** As the parameter {@code format} asks: json, text or vtt. */
    public Object transcript(Exchange exchange) {
        List<TranscriptLine> lines = archive.transcript(tenant(exchange), id(exchange));
        String format = text(exchange, "format");
        Message message = exchange.getMessage();
        message.setHeader("Cache-Control", "no-store");
        if (format.equals("text") || format.equals("vtt")) {
            boolean vtt = format.equals("vtt");
            message.setHeader(Exchange.CONTENT_TYPE, (vtt ? "text/vtt" : "text/plain") + ";charset=UTF-8");
            String written = vtt ? TranscriptText.vtt(lines) : TranscriptText.plain(lines);
            return written.getBytes(StandardCharsets.UTF_8);
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        return ConversationViews.bytes(Map.of("items", lines));
    }

    /**
     * The file, or the part of it that the header {@code Range} asks for (RFC 9110 section 14).
     *
     * @throws Problem 404 {@code no_recording}, 416 {@code bad_range}, 503 {@code recording_unreadable}
     */
    public Object recording(Exchange exchange) throws IOException {
        ConversationFacts facts = archive.one(tenant(exchange), id(exchange));
        if (facts.recordingState().equals("writing")) {
            throw new Problem(404, "no_recording", "The recording of " + facts.id() + " is still being written");
        }
        RecordedWav recording = recordings.open(facts.recording()).orElseThrow(() -> missing(facts));
        long size = recording.size();
        Optional<ByteRange> range = ByteRange.of(text(exchange, "range"), size);
        ByteRange served = range.orElse(new ByteRange(0, size - 1));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, range.isPresent() ? 206 : 200);
        message.setHeader(Exchange.CONTENT_TYPE, "audio/wav");
        message.setHeader("Accept-Ranges", "bytes");
        message.setHeader("Cache-Control", "private, no-store");
        message.setHeader("Content-Length", served.length());
        range.ifPresent(
                part -> message.setHeader("Content-Range", "bytes " + part.first() + '-' + part.last() + '/' + size));
        return served.open(recording);
    }

    /** Names the conversation and the repetition for the route {@code outcome-commit}; the body stays. */
    public void identify(Exchange exchange) {
        String id = id(exchange);
        archive.require(tenant(exchange), id);
        String key = text(exchange, "idempotencyKey");
        exchange.setVariable("conversationId", id);
        exchange.setVariable("outcomeKey", key.isEmpty() ? ids.next("oc") : key);
    }

    /**
     * Names the call for the route {@code call-finish}, and says whether this bridge has it.
     *
     * @throws Problem 409 {@code call_ended}
     */
    public void hangUp(Exchange exchange) {
        ConversationFacts facts = archive.one(tenant(exchange), id(exchange));
        if (!facts.isLive()) {
            throw new Problem(409, "call_ended", "The call of " + facts.id() + " is over");
        }
        CallTrace.of(exchange, facts.id(), facts.traceparent());
        conversations.ending(facts.id(), "api");
        exchange.setVariable("conversationId", facts.id());
        exchange.setVariable("correlation", facts.correlation());
        exchange.setVariable("callId", facts.callId());
        exchange.setVariable("endedBy", "api");
        exchange.setVariable("isHere", isHere.test(facts));
    }

    /**
     * Names the call for the route {@code call-transfer}, and says whether this bridge has it; the body stays.
     *
     * @throws Problem 409 {@code call_ended}
     */
    public void callOf(Exchange exchange) {
        ConversationFacts facts = archive.one(tenant(exchange), id(exchange));
        if (!facts.isLive()) {
            throw new Problem(409, "call_ended", "The call of " + facts.id() + " is over");
        }
        CallTrace.of(exchange, facts.id(), facts.traceparent());
        exchange.setVariable("conversationId", facts.id());
        exchange.setVariable("number", facts.number());
        exchange.setVariable("ani", facts.ani());
        exchange.setVariable("correlation", facts.correlation());
        exchange.setVariable("isHere", isHere.test(facts));
    }

    /**
     * After the route {@code call-finish}.
     *
     * @throws Problem 409 {@code call_ended} if there was no such call on this bridge
     */
    public void hungUp(Exchange exchange) {
        if (exchange.getMessage().getHeader(SipConstants.STATUS, 200, Integer.class) != 200) {
            throw new Problem(409, "call_ended", "The call of " + id(exchange) + " is not up on this bridge");
        }
    }

    private Problem missing(ConversationFacts facts) {
        String why = facts.recording().isEmpty() || isHere.test(facts)
                ? "There is no recording of " + facts.id()
                : "The recording of " + facts.id() + " is on the disk of the bridge that had the call, " + facts.node()
                        + ": ask that one, or give all bridges a folder in common (bridge.recordings.shared)";
        return new Problem(404, "no_recording", why);
    }

    /** Also deletes the recording. */
    public void erase(Exchange exchange) {
        try {
            archive.erase(tenant(exchange), id(exchange), "api", recordings::delete);
        } catch (RecordingNotErased e) {
            throw new Problem(503, "recording_not_erased", "The recording could not be deleted; nothing was erased");
        }
        exchange.getMessage().setBody(null);
    }

    private String key(Asked asked, String name) {
        String text = asked.text(name);
        String key = text.isEmpty() ? "" : numberKey.apply(text);
        if (!text.isEmpty() && key.isEmpty()) {
            throw new Problem(400, "bad_filter", name + " is not a number");
        }
        return key;
    }

    private static String id(Exchange exchange) {
        return new Asked(exchange).id();
    }

    private static String tenant(Exchange exchange) {
        return new Asked(exchange).tenant();
    }

    private static String text(Exchange exchange, String name) {
        return new Asked(exchange).text(name);
    }
}
