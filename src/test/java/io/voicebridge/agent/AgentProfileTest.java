package io.voicebridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentProfileTest {

    @Test
    void namesVariablesOfPromptAndDialogue() {
        String dialogue = """
                greeting: "Hi {{First_Name}}, {{city}}?"
                steps:
                  - { id: owns, ask: "Own it, {{owns}}?", expect: yes_no }
                rules:
                  - { outcome: not_qualified, summary: "{{account_id}} said {{owns}}" }
                """;
        assertThat(new AgentProfile("a", 1, "embedded", "You talk to {{last_name}}", "", dialogue)
                        .referencedVariables())
                .containsExactly("account_id", "city", "first_name", "last_name");
    }

    @Test
    void namesVariablesOfBrokenDialogueToo() {
        assertThat(new AgentProfile("a", 1, "embedded", "", "", "greeting: {{city}}").referencedVariables())
                .containsExactly("city");
    }
}
