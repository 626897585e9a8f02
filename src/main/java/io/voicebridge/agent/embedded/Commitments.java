package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.dialogue.Decision;
import io.voicebridge.agent.dialogue.Transfer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tool calls of a session and what became of them. A final commit and the end of the call are asked again, under the
 * same id, until they are answered or it is no use; a checkpoint is not, since the next one says more. One session's
 * thread.
 */
final class Commitments {

    private static final int ATTEMPTS = 3;
    private static final long ANSWER_WITHIN_MS = 5_000;
    private static final String TRANSFER_ID = "transfer";
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
    private Optional<String> transferring = Optional.empty();

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

    /**
     * Connects the caller with a person instead. Where that cannot even be tried, and where nobody takes the call, it is handed
     * back with what was committed.
     */
    void transfer(Transfer transfer, String reason, long now) {
        if (ending || transferring.isPresent()) {
            return;
        }
        transferring = Optional.of(reason);
        String arguments = json.createObjectNode()
                .put("to", transfer.to())
                .put("mode", transfer.mode().code())
                .put("whisper", transfer.whisper())
                .put("on_fail", "hangup")
                .toString();
        ask(new ToolCall(handover.id(TRANSFER_ID), ToolCall.TRANSFER_CALL, arguments), now);
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
        } else if (asked.call.name().equals(ToolCall.TRANSFER_CALL)) {
            open.remove(id);
            if (!status.equals("transfer_in_progress")) {
                giveUp(asked, status);
                end(transferring.orElse(""), now);
            }
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
        boolean handBack = false;
        Iterator<Asked> all = open.values().iterator();
        while (all.hasNext()) {
            Asked asked = all.next();
            if (now < asked.next) {
                continue;
            }
            if (asked.attempts >= ATTEMPTS) {
                all.remove();
                giveUp(asked, "no answer");
                handBack |= asked.call.name().equals(ToolCall.TRANSFER_CALL);
            } else {
                asked.attempts++;
                asked.next = now + ANSWER_WITHIN_MS;
                listener.toolCall(asked.call);
            }
        }
        if (handBack) {
            end(transferring.orElse(""), now);
        }
    }

    private void giveUp(Asked asked, String status) {
        failed |= asked.call.name().equals(ToolCall.COMMIT_OUTCOME);
        String code =
                switch (asked.call.name()) {
                    case ToolCall.COMMIT_OUTCOME -> "commit_failed";
                    case ToolCall.TRANSFER_CALL -> "transfer_failed";
                    default -> "end_failed";
                };
        listener.failed(AgentFailure.retriable(
                code, asked.call.name() + " was not done after " + asked.attempts + " attempts: " + status));
    }

    /** Nothing waits for an answer. */
    boolean isSettled() {
        return open.isEmpty();
    }
}
