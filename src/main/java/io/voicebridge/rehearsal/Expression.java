package io.voicebridge.rehearsal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The right side of an assignment in a Set Variable module. */
sealed interface Expression {

    ScriptValue evaluate(ScriptVariables variables);

    /** Names of the variables it reads. */
    Stream<String> variables();

    /** @throws IllegalArgumentException with what is wrong and where */
    static Expression parse(String source) {
        return new ExpressionParser(source).parse();
    }

    record Literal(String text) implements Expression {
        @Override
        public ScriptValue evaluate(ScriptVariables variables) {
            return new ScriptValue.Text(text);
        }

        @Override
        public Stream<String> variables() {
            return Stream.empty();
        }
    }

    record Variable(String name) implements Expression {
        @Override
        public ScriptValue evaluate(ScriptVariables variables) {
            return variables.value(name);
        }

        @Override
        public Stream<String> variables() {
            return Stream.of(name);
        }
    }

    /** A function of Five9 by its name there. */
    record Apply(Function function, List<Expression> arguments) implements Expression {
        @Override
        public ScriptValue evaluate(ScriptVariables variables) {
            return function.apply(
                    arguments.stream().map(a -> a.evaluate(variables)).toList());
        }

        @Override
        public Stream<String> variables() {
            return arguments.stream().flatMap(Expression::variables);
        }
    }

    /** The functions that scripts around a third party transfer use. */
    enum Function {
        /** {@code PUT(list, key, value)}: the list with this entry. */
        PUT(3, 3) {
            @Override
            ScriptValue apply(List<ScriptValue> arguments) {
                KeyValues list = arguments.get(0) instanceof KeyValues present ? present : KeyValues.EMPTY;
                return list.with(arguments.get(1).text(), arguments.get(2).text());
            }
        },
        /** {@code GET(list, key)}: the value, or empty. */
        GET(2, 2) {
            @Override
            ScriptValue apply(List<ScriptValue> arguments) {
                return arguments.get(0) instanceof KeyValues list
                        ? new ScriptValue.Text(list.get(arguments.get(1).text()))
                        : ScriptValue.Text.EMPTY;
            }
        },
        TOSTRING(1, 1) {
            @Override
            ScriptValue apply(List<ScriptValue> arguments) {
                return new ScriptValue.Text(arguments.get(0).text());
            }
        },
        CONCAT(1, 16) {
            @Override
            ScriptValue apply(List<ScriptValue> arguments) {
                return new ScriptValue.Text(
                        arguments.stream().map(ScriptValue::text).collect(Collectors.joining()));
            }
        };

        final int fewest;
        final int most;

        Function(int fewest, int most) {
            this.fewest = fewest;
            this.most = most;
        }

        abstract ScriptValue apply(List<ScriptValue> arguments);
    }
}
