package io.voicebridge.rehearsal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of one run of a script. One thread. Names are exact, as in Five9; one that was never set reads as
 * empty, as a null variable does when Five9 splices it.
 */
final class ScriptVariables {

    private final Map<String, ScriptValue> values;
    private final Set<String> written = new LinkedHashSet<>();

    ScriptVariables(Map<String, ScriptValue> initial) {
        this(initial, Map.of());
    }

    /** @param given the variables that come with the call */
    ScriptVariables(Map<String, ScriptValue> initial, Map<String, String> given) {
        values = new HashMap<>(initial);
        given.forEach((name, value) -> values.put(name, new ScriptValue.Text(value)));
    }

    /** Names of the variables that the script has set. */
    List<String> written() {
        return List.copyOf(written);
    }

    String text(String name) {
        return value(name).text();
    }

    ScriptValue value(String name) {
        return values.getOrDefault(name, ScriptValue.Text.EMPTY);
    }

    KeyValues keyValues(String name) {
        return value(name) instanceof KeyValues list ? list : KeyValues.EMPTY;
    }

    void set(String name, ScriptValue value) {
        values.put(name, value);
        written.add(name);
    }

    void set(String name, String value) {
        set(name, new ScriptValue.Text(value));
    }
}
