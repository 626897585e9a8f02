package io.voicebridge.agent.dialogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One question.
 *
 * @param slot where the answer is kept
 * @param kind what an answer is when no reply fits
 * @param reprompts said in turn when an answer was not understood; the question again when they run out
 * @param confirm asked before the answer counts
 * @param next the step after it, or {@link Dialogue#END}
 * @param unanswered the step to go to when the reprompts are used up, or {@link Dialogue#END}
 */
record Step(
        String id,
        Line ask,
        Optional<Line> askKeys,
        String slot,
        Kind kind,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<Reply> replies,
        List<Line> reprompts,
        Optional<Line> confirm,
        String next,
        String unanswered) {

    enum Kind {
        /** One of the replies and nothing else. */
        CHOICE,
        /** A sum of money, whole or with decimals. */
        AMOUNT,
        NUMBER,
        /** A moment in the future. */
        TIME,
        /** Whatever was said. */
        TEXT;

        boolean isNumeric() {
            return this == AMOUNT || this == NUMBER;
        }
    }

    /**
     * An answer that is expected.
     *
     * @param value what the slot becomes
     * @param spoken how the agent repeats it
     * @param phrases what callers say for it
     * @param key the DTMF key for it
     * @param next overrides the step's {@code next}
     */
    record Reply(String value, String spoken, List<Phrase> phrases, Optional<Character> key, Optional<String> next) {}

    boolean accepts(BigDecimal number) {
        return min.map(m -> number.compareTo(m) >= 0).orElse(true)
                && max.map(m -> number.compareTo(m) <= 0).orElse(true);
    }
}
