package io.voicebridge.agent.dialogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A test of one slot's value. An unknown slot passes none but {@code known: false}. */
record Condition(String slot, Test test) {

    sealed interface Test {

        record In(List<String> values) implements Test {}

        record NotIn(List<String> values) implements Test {}

        record Known(boolean known) implements Test {}

        /** Both ends optional; {@code open} ends exclude their value. */
        record Between(Optional<Bound> low, Optional<Bound> high) implements Test {}
    }

    record Bound(BigDecimal value, boolean open) {}

    boolean holds(Optional<String> value) {
        if (test instanceof Test.Known known) {
            return known.known() == value.isPresent();
        }
        return value.isPresent() && holds(value.get());
    }

    private boolean holds(String value) {
        if (test instanceof Test.In in) {
            return in.values().stream().anyMatch(value::equalsIgnoreCase);
        }
        if (test instanceof Test.NotIn notIn) {
            return notIn.values().stream().noneMatch(value::equalsIgnoreCase);
        }
        Test.Between between = (Test.Between) test;
        try {
            BigDecimal number = new BigDecimal(value);
            return between.low().map(b -> isAbove(number, b)).orElse(true)
                    && between.high().map(b -> isBelow(number, b)).orElse(true);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static boolean isAbove(BigDecimal number, Bound bound) {
        int order = number.compareTo(bound.value());
        return order > 0 || order == 0 && !bound.open();
    }

    private static boolean isBelow(BigDecimal number, Bound bound) {
        int order = number.compareTo(bound.value());
        return order < 0 || order == 0 && !bound.open();
    }
}
