package io.voicebridge.rehearsal;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables of one run of a script. One thread. Names are exact, as in Five9; one that was never set reads as
 * empty, as a null variable does when Five9 splices it.
 */
final class ScriptVariables {

    private final Map<String, ScriptValue> values;

    ScriptVariables(Map<String, ScriptValue> initial) {
        values = new HashMap<>(initial);
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
    }

    void set(String name, String value) {
        values.put(name, new ScriptValue.Text(value));
    }
}
