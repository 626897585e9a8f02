package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionTest {

    @Test
    void anExpressionOfAVariableThatIsNoneFindsNothing() {
        Condition condition = new Condition.Compares(
                new Expression.Variable("outcome"),
                Condition.Comparison.REGEXP,
                Optional.of(new Expression.Variable("wanted")));

        assertThat(condition.holds(new ScriptVariables(Map.of(), Map.of("outcome", "qualified", "wanted", "qual"))))
                .isTrue();
        assertThat(condition.holds(new ScriptVariables(Map.of(), Map.of("outcome", "qualified", "wanted", "qual("))))
                .isFalse();
    }
}
