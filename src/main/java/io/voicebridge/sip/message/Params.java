package io.voicebridge.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code ;name=value} parameters of a header value or URI, in order; names compare without regard to case. */
public record Params(List<Param> list) {

    public static final Params NONE = new Params(List.of());

    /** @param value as written, quotes included; empty where there is no equals sign */
    public record Param(String name, Optional<String> value) {}

    public Params {
        list = List.copyOf(list);
    }

    /** Parses {@code ;a=b;c}, from the first semicolon; empty if a name is missing or a quote stays open. */
    static Optional<Params> parse(String text) {
        if (text.isBlank()) {
            return Optional.of(NONE);
        }
        List<Param> found = new ArrayList<>(4);
        int i = skipSpace(text, 0);
        while (i < text.length()) {
            if (text.charAt(i) != ';') {
                return Optional.empty();
            }
            int end = end(text, i + 1);
            if (end < 0) {
                return Optional.empty();
            }
            String item = text.substring(i + 1, end);
            int equals = item.indexOf('=');
            String name = (equals < 0 ? item : item.substring(0, equals)).strip();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            found.add(new Param(
                    name,
                    equals < 0
                            ? Optional.empty()
                            : Optional.of(item.substring(equals + 1).strip())));
            i = end;
        }
        return Optional.of(new Params(found));
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && Chars.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Where the parameter that starts at {@code from} ends, -1 if a quote stays open. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : text.length();
    }

    /** The value of the first parameter of that name; the empty string where it has none. */
    public Optional<String> get(String name) {
        for (Param p : list) {
            if (p.name().equalsIgnoreCase(name)) {
                return Optional.of(p.value().orElse(""));
            }
        }
        return Optional.empty();
    }

    public boolean has(String name) {
        return get(name).isPresent();
    }

    Params with(String name, String value) {
        List<Param> changed = new ArrayList<>(list.size() + 1);
        for (Param p : list) {
            if (!p.name().equalsIgnoreCase(name)) {
                changed.add(p);
            }
        }
        changed.add(new Param(name, Optional.of(value)));
        return new Params(changed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Param p : list) {
            text.append(';').append(p.name());
            p.value().ifPresent(v -> text.append('=').append(v));
        }
        return text.toString();
    }
}
