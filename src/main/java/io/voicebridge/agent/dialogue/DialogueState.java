package io.voicebridge.agent.dialogue;

import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where one conversation stands. Immutable.
 *
 * @param setting what does not change during the call
 * @param slots what is known, in the order it was learned
 * @param reprompts since the position was reached
 * @param silences in a row
 * @param turns of the caller so far
 * @param heard true once the caller said or pressed anything
 * @param objected the utterance in which the caller objected to further calls
 * @param closing the final decision, once committed
 */
public record DialogueState(
        Setting setting,
        Position position,
        Map<String, SlotValue> slots,
        int reprompts,
        int silences,
        int turns,
        boolean heard,
        Optional<String> objected,
        Optional<Decision> closing) {

    /**
     * @param variables dynamic variables by name
     * @param startedAt in the caller's time zone
     * @param keysOnly true if nothing can be recognised: every question names its keys
     */
    public record Setting(Map<String, String> variables, ZonedDateTime startedAt, boolean keysOnly) {}

    /** What the caller is expected to answer. */
    public sealed interface Position {

        record Asking(String step) implements Position {}

        /** An answer is known but must be confirmed. */
        record Confirming(String step, SlotValue candidate, Optional<String> next) implements Position {}

        /** The caller objected to calls; asked whether it was meant. */
        record ConfirmingOptOut(Position resume) implements Position {}

        record Closed() implements Position {}
    }

    static DialogueState initial(Setting setting) {
        return new DialogueState(
                setting, new Position.Closed(), Map.of(), 0, 0, 0, false, Optional.empty(), Optional.empty());
    }

    public boolean isClosed() {
        return closing.isPresent();
    }

    DialogueState at(Position next) {
        return new DialogueState(setting, next, slots, 0, silences, turns, heard, objected, closing);
    }

    DialogueState reprompted() {
        return new DialogueState(setting, position, slots, reprompts + 1, silences, turns, heard, objected, closing);
    }

    DialogueState answered() {
        return new DialogueState(setting, position, slots, reprompts, 0, turns + 1, true, objected, closing);
    }

    DialogueState silent() {
        return new DialogueState(
                setting, position, slots, reprompts, silences + 1, turns + 1, heard, objected, closing);
    }

    DialogueState with(String slot, SlotValue value) {
        Map<String, SlotValue> known = new LinkedHashMap<>(slots);
        known.put(slot, value);
        return new DialogueState(
                setting,
                position,
                java.util.Collections.unmodifiableMap(known),
                reprompts,
                silences,
                turns,
                heard,
                objected,
                closing);
    }

    DialogueState objecting(Optional<String> utterance) {
        return new DialogueState(setting, position, slots, reprompts, silences, turns, heard, utterance, closing);
    }

    DialogueState closed(Decision decision) {
        return new DialogueState(
                setting, new Position.Closed(), slots, 0, silences, turns, heard, objected, Optional.of(decision));
    }
}
