package io.voicebridge.agent.dialogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a conversation has come to.
 *
 * @param rule the name of the rule that decided
 * @param callbackAt ISO 8601 with offset
 * @param transfer what takes the place of handing the call back
 * @param confidence of the least sure answer that counted, 0 to 1
 * @param variables the slots' values by name
 * @param evidence the ids of the caller's utterances that each slot came from
 */
public record Decision(
        String rule,
        Outcome outcome,
        Route route,
        String summary,
        String intent,
        Optional<Boolean> consent,
        Optional<String> callbackAt,
        Optional<Transfer> transfer,
        double confidence,
        Map<String, String> variables,
        Map<String, List<String>> evidence) {

    public boolean doNotCall() {
        return outcome == Outcome.DO_NOT_CALL;
    }
}
