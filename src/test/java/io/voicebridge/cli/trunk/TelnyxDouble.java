package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Telnyx's API v2 in the shape of its published description: JSON both ways, the thing in {@code data}, pages counted in {@code
 * meta}, errors in a list. Thread-safe.
 */
public final class TelnyxDouble extends CarrierDouble {

    private final Map<String, Map<String, ObjectNode>> lists = new LinkedHashMap<>();
    private final String authorization;

    public TelnyxDouble(String key) throws IOException {
        authorization = "Bearer " + key;
        for (String list : List.of("fqdn_connections", "fqdns", "outbound_voice_profiles", "phone_numbers")) {
            lists.put(list, new LinkedHashMap<>());
        }
    }

    @Override
    boolean mayAsk(String shown) {
        return authorization.equals(shown);
    }

    @Override
    Reply refusal(int status, String message) {
        ObjectNode body = object();
        body.putArray("errors")
                .addObject()
                .put("code", status == 429 ? "10011" : "10009")
                .put("title", message)
                .put("detail", message);
        return Reply.of(status, body);
    }

    synchronized List<ObjectNode> all(String list) {
        return new ArrayList<>(lists.get(list).values());
    }

    synchronized ObjectNode add(String list, ObjectNode node) {
        node.put("id", id("", 19)).put("record_type", list.replaceFirst("s$", ""));
        lists.get(list).put(node.path("id").asText(), node);
        return node;
    }

    synchronized void forgets(String list, ObjectNode node) {
        lists.get(list).remove(node.path("id").asText());
    }

    public ObjectNode owns(String number) {
        return add("phone_numbers", object().put("phone_number", number).putNull("connection_id"));
    }

    @Override
    Reply answer(String method, String path, Map<String, String> query, String body) throws IOException {
        String[] parts = path.split("/");
        String list = parts[2];
        if (parts.length == 3) {
            return method.equals("GET")
                    ? page(list, query)
                    : Reply.of(201, data(add(list, (ObjectNode) JSON.readTree(body))));
        }
        ObjectNode node = lists.get(list).get(parts[3]);
        if (node == null) {
            return refusal(404, "Resource not found");
        }
        if (method.equals("DELETE")) {
            lists.get(list).remove(parts[3]);
            return Reply.of(200, data(node));
        }
        if (method.equals("PATCH")) {
            merge(node, JSON.readTree(body));
        }
        return Reply.of(200, data(node));
    }

    /** A field of an object inside changes alone. */
    private static void merge(ObjectNode node, JsonNode changes) {
        changes.properties().forEach(field -> {
            if (field.getValue().isObject() && node.path(field.getKey()).isObject()) {
                merge((ObjectNode) node.get(field.getKey()), field.getValue());
            } else {
                node.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode data(ObjectNode node) {
        ObjectNode data = object();
        data.set("data", node);
        return data;
    }

    private Reply page(String list, Map<String, String> query) {
        List<ObjectNode> items = all(list).stream()
                .filter(item -> query.entrySet().stream()
                        .filter(asked -> asked.getKey().startsWith("filter["))
                        .allMatch(asked -> fits(item, asked.getKey(), asked.getValue())))
                .toList();
        int number = Integer.parseInt(query.getOrDefault("page[number]", "1"));
        int from = Math.min(items.size(), (number - 1) * pageSize);
        ObjectNode page = object();
        ArrayNode shown = page.putArray("data");
        items.subList(from, Math.min(items.size(), from + pageSize)).forEach(shown::add);
        page.putObject("meta")
                .put("page_number", number)
                .put("page_size", pageSize)
                .put("total_pages", Math.max(1, (items.size() + pageSize - 1) / pageSize))
                .put("total_results", items.size());
        return Reply.of(200, page);
    }

    private static boolean fits(ObjectNode item, String filter, String value) {
        String field = filter.substring("filter[".length(), filter.indexOf(']'));
        String have = item.path(field).asText();
        return filter.endsWith("[contains]") ? have.contains(value) : have.equals(value);
    }
}
