package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private final ScriptVariables variables =
            new ScriptVariables(Map.of("Contact.first_name", new ScriptValue.Text("Jo \"Z\"\nMüller")));

    @Test
    void splicesValuesWithoutEscapingThem() {
        assertThat(render("{\"name\":\"${Contact.first_name}\"}")).isEqualTo("{\"name\":\"Jo \"Z\"\nMüller\"}");
    }

    @Test
    void splicesNothingForAVariableThatWasNeverSet() {
        assertThat(render("a${missing}b")).isEqualTo("ab");
    }

    @Test
    void leavesOtherDollarsAndBracesAlone() {
        assertThat(render("$5 {x} $")).isEqualTo("$5 {x} $");
    }

    @Test
    void refusesAnOpenSplice() {
        assertThatThrownBy(() -> Template.of("a ${b")).hasMessage("'${' without '}' at character 2");
    }

    private String render(String source) {
        return Template.of(source).render(variables);
    }
}
