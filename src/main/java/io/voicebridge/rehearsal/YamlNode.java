package io.voicebridge.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place in a YAML file that is being read: knows its path and collects faults instead of stopping at the first one.
 * A value that is missing or of the wrong kind is reported and read as empty.
 */
final class YamlNode {

    /** Larger files are refused before they are parsed. */
    private static final int MAX_CHARACTERS = 256 * 1024;

    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode node;
    private final String path;
    private final List<String> faults;

    private YamlNode(JsonNode node, String path, List<String> faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
    }

    static YamlNode parse(String file, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidFile(file, List.of("is larger than " + MAX_CHARACTERS + " characters"));
        }
        try {
            JsonNode root = YAML.readTree(text);
            if (!root.isObject()) {
                throw new InvalidFile(file, List.of("must be a map of keys to values"));
            }
            return new YamlNode(root, "", new ArrayList<>());
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new InvalidFile(file, List.of(where + "is not YAML: " + e.getOriginalMessage()));
        }
    }

    /** The same place, called by a name a person knows, such as that of a module. */
    YamlNode named(String name) {
        return name.isEmpty() ? this : new YamlNode(node, path + " \"" + name + "\"", faults);
    }

    void fault(String detail) {
        faults.add(path.isEmpty() ? detail : path + ": " + detail);
    }

    void throwFaults(String file) {
        if (!faults.isEmpty()) {
            throw new InvalidFile(file, faults);
        }
    }

    /** Reports every key that is not one of these. */
    YamlNode allow(String... keys) {
        Set<String> known = Set.of(keys);
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                fault("does not know the key '" + key + "'; it takes " + new TreeSet<>(known));
            }
        });
        return this;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    boolean isMap() {
        return node.isObject();
    }

    YamlNode child(String key) {
        return new YamlNode(node.path(key), path.isEmpty() ? key : path + "." + key, faults);
    }

    String text() {
        if (node.isValueNode() && !node.isNull()) {
            return node.asText();
        }
        fault(node.isMissingNode() || node.isNull() ? "is missing" : "must be a text");
        return "";
    }

    String text(String key) {
        return child(key).text();
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    String text(String key, String fallback) {
        return optionalText(key).orElse(fallback);
    }

    boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        if (!node.get(key).isBoolean()) {
            child(key).fault("must be true or false");
            return fallback;
        }
        return node.get(key).booleanValue();
    }

    int number(String key, int fallback, int min, int max) {
        if (!has(key)) {
            return fallback;
        }
        JsonNode value = node.get(key);
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            child(key).fault("must be a whole number from " + min + " to " + max);
            return fallback;
        }
        return value.intValue();
    }

    /** Empty if the key is missing. */
    List<YamlNode> list(String key, int most) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        if (!value.isArray() || value.size() > most) {
            child(key).fault("must be a list of at most " + most);
            return List.of();
        }
        List<YamlNode> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new YamlNode(value.get(i), child(key).path + "[" + i + "]", faults));
        }
        return items;
    }

    List<String> texts(String key, int most) {
        return list(key, most).stream().map(YamlNode::text).toList();
    }

    /** Empty if the key is missing; in the order of the file. */
    Map<String, YamlNode> map(String key, int most) {
        if (!has(key)) {
            return Map.of();
        }
        JsonNode value = node.get(key);
        if (!value.isObject() || value.size() > most) {
            child(key).fault("must be a map of at most " + most + " entries");
            return Map.of();
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        value.fieldNames().forEachRemaining(name -> {
            JsonNode entry = value.get(name);
            entries.put(
                    name,
                    new YamlNode(
                            entry.isNull() ? MissingNode.getInstance() : entry, child(key).path + "." + name, faults));
        });
        return entries;
    }

    Map<String, String> textMap(String key, int most) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(key, most).forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }
}
