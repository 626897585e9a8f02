package io.voicebridge.conversation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that has happened, as others are told. Of a customer it says what the outcome says and nothing else: no
 * number, no name, no variable, no word of the transcript. Who needs more asks for it with a key, by the conversation's
 * id. What is in here is described to receivers in {@code config/openapi/events.yaml}.
 *
 * @param subject the conversation's id, or the rejected call's if there was no conversation; also the key by which a
 *     receiver keeps events in order
 * @param at when it happened
 * @param content strings, numbers, booleans and maps of them
 * @param traceparent where the call's trace goes on, as W3C Trace Context writes it, or empty
 */
public record Announcement(
        String tenantId, String subject, EventType type, Instant at, Map<String, Object> content, String traceparent) {

    /** Of no trace. */
    public Announcement(String tenantId, String subject, EventType type, Instant at, Map<String, Object> content) {
        this(tenantId, subject, type, at, content, "");
    }

    private static Announcement about(ConversationRow row, EventType type, Instant at, Map<String, Object> content) {
        return new Announcement(row.tenantId, row.id, type, at, content, row.traceparent);
    }

    static Announcement started(ConversationRow row) {
        Map<String, Object> content = of(row);
        content.put("agent_version", row.agentVersion);
        return about(row, EventType.CONVERSATION_STARTED, row.startedAt, content);
    }

    static Announcement ended(ConversationRow row) {
        Map<String, Object> content = of(row);
        content.put("answered", row.answeredAt != null);
        content.put("ended_by", row.endedBy);
        content.put("duration_s", Durations.seconds(row));
        content.put("outcome", row.outcome);
        content.put("revision", row.revision);
        return about(row, EventType.CONVERSATION_ENDED, row.endedAt, content);
    }

    static Announcement committed(ConversationRow row, OutcomeRow outcome) {
        Map<String, Object> content = of(row);
        content.put("revision", outcome.revision);
        content.put("counts", row.revision == outcome.revision);
        content.put("final", outcome.isFinal);
        content.put("source", outcome.source);
        content.put("outcome", outcome.outcome);
        content.put(
                "route", Map.of("type", outcome.routeType, "value", outcome.routeValue, "reason", outcome.routeReason));
        content.put("summary", outcome.summary);
        content.put("intent", outcome.intent);
        content.put("dnc", outcome.dnc);
        content.put("callback_at", outcome.callbackAt);
        content.put("consent", outcome.consent);
        content.put("needs_review", Outcome.needsReview(Optional.ofNullable(outcome.confidence)));
        return about(row, EventType.OUTCOME_COMMITTED, outcome.committedAt, content);
    }

    static Announcement transferred(ConversationRow row, TransferResult result, Instant at) {
        Map<String, Object> content = of(row);
        content.put("mode", result.mode());
        content.put("to", Text.line(result.to(), 255));
        if (!result.completed()) {
            content.put("result", result.result());
            content.put("sip_status", result.sipStatus());
            content.put("on_fail", result.onFail());
        }
        EventType type = result.completed() ? EventType.TRANSFER_COMPLETED : EventType.TRANSFER_FAILED;
        return about(row, type, at, content);
    }

    /** @param conversationId empty if the call was refused before there was a conversation */
    static Announcement rejected(RejectedRow row, String conversationId) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("rejected_call_id", row.id);
        content.put("conversation_id", conversationId);
        content.put("number", row.dnis);
        content.put("status", row.status);
        content.put("condition", row.condition);
        return new Announcement(
                row.tenantId,
                conversationId.isEmpty() ? row.id : conversationId,
                EventType.CALL_REJECTED,
                row.at,
                content);
    }

    private static Map<String, Object> of(ConversationRow row) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("conversation_id", row.id);
        content.put("correlation", row.correlation);
        content.put("number", row.number);
        content.put("agent", row.agent);
        return content;
    }
}
