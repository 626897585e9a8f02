package io.voicebridge.rehearsal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Five9's KVList: keys with values, in the order they were put. Immutable. */
record KeyValues(Map<String, String> entries) implements ScriptValue {

    static final KeyValues EMPTY = new KeyValues(Map.of());

    KeyValues {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    KeyValues with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(entries);
        more.put(key, value);
        return new KeyValues(more);
    }

    /** Header names come back in the case that the other side chose, so a key is found without regard to case. */
    String get(String key) {
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(key)) {
                return entry.getValue();
            }
        }
        return "";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
        return text.toString();
    }
}
