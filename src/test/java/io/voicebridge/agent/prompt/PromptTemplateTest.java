package io.voicebridge.agent.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {

    @Test
    void putsValuesInWithoutRegardToCase() {
        assertThat(PromptTemplate.of("Hi {{First_Name}} in {{ CITY }}")
                        .render(Map.of("first_name", "Ann", "City", "Denver"))
                        .text())
                .isEqualTo("Hi Ann in Denver");
    }

    @Test
    void namesEachMissingVariableOnce() {
        PromptTemplate.Rendered rendered =
                PromptTemplate.of("{{city}}, {{City}} and {{state}}").render(Map.of("state", " "));
        assertThat(rendered.missing()).containsExactly("city", "state");
        assertThat(rendered.text()).isEqualTo(",  and ");
    }

    @Test
    void leavesOtherSyntaxAlone() {
        String text = "{{#if x}} {{1st}} {{}} {city} {{city";
        assertThat(PromptTemplate.of(text).render(Map.of("city", "Denver")).text())
                .isEqualTo(text);
    }

    @Test
    void findsNameInsideThreeBraces() {
        assertThat(PromptTemplate.of("{{{city}}}")
                        .render(Map.of("city", "Denver"))
                        .text())
                .isEqualTo("{Denver}");
    }

    @Test
    void listsVariablesInLowerCase() {
        assertThat(PromptTemplate.of("{{B}} {{a_1}} {{b}}").variables()).containsExactly("a_1", "b");
    }

    @Property
    void neverReadsValueAsTemplate(@ForAll String value) {
        String expected = value.isBlank() ? "" : value;
        assertThat(PromptTemplate.of("{{a}}")
                        .render(Map.of("a", value, "b", "x"))
                        .text())
                .isEqualTo(expected);
    }

    @Property
    void keepsAnyTextWithoutNames(@ForAll String text) {
        if (PromptTemplate.of(text).variables().isEmpty()) {
            assertThat(PromptTemplate.of(text).render(Map.of()).text()).isEqualTo(text);
        }
    }
}
