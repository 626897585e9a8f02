package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    private final ScriptVariables variables = new ScriptVariables(Map.of(
            "Contact.city", new ScriptValue.Text("Denver"),
            "FromIVA", new KeyValues(Map.of("X-RouteReason", "Wants quote"))));

    @Test
    void putsIntoAListWithoutChangingIt() {
        ScriptValue list = evaluate("PUT(PUT(ToIVA, \"X-city\", Contact.city), \"X-state\", \"CO\")");

        assertThat(list).isEqualTo(KeyValues.EMPTY.with("X-city", "Denver").with("X-state", "CO"));
        assertThat(variables.keyValues("ToIVA")).isEqualTo(KeyValues.EMPTY);
    }

    @Test
    void getsFromAListWithoutRegardToTheCaseOfTheKey() {
        assertThat(evaluate("GET(FromIVA,\"x-routereason\")").text()).isEqualTo("Wants quote");
    }

    @Test
    void getsNothingFromWhatIsNoList() {
        assertThat(evaluate("GET(Contact.city, \"X-a\")").text()).isEmpty();
    }

    @Test
    void writesAListAsText() {
        assertThat(evaluate("TOSTRING(FromIVA)").text()).isEqualTo("X-RouteReason=Wants quote");
    }

    @Test
    void joinsTexts() {
        assertThat(evaluate("CONCAT(\"in \", Contact.city, \", \\\"CO\\\"\")").text())
                .isEqualTo("in Denver, \"CO\"");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThatThrownBy(() -> Expression.parse("PUT(a, \"b\")"))
                .hasMessage("PUT takes 3 values, not 2 at character 11 of: PUT(a, \"b\")");
        assertThatThrownBy(() -> Expression.parse("DROP(a)")).hasMessageContaining("only [PUT, GET, TOSTRING, CONCAT]");
        assertThatThrownBy(() -> Expression.parse("\"open")).hasMessageContaining("a string is not closed");
        assertThatThrownBy(() -> Expression.parse("a b")).hasMessageContaining("nothing was expected after");
    }

    @Property
    void neverFailsInAnotherWay(@ForAll String source) {
        try {
            assertThat(Expression.parse(source).evaluate(variables)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("at character");
        }
    }

    private ScriptValue evaluate(String source) {
        return Expression.parse(source).evaluate(variables);
    }
}
