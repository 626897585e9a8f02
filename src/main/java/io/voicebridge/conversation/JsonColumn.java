package io.voicebridge.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;

/** JSON as it stands in a text column. Only what this class wrote is read back. Thread-safe. */
final class JsonColumn {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    private final ObjectMapper json;

    JsonColumn(ObjectMapper json) {
        this.json = json;
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not made of JSON values", e);
        }
    }

    Map<String, Object> object(String text) {
        return read(text, OBJECT, Map.of());
    }

    Map<String, String> strings(String text) {
        return read(text, STRINGS, Map.of());
    }

    List<String> list(String text) {
        return read(text, LIST, List.of());
    }

    /** Of text that came from outside, in which anything may stand. */
    JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private <T> T read(String text, TypeReference<T> type, T absent) {
        if (text.isBlank()) {
            return absent;
        }
        try {
            T value = json.readValue(text, type);
            return value == null ? absent : value;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold the JSON that belongs there", e);
        }
    }
}
