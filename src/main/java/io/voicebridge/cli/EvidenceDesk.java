package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.Disclosure;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.CallEvidence;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.directory.Agents;
import io.voicebridge.event.Deliveries;
import io.voicebridge.event.Delivery;
import io.voicebridge.event.EventRelay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * What a call can prove, as a document of its own: the step of the route {@code get-evidence}, bean {@code evidenceDesk}.
 * Thread-safe.
 */
public final class EvidenceDesk {

    private final Archive archive;
    private final Agents agents;
    private final Deliveries deliveries;
    private final EventRelay relay;
    private final ObjectMapper json;

    EvidenceDesk(Archive archive, Agents agents, Deliveries deliveries, EventRelay relay, ObjectMapper json) {
        this.archive = archive;
        this.agents = agents;
        this.deliveries = deliveries;
        this.relay = relay;
        this.json = json;
    }

    /** @throws io.voicebridge.directory.Problem 404 {@code unknown_call}, 410 {@code erased} */
    public Map<String, Object> evidence(Exchange exchange) {
        Asked asked = new Asked(exchange);
        CallEvidence evidence = archive.evidence(asked.tenant(), asked.id());
        ConversationFacts call = evidence.call();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("conversation_id", call.id());
        view.put("agent", call.agent());
        view.put("agent_id", call.agentId());
        view.put("version", call.agentVersion());
        view.put("number", call.number());
        view.put("started_at", call.startedAt());
        view.put("answered_at", call.answeredAt().orElse(null));
        view.put("ended_at", call.endedAt().orElse(null));
        view.put("recording", Map.of("state", call.recordingState(), "ms", call.recordedMs()));
        view.put("disclosure", disclosure(asked.tenant(), evidence));
        view.put(
                "lead_consent",
                Map.of(
                        "variables",
                        evidence.leadConsent().variables().stream()
                                .map(ConversationViews::variable)
                                .toList(),
                        "missing",
                        evidence.leadConsent().missing()));
        view.put("spoken_consent", evidence.consents());
        view.put(
                "opt_out",
                Optional.ofNullable(evidence.optOut())
                        .map(optOut -> optOut(asked.tenant(), call.id(), optOut))
                        .orElse(null));
        return view;
    }

    private Map<String, Object> disclosure(String tenantId, CallEvidence evidence) {
        ConversationFacts call = evidence.call();
        Optional<String> wording = agents.settings(tenantId, call.agentId(), call.agentVersion())
                .flatMap(settings -> Disclosure.wording(settings, json));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", state(wording, evidence));
        view.put("wording", wording.orElse(null));
        view.put("said", evidence.disclosures());
        return view;
    }

    /** {@code pending} while it may still be heard. */
    private static String state(Optional<String> wording, CallEvidence evidence) {
        if (evidence.disclosures().stream().anyMatch(CallEvidence.Spoken::complete)) {
            return "heard";
        }
        if (!evidence.disclosures().isEmpty()) {
            return "interrupted";
        }
        if (wording.isEmpty() || evidence.call().answeredAt().isEmpty()) {
            return "none";
        }
        return evidence.call().isLive() ? "pending" : "missing";
    }

    private Map<String, Object> optOut(String tenantId, String conversationId, CallEvidence.OptOut optOut) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("words", optOut.words());
        view.put("revision", optOut.revision());
        view.put("source", optOut.source());
        view.put("committed_at", optOut.committedAt());
        view.put("delivered_before_bye", optOut.deliveredBeforeBye());
        view.put("listed_at", optOut.listedAt());
        view.put("bye_at", optOut.byeAt());
        List<Map<String, Object>> told = told(optOut.told(), deliveries.optOuts(tenantId, conversationId));
        if (relay.owesOptOut(tenantId, conversationId)) {
            told.add(told(EventRelay.NAME, "waiting", null));
        }
        view.put("told", told);
        return view;
    }

    /** What the timeline says, which stays; and the deliveries that it does not say yet, or that came to nothing. */
    private static List<Map<String, Object>> told(List<CallEvidence.Told> kept, List<Delivery> deliveries) {
        List<Map<String, Object>> told = new ArrayList<>();
        kept.forEach(each -> told.add(told(each.to(), "delivered", each.at())));
        Set<String> known = kept.stream().map(CallEvidence.Told::deliveryId).collect(Collectors.toSet());
        deliveries.stream()
                .filter(delivery -> !known.contains(delivery.id()))
                .forEach(delivery -> told.add(told(delivery.webhookId(), delivery.state(), delivery.finishedAt())));
        return told;
    }

    private static Map<String, Object> told(String to, String state, Instant at) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("to", to);
        view.put("state", state);
        view.put("at", at);
        return view;
    }
}
