package io.voicebridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.directory.BundlePart;
import io.voicebridge.directory.BundleRun;
import io.voicebridge.directory.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tenant's webhooks in a bundle, told apart by their URL, without their secrets. Thread-safe. */
public final class WebhooksPart implements BundlePart {

    private static final List<String> FIELDS = List.of("url", "description", "events", "enabled");

    /** More than a tenant can have. */
    private static final int ALL = 200;

    private final Webhooks webhooks;
    private final ObjectMapper json;

    WebhooksPart(Webhooks webhooks, ObjectMapper json) {
        this.webhooks = webhooks;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public JsonNode export(String tenantId) {
        ArrayNode list = json.createArrayNode();
        for (Webhook webhook : webhooks.list(tenantId, null, ALL).items()) {
            JsonNode shown = json.valueToTree(webhook);
            ObjectNode node = list.addObject();
            FIELDS.forEach(field -> node.set(field, shown.get(field)));
        }
        return list;
    }

    @Override
    public void apply(BundleRun run, JsonNode part) {
        Map<String, Webhook> present = new HashMap<>();
        webhooks.list(run.tenantId(), null, ALL)
                .items()
                .forEach(webhook -> present.putIfAbsent(webhook.url(), webhook));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < part.size(); i++) {
            JsonNode entry = part.get(i);
            BundleRun here = run.at("/" + i);
            String url = entry.path("url").asText();
            if (!seen.add(url)) {
                here.fault("/url", "stands twice in the bundle");
                continue;
            }
            try {
                apply(here, present.get(url), entry);
            } catch (Problem e) {
                here.fault(e);
            }
        }
    }

    private void apply(BundleRun run, Webhook now, JsonNode entry) {
        if (now == null) {
            Webhook made = webhooks.create(run.tenantId(), run.actor(), entry).webhook();
            run.change("webhook", Webhooks.hostOf(made.url()), "create", "");
            run.note(
                    "The webhook to " + Webhooks.hostOf(made.url()) + " signs with a secret of its own, which no bundle"
                            + " holds: POST /webhooks/{id}/secret/rotate shows a new one.");
            return;
        }
        JsonNode shown = json.valueToTree(now);
        List<String> changed = new ArrayList<>();
        FIELDS.forEach(field -> {
            if (entry.has(field) && !entry.get(field).equals(shown.get(field))) {
                changed.add(field);
            }
        });
        if (!changed.isEmpty()) {
            webhooks.patch(run.tenantId(), run.actor(), now.id(), "*", entry);
            run.change("webhook", Webhooks.hostOf(now.url()), "update", String.join(", ", changed));
        }
    }
}
