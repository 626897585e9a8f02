package io.voicebridge.conversation;

import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The headers that hand a call back to Five9: the four that its partners use, then those that the number's owner
 * configured, whose values may refer to the outcome and to variables as {@code {{name}}}. Five9 takes up to 10 custom
 * headers; a line stays below 1024 bytes.
 */
final class ByeHeaders {

    private static final int MAX_HEADERS = 10;
    private static final int MAX_LINE_BYTES = 1000;

    private final EntityManager entities;
    private final JsonColumn json;

    ByeHeaders(EntityManager entities, JsonColumn json) {
        this.entities = entities;
        this.json = json;
    }

    Map<String, String> of(ConversationRow conversation, Optional<OutcomeRow> outcome, Route defaultRoute) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(
                headers,
                "X-RouteType",
                outcome.map(row -> row.routeType).orElse(defaultRoute.type().name()));
        put(headers, "X-RouteValue", outcome.map(row -> row.routeValue).orElse(defaultRoute.value()));
        put(headers, "X-RouteReason", outcome.map(row -> row.routeReason).orElse(defaultRoute.reason()));
        put(headers, "X-ConversationId", conversation.id);
        Map<String, String> configured = json.strings(conversation.byeHeaders);
        if (!configured.isEmpty()) {
            Map<String, String> values = values(conversation, outcome);
            configured.forEach((name, template) -> {
                if (isCustom(name)
                        && headers.size() < MAX_HEADERS
                        && headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                    put(headers, name, render(template, values));
                }
            });
        }
        return headers;
    }

    private Map<String, String> values(ConversationRow conversation, Optional<OutcomeRow> outcome) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        entities.createQuery("from VariableRow v where v.conversationId = :id", VariableRow.class)
                .setParameter("id", conversation.id)
                .getResultList()
                .forEach(variable -> values.put(variable.name, variable.content));
        values.put("conversation_id", conversation.id);
        values.put("correlation", conversation.correlation);
        outcome.ifPresent(row -> {
            values.putAll(json.strings(row.variables));
            values.put("outcome", row.outcome);
            values.put("summary", row.summary);
            values.put("intent", row.intent);
            values.put("callback_at", row.callbackAt);
            values.put("dnc", row.dnc ? "yes" : "no");
            values.put("consent", row.consent);
        });
        return values;
    }

    private static String render(String template, Map<String, String> values) {
        StringBuilder text = new StringBuilder(template.length());
        int at = 0;
        while (true) {
            int open = template.indexOf("{{", at);
            int close = open < 0 ? -1 : template.indexOf("}}", open);
            if (close < 0) {
                return text.append(template, at, template.length()).toString();
            }
            text.append(template, at, open)
                    .append(values.getOrDefault(
                            template.substring(open + 2, close).strip(), ""));
            at = close + 2;
        }
    }

    private static void put(Map<String, String> headers, String name, String value) {
        headers.put(
                name,
                SipVariables.cut(Text.line(value, 1024), MAX_LINE_BYTES - name.length())
                        .strip());
    }

    private static boolean isCustom(String name) {
        return name.length() > 2
                && name.length() <= 64
                && name.regionMatches(true, 0, "X-", 0, 2)
                && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }
}
