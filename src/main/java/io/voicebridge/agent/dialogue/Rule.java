package io.voicebridge.agent.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * Makes an outcome of the slots.
 *
 * @param when all must hold
 * @param atOnce true if the conversation ends as soon as it holds, without the questions that are left
 */
record Rule(String name, List<Condition> when, boolean atOnce, Ending ending) {

    /**
     * An outcome and what belongs to it.
     *
     * @param reason template of the route's reason
     * @param summary template of the summary
     * @param consent the slot whose {@code yes} is the caller's consent
     * @param callbackAt the time slot that says when to call back
     * @param transfer instead of handing the call back; its whisper is a template
     * @param closing the last line, instead of the one for the outcome
     */
    record Ending(
            Outcome outcome,
            Route.Type routeType,
            String routeValue,
            String reason,
            String summary,
            String intent,
            Optional<String> consent,
            Optional<String> callbackAt,
            Optional<Transfer> transfer,
            Optional<Line> closing) {}
}
