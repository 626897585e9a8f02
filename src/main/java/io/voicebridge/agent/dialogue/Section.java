package io.voicebridge.agent.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping in a document that is being read. It remembers which keys were asked for, so that {@link #close} can refuse
 * the others, and notes faults instead of throwing, so that an author sees all of them at once.
 */
final class Section {

    private static final int LONGEST_TEXT = 600;

    private final JsonNode node;
    private final String pointer;
    private final List<DialogueException.Fault> faults;
    private final Set<String> known = new LinkedHashSet<>();

    Section(JsonNode node, String pointer, List<DialogueException.Fault> faults) {
        this.node = node.isObject() ? node : MissingNode.getInstance();
        this.pointer = pointer;
        this.faults = faults;
        if (!node.isObject()) {
            fault("", "must be a mapping of keys to values");
        }
    }

    /** @param at the rest of the pointer, empty for the section itself, otherwise with its slash */
    void fault(String at, String detail) {
        faults.add(new DialogueException.Fault(pointer + at, detail));
    }

    boolean has(String key) {
        known.add(key);
        return node.hasNonNull(key);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        known.addAll(keys);
        return keys;
    }

    JsonNode raw(String key) {
        known.add(key);
        return node.path(key);
    }

    Optional<String> text(String key) {
        return has(key) ? scalar(node.get(key), "/" + key) : Optional.empty();
    }

    String required(String key) {
        if (!has(key)) {
            fault("", "needs the key '" + key + "'");
            return "";
        }
        return text(key).orElse("");
    }

    /** A list of texts; a single text counts as a list of one. */
    List<String> texts(String key, int most) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            scalar(value, "/" + key).ifPresent(texts::add);
            return texts;
        }
        atMost(value, key, most);
        for (int i = 0; i < Math.min(value.size(), most); i++) {
            scalar(value.get(i), "/" + key + "/" + i).ifPresent(texts::add);
        }
        return texts;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            fault("/" + key, "must be true or false");
        }
        return node.get(key).asBoolean(otherwise);
    }

    int whole(String key, int otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < least || value.asInt() > most) {
            fault("/" + key, "must be a whole number from " + least + " to " + most);
            return otherwise;
        }
        return value.asInt();
    }

    Optional<BigDecimal> number(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isNumber()) {
            fault("/" + key, "must be a number");
            return Optional.empty();
        }
        return Optional.of(node.get(key).decimalValue());
    }

    Optional<Section> section(String key) {
        return has(key) ? Optional.of(new Section(node.get(key), pointer + "/" + key, faults)) : Optional.empty();
    }

    List<Section> sections(String key, int most) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        if (!value.isArray()) {
            fault("/" + key, "must be a list");
            return List.of();
        }
        atMost(value, key, most);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < Math.min(value.size(), most); i++) {
            sections.add(new Section(value.get(i), pointer + "/" + key + "/" + i, faults));
        }
        return sections;
    }

    /** Refuses the keys that nobody asked for. */
    void close() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                fault("/" + key, "is not known here; known are " + String.join(", ", known));
            }
        });
    }

    private void atMost(JsonNode list, String key, int most) {
        if (list.size() > most) {
            fault("/" + key, "has " + list.size() + " entries, more than " + most);
        }
    }

    private Optional<String> scalar(JsonNode value, String at) {
        if (!value.isValueNode() || value.isNull()) {
            fault(at, "must be a text");
            return Optional.empty();
        }
        String text = value.asText().strip();
        if (text.isEmpty()) {
            fault(at, "must not be empty");
            return Optional.empty();
        }
        if (text.length() > LONGEST_TEXT) {
            fault(at, "is longer than " + LONGEST_TEXT + " characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
