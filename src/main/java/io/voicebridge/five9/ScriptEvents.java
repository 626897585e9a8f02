package io.voicebridge.five9;

import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Correlation;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.Standing;
import io.voicebridge.conversation.Standings;
import java.util.Map;
import java.util.Set;

/** Puts on a call's timeline what became of it at Five9. Thread-safe. */
public final class ScriptEvents {

    private static final Set<String> TYPES = Set.of("hangup", "returned", "agent_accepted", "dispositioned");

    private final Standings standings;
    private final Conversations conversations;

    public ScriptEvents(Standings standings, Conversations conversations) {
        this.standings = standings;
        this.conversations = conversations;
    }

    public FlatView record(String tenantId, Fields fields) {
        String correlation = Correlation.of(fields.first("correlation", "correlation_id", "session_id"));
        String id = fields.first("conversation_id");
        String type = fields.first("type");
        if (correlation.isEmpty() && id.isEmpty() || !TYPES.contains(type)) {
            String error = fields.fault().isEmpty()
                    ? "correlation and type are needed; type is hangup, returned, agent_accepted or dispositioned"
                    : fields.fault();
            return answer("invalid", fields, correlation, "").error(error);
        }
        Standing standing = id.isEmpty() ? byCorrelation(tenantId, correlation) : standings.byId(tenantId, id);
        if (standing instanceof Standing.Known known) {
            String value = fields.first("value");
            conversations.note(
                    known.conversation().id(),
                    new Note(
                            "five9-" + type.replace('_', '-'),
                            "five9",
                            "Five9 says: " + type + (value.isEmpty() ? "" : " " + FlatText.of(value, 200, false)),
                            Map.of("type", type, "value", FlatText.of(value, 500, false))));
            return answer("ok", fields, correlation, known.conversation().id());
        }
        String status = standing instanceof Standing.Ambiguous
                ? "ambiguous"
                : standing instanceof Standing.Registered ? "pending" : "not_found";
        return answer(status, fields, correlation, "");
    }

    /** The call that has come, for an event is of one; else what is known of a call that is announced. */
    private Standing byCorrelation(String tenantId, String correlation) {
        Standing arrived = standings.arrivedByCorrelation(tenantId, correlation);
        return arrived instanceof Standing.Unknown ? standings.byCorrelation(tenantId, correlation) : arrived;
    }

    private static FlatView answer(String status, Fields fields, String correlation, String conversationId) {
        return new FlatView(status, fields.flag("ascii"))
                .put("correlation", correlation)
                .put("conversation_id", conversationId);
    }
}
