package io.voicebridge.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an export of Five9's script designer ({@code .five9ivr}) into a script that can be rehearsed.
 *
 * <p>The form is known from exports that people have published; Five9 publishes no description of it. Elements that nothing
 * here knows are passed over.
 */
final class ExportReader {

    private static final int MAX_MODULES = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final XmlNode root;

    ExportReader(XmlNode root) {
        this.root = root;
    }

    /** @throws InvalidFile with all the faults */
    static IvrScript read(String file, String text) {
        return new ExportReader(XmlNode.parse(file, text, "ivrScript")).read(file);
    }

    private IvrScript read(String file) {
        Map<String, ScriptValue> variables = variables();
        Map<String, IvrModule> modules = lane("modules", "incomingCall", variables.keySet());
        if (modules.isEmpty()) {
            root.child("modules").fault("has no incomingCall that leads to a module");
        }
        IvrScript script = new IvrScript(
                scriptName(file),
                variables,
                Optional.empty(),
                modules,
                lane("modulesOnHangup", "startOnHangup", variables.keySet()));
        root.throwFaults(file);
        return script;
    }

    private int defaultTimeout() {
        return root.number("defaultFetchTimeout", 5, 1, 60);
    }

    private static String scriptName(String file) {
        String name = file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Map<String, ScriptValue> variables() {
        Map<String, ScriptValue> variables = new LinkedHashMap<>();
        for (XmlNode entry : root.child("userVariables").children("entry")) {
            XmlNode value = entry.child("value");
            entry.word("key").ifPresent(name -> variables.put(name, initialValue(value)));
        }
        return Collections.unmodifiableMap(variables);
    }

    private static ScriptValue initialValue(XmlNode value) {
        XmlNode list = value.child("kvListValue");
        if (list.exists()) {
            return keyValues(list);
        }
        return value.flag("isNullValue")
                ? ScriptValue.Text.EMPTY
                : new ScriptValue.Text(ExportValues.constant(value).orElse(""));
    }

    /** A KVList is a JSON object in Base64. */
    private static ScriptValue keyValues(XmlNode list) {
        String text = list.text("value").strip();
        KeyValues values = KeyValues.EMPTY;
        try {
            JsonNode json = JSON.readTree(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                values = values.with(entry.getKey(), entry.getValue().asText());
            }
        } catch (IllegalArgumentException | JsonProcessingException e) {
            list.fault("is no JSON object in Base64");
        }
        return values;
    }

    /** The modules of a lane, the first to run first. */
    private Map<String, IvrModule> lane(String tag, String startTag, Set<String> variables) {
        List<XmlNode> nodes = root.child(tag).children();
        if (nodes.size() > MAX_MODULES) {
            root.child(tag).fault("has more than " + MAX_MODULES + " modules");
            return Map.of();
        }
        Map<String, String> names = names(nodes);
        Optional<String> start = nodes.stream()
                .filter(node -> node.tag().equals(startTag))
                .findFirst()
                .flatMap(node -> node.word("singleDescendant"))
                .map(names::get);
        ExportModules reader = new ExportModules(variables, defaultTimeout(), names);
        Map<String, IvrModule> modules = new LinkedHashMap<>();
        for (XmlNode node : nodes) {
            if (!node.tag().equals(startTag)) {
                String name = names.get(node.word("moduleId").orElse(""));
                if (name == null) {
                    node.fault("has no moduleId");
                } else {
                    modules.put(name, reader.read(node.named(node.tag() + " \"" + name + "\""), name));
                }
            }
        }
        Map<String, IvrModule> ordered = new LinkedHashMap<>();
        start.filter(modules::containsKey).ifPresent(first -> ordered.put(first, modules.get(first)));
        if (!ordered.isEmpty()) {
            modules.forEach(ordered::putIfAbsent);
        }
        return Collections.unmodifiableMap(ordered);
    }

    /** Names by id. The designer lets two modules have one name; the second is told apart by a number. */
    private static Map<String, String> names(List<XmlNode> nodes) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (XmlNode node : nodes) {
            String wanted = node.word("moduleName").orElse(node.tag());
            String name = wanted;
            for (int i = 2; !taken.add(name); i++) {
                name = wanted + " (" + i + ")";
            }
            String free = name;
            node.word("moduleId").ifPresent(id -> names.put(id, free));
        }
        return names;
    }
}
