package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code PUT(ToIVA, "X-city", Contact.city)}: strings in double quotes, names, and calls of a few functions. */
final class ExpressionParser {

    private static final int MAX_DEPTH = 8;

    private final String source;
    private int at;

    ExpressionParser(String source) {
        this.source = source;
    }

    Expression parse() {
        Expression expression = expression(0);
        skipBlanks();
        if (at < source.length()) {
            throw error("nothing was expected after the expression");
        }
        return expression;
    }

    private Expression expression(int depth) {
        if (depth > MAX_DEPTH) {
            throw error("functions are nested more than " + MAX_DEPTH + " deep");
        }
        skipBlanks();
        if (at >= source.length()) {
            throw error("a value is missing");
        }
        if (source.charAt(at) == '"') {
            return new Expression.Literal(string());
        }
        String name = name();
        skipBlanks();
        return at < source.length() && source.charAt(at) == '(' ? call(name, depth) : new Expression.Variable(name);
    }

    private Expression call(String name, int depth) {
        Expression.Function function;
        try {
            function = Expression.Function.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw error(
                    "the function " + name + " is not known, only " + List.of(Expression.Function.values()) + " are");
        }
        List<Expression> arguments = new ArrayList<>();
        do {
            at++;
            arguments.add(expression(depth + 1));
            skipBlanks();
        } while (at < source.length() && source.charAt(at) == ',');
        if (at >= source.length() || source.charAt(at) != ')') {
            throw error("')' is missing");
        }
        at++;
        if (arguments.size() < function.fewest || arguments.size() > function.most) {
            throw error(name + " takes " + function.fewest + " values, not " + arguments.size());
        }
        return new Expression.Apply(function, List.copyOf(arguments));
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (at++; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '"') {
                at++;
                return text.toString();
            }
            if (c == '\\' && at + 1 < source.length()) {
                c = source.charAt(++at);
            }
            text.append(c);
        }
        throw error("a string is not closed");
    }

    private String name() {
        int from = at;
        while (at < source.length() && isNamePart(source.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("a name or a string was expected");
        }
        return source.substring(from, at);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException error(String detail) {
        return new IllegalArgumentException(detail + " at character " + at + " of: " + source);
    }
}
