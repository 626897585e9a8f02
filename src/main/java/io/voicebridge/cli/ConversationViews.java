package io.voicebridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.rehearsal.RehearsalDesk;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.Outcome;
import io.voicebridge.conversation.ReceivedVariable;
import io.voicebridge.conversation.Rehearsals.Rehearsed;
import io.voicebridge.five9.service.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations as the API shows them. */
final class ConversationViews {

    private static final ObjectMapper JSON = Json.mapper();

    private ConversationViews() {}

    static Map<String, Object> row(ConversationFacts facts) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", facts.id());
        view.put("correlation", facts.correlation());
        view.put("ani", facts.ani());
        view.put("dnis", facts.dnis());
        view.put("number", facts.number());
        view.put("agent", facts.agent());
        view.put("version", facts.agentVersion());
        view.put("state", facts.state());
        view.put("started_at", facts.startedAt());
        view.put("duration_s", facts.durationS());
        view.put("outcome", facts.outcome());
        view.put("route_type", facts.routeType());
        view.put("diagnosis", facts.diagnosis());
        view.put("rehearsal", facts.rehearsal());
        return view;
    }

    static Map<String, Object> whole(
            ConversationFacts facts,
            Optional<Outcome> outcome,
            Map<String, Object> metrics,
            List<Task> five9,
            Optional<Rehearsed> rehearsal) {
        Map<String, Object> view = row(facts);
        view.put("agent_id", facts.agentId());
        view.put("call_id", facts.callId());
        view.put("answered_at", facts.answeredAt().orElse(null));
        view.put("ended_at", facts.endedAt().orElse(null));
        view.put("ended_by", facts.endedBy());
        view.put("end_detail", facts.endDetail());
        view.put("recording_ms", facts.recordedMs());
        view.put("recording_state", facts.recordingState());
        view.put("metrics", metrics.isEmpty() ? null : metrics);
        view.put("committed", outcome.map(ConversationViews::outcome).orElse(null));
        view.put("five9_tasks", five9);
        view.put("rehearsed", rehearsal.map(RehearsalDesk::view).orElse(null));
        return view;
    }

    static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("revision", outcome.revision());
        view.put("source", outcome.source());
        view.put("final", outcome.isFinal());
        view.put("delivered_before_bye", outcome.beforeBye());
        view.put("outcome", outcome.value());
        view.put(
                "route",
                Map.of(
                        "type", outcome.route().type().name(),
                        "value", outcome.route().value(),
                        "reason", outcome.route().reason()));
        view.put("summary", outcome.summary());
        view.put("intent", outcome.intent());
        view.put("dnc", outcome.dnc());
        view.put("callback_at", outcome.callbackAt());
        view.put("consent", outcome.consent());
        view.put("confidence", outcome.confidence().orElse(null));
        view.put("needs_review", outcome.needsReview());
        view.put("variables", outcome.variables());
        view.put("committed_at", outcome.committedAt());
        return view;
    }

    static Map<String, Object> variable(ReceivedVariable variable) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", variable.name());
        view.put("header", variable.header());
        view.put("value", variable.value());
        view.put("used", variable.used());
        view.put("source", variable.source().wire());
        return view;
    }

    static byte[] bytes(Object view) {
        try {
            return JSON.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not made of JSON values", e);
        }
    }
}
