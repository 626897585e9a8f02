package io.voicebridge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import org.junit.jupiter.api.Test;

class OutcomeValueTest {

    @Test
    @Five9(Five9Habit.CASE_WORDS)
    void theWordsThatCasesOfScriptsCompareWithStayAsTheyAre() {
        assertThat(OutcomeValue.values())
                .extracting(OutcomeValue::wire)
                .containsExactly(
                        "qualified", "not_qualified", "callback", "do_not_call", "voicemail", "no_input", "failed");
        assertThat(OutcomeValue.of("Qualified")).isEmpty();
    }
}
