package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.dialogue.Decision;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The tool calls of a session and what became of them. A final commit and the end of the call are asked again, under the
 * same id, until they are answered or it is no use; a checkpoint is not, since the next one says more. One session's
 * thread.
 */
final class Commitments {

    private static final int ATTEMPTS = 3;
    private static final long ANSWER_WITHIN_MS = 5_000;
    private static final long AGAIN_AFTER_MS = 1_000;

    /** Errors that the same question would only meet again. */
    private static final Set<String> HOPELESS = Set.of("invalid_outcome", "unknown_call", "call_ended");

    private final AgentListener listener;
    private final ObjectMapper json;
    private final Handover handover;
    private final Map<String, Asked> open = new HashMap<>();
    private int commits;
    private boolean failed;
    private boolean ending;

    Commitments(AgentListener listener, ObjectMapper json, Handover handover) {
        this.listener = listener;
        this.json = json;
        this.handover = handover;
    }

    private static final class Asked {
        final ToolCall call;
        int attempts = 1;
        long next;

        Asked(ToolCall call, long now) {
            this.call = call;
            this.next = now + ANSWER_WITHIN_MS;
        }
    }

    void checkpoint(Decision decision) {
        listener.toolCall(commit(decision, false));
    }

    void save(Decision decision, long now) {
        ask(commit(decision, true), now);
    }

    /** Hands the call back; to be called once nothing is open. */
    void end(String reason, long now) {
        if (ending) {
            return;
        }
        ending = true;
        String arguments = json.createObjectNode()
                .put("reason", reason)
                .put("committed", !failed)
                .toString();
        ask(new ToolCall(handover.id("end"), ToolCall.END_CALL, arguments), now);
    }

    private ToolCall commit(Decision decision, boolean last) {
        String id = handover.id("commit-" + ++commits);
        return new ToolCall(id, ToolCall.COMMIT_OUTCOME, OutcomeArguments.of(decision, last, json));
    }

    private void ask(ToolCall call, long now) {
        open.put(call.id(), new Asked(call, now));
        listener.toolCall(call);
    }

    void answered(String id, String answer, long now) {
        Asked asked = open.get(id);
        if (asked == null) {
            return;
        }
        String status = status(answer);
        // Somebody else, such as a person at the console, has decided already: that stands.
        if (status.equals("ok") || status.equals("outcome_final")) {
            open.remove(id);
        } else if (asked.attempts >= ATTEMPTS || HOPELESS.contains(status)) {
            giveUp(asked, status);
            open.remove(id);
        } else {
            asked.next = now + AGAIN_AFTER_MS;
        }
    }

    private String status(String answer) {
        try {
            return json.readTree(answer).path("status").asText("unreadable");
        } catch (JsonProcessingException e) {
            return "unreadable";
        }
    }

    void tick(long now) {
        Iterator<Asked> all = open.values().iterator();
        while (all.hasNext()) {
            Asked asked = all.next();
            if (now < asked.next) {
                continue;
            }
            if (asked.attempts >= ATTEMPTS) {
                all.remove();
                giveUp(asked, "no answer");
            } else {
                asked.attempts++;
                asked.next = now + ANSWER_WITHIN_MS;
                listener.toolCall(asked.call);
            }
        }
    }

    private void giveUp(Asked asked, String status) {
        boolean commit = asked.call.name().equals(ToolCall.COMMIT_OUTCOME);
        failed |= commit;
        listener.failed(AgentFailure.retriable(
                commit ? "commit_failed" : "end_failed",
                asked.call.name() + " was not done after " + asked.attempts + " attempts: " + status));
    }

    /** Nothing waits for an answer. */
    boolean isSettled() {
        return open.isEmpty();
    }
}
