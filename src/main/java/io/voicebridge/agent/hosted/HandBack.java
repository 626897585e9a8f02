package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.ToolCall;
import java.util.Optional;

/** The end of a conversation: decided once, and asked for when all has been heard. Session's thread. */
final class HandBack {

    private static final int ATTEMPTS = 3;
    private static final long AGAIN_AFTER_MS = 5_000;

    private final AgentListener listener;
    private final Handover handover;
    private final ObjectMapper json;
    private Optional<String> reason = Optional.empty();
    private int asked;
    private long askedAt;

    HandBack(AgentListener listener, Handover handover, ObjectMapper json) {
        this.listener = listener;
        this.handover = handover;
        this.json = json;
    }

    void decide(String why) {
        reason = Optional.of(why);
    }

    boolean isDecided() {
        return reason.isPresent();
    }

    /** Asks the call to end; once more after a while if it does not. */
    void ask(long now) {
        if (asked < ATTEMPTS && (asked == 0 || now - askedAt >= AGAIN_AFTER_MS)) {
            asked++;
            askedAt = now;
            String arguments =
                    json.createObjectNode().put("reason", reason.orElse("")).toString();
            listener.toolCall(new ToolCall(handover.id("end"), ToolCall.END_CALL, arguments));
        }
    }
}
