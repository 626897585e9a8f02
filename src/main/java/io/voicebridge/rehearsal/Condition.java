package io.voicebridge.rehearsal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What a branch of a Case or an If/Else asks. */
sealed interface Condition {

    boolean holds(ScriptVariables variables);

    /** What it looks at, such as {@code Outcome.outcome is 'qualified'}. */
    String describe(ScriptVariables variables);

    /** Compares a value with another one. */
    record Compares(Expression left, Comparison comparison, Optional<Expression> right) implements Condition {

        /** Five9 compares plain strings, letter case and all. */
        static Compares equal(String variable, String value) {
            return new Compares(
                    new Expression.Variable(variable), Comparison.EQUALS, Optional.of(new Expression.Literal(value)));
        }

        @Override
        public boolean holds(ScriptVariables variables) {
            return comparison.holds(
                    left.evaluate(variables).text(),
                    right.map(expression -> expression.evaluate(variables).text())
                            .orElse(""));
        }

        @Override
        public String describe(ScriptVariables variables) {
            return left.variables().collect(Collectors.joining()) + " is '"
                    + left.evaluate(variables).text() + "'";
        }
    }

    /** Several at once. */
    record Grouped(boolean any, List<Condition> conditions) implements Condition {

        @Override
        public boolean holds(ScriptVariables variables) {
            return any
                    ? conditions.stream().anyMatch(condition -> condition.holds(variables))
                    : conditions.stream().allMatch(condition -> condition.holds(variables));
        }

        @Override
        public String describe(ScriptVariables variables) {
            return conditions.stream()
                    .map(condition -> condition.describe(variables))
                    .distinct()
                    .collect(Collectors.joining(", "));
        }
    }

    /** The comparisons by their names in Five9's exports. */
    enum Comparison {
        EQUALS {
            @Override
            boolean holds(String left, String right) {
                return left.equals(right);
            }
        },
        NOT_EQUALS {
            @Override
            boolean holds(String left, String right) {
                return !left.equals(right);
            }
        },
        CONTAINS {
            @Override
            boolean holds(String left, String right) {
                return left.contains(right);
            }
        },
        /** With the wildcards of SQL: {@code %} for any text, {@code _} for one character. */
        LIKE {
            @Override
            boolean holds(String left, String right) {
                String expression = right.chars()
                        .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
                        .collect(Collectors.joining());
                return Pattern.compile(expression, Pattern.DOTALL).matcher(left).matches();
            }
        },
        /** An expression that a variable holds and that is none finds nothing; one that stands in the script is refused. */
        REGEXP {
            @Override
            boolean holds(String left, String right) {
                try {
                    return Pattern.compile(right).matcher(left).find();
                } catch (PatternSyntaxException e) {
                    return false;
                }
            }
        },
        MORE_THAN {
            @Override
            boolean holds(String left, String right) {
                return order(left, right) > 0;
            }
        },
        LESS_THAN {
            @Override
            boolean holds(String left, String right) {
                return order(left, right) < 0;
            }
        },
        IS_NULL {
            @Override
            boolean holds(String left, String right) {
                return left.isEmpty();
            }
        },
        IS_NOT_NULL {
            @Override
            boolean holds(String left, String right) {
                return !left.isEmpty();
            }
        };

        abstract boolean holds(String left, String right);

        boolean isOfOneValue() {
            return this == IS_NULL || this == IS_NOT_NULL;
        }

        /** By amount if both are numbers, else by the letters. */
        private static int order(String left, String right) {
            try {
                return new BigDecimal(left.strip()).compareTo(new BigDecimal(right.strip()));
            } catch (NumberFormatException e) {
                return left.toLowerCase(Locale.ROOT).compareTo(right.toLowerCase(Locale.ROOT));
            }
        }
    }
}
