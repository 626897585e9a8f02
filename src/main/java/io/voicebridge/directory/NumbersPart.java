package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's phone numbers in a bundle: with the name of their agent, without the password of their trunk. */
final class NumbersPart implements BundlePart {

    private static final List<String> FIELDS = List.of(
            "kind",
            "name",
            "terminal_uri",
            "trunk_username",
            "srtp",
            "header_map",
            "bye_headers",
            "default_route",
            "consent_variables",
            "sensitive_variables",
            "sensitive_shapes",
            "agent_trial");

    private final EntityManager entities;
    private final PhoneNumbers numbers;
    private final ObjectMapper json;

    NumbersPart(EntityManager entities, PhoneNumbers numbers, ObjectMapper json) {
        this.entities = entities;
        this.numbers = numbers;
        this.json = json;
    }

    @Override
    public String name() {
        return "phone_numbers";
    }

    @Override
    public JsonNode export(String tenantId) {
        Map<String, String> agents = agents(tenantId, true);
        ArrayNode list = json.createArrayNode();
        for (PhoneNumber number : numbers.all(tenantId)) {
            ObjectNode shown = json.valueToTree(number);
            ObjectNode node = list.addObject().put("number", number.number());
            FIELDS.forEach(field -> node.set(field, shown.get(field)));
            node.put("agent", number.agentId() == null ? null : agents.get(number.agentId()));
        }
        return list;
    }

    @Override
    public void apply(BundleRun run, JsonNode part) {
        Map<String, String> agents = agents(run.tenantId(), false);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < part.size(); i++) {
            apply(run.at("/" + i), part.get(i), agents, seen);
        }
    }

    private void apply(BundleRun run, JsonNode entry, Map<String, String> agents, Set<String> seen) {
        String entered = entry.path("number").asText();
        Optional<String> key = numbers.key(entered);
        if (key.isEmpty()) {
            run.fault("/number", "'" + entered + "' is not a number: digits, with + before an international one");
            return;
        }
        if (!seen.add(key.get())) {
            run.fault("/number", "stands twice in the bundle");
            return;
        }
        ObjectNode body = ((ObjectNode) entry).deepCopy();
        JsonNode agent = body.remove("agent");
        if (agent != null) {
            String id = agent.isNull() ? null : agents.get(agent.asText());
            if (id == null && !agent.isNull()) {
                run.fault("/agent", "there is no agent named '" + agent.asText() + "', here or in the bundle");
                return;
            }
            body.put("agent_id", id);
        }
        if (body.hasNonNull("agent_trial") && !translate(run, body, agents)) {
            return;
        }
        try {
            Optional<PhoneNumberRow> taken = row(key.get());
            if (taken.isEmpty()) {
                PhoneNumber made = numbers.create(run.tenantId(), run.actor(), body);
                run.change("phone-number", made.number(), "create", "");
                notePassword(run, made);
            } else if (taken.get().tenantId.equals(run.tenantId())) {
                update(run, numbers.get(run.tenantId(), taken.get().id), body);
            } else {
                run.fault("/number", "is registered already");
            }
        } catch (Problem e) {
            run.fault(e);
        }
    }

    /** The bundle's number of the version on trial to the one that it has here. @return false if it has none */
    private boolean translate(BundleRun run, ObjectNode body, Map<String, String> agents) {
        ObjectNode trial = (ObjectNode) body.get("agent_trial");
        int inBundle = trial.path("version").asInt();
        String id = body.path("agent_id").asText();
        Optional<String> agent = agents.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
        if (agent.isEmpty()) {
            run.fault("/agent_trial", "needs the agent whose version it is");
            return false;
        }
        Optional<Integer> here = run.version(agent.get(), inBundle);
        if (here.isEmpty()) {
            run.fault("/agent_trial/version", "is none of the versions of " + agent.get());
            return false;
        }
        if (here.get() == 0) {
            run.note("The agent " + agent.get()
                    + " has another history here than in the bundle: the trial of its version " + inBundle + " on "
                    + body.path("number").asText() + " is left out.");
            body.remove("agent_trial");
        } else {
            trial.put("version", here.get());
        }
        return true;
    }

    private void update(BundleRun run, PhoneNumber number, ObjectNode body) {
        JsonNode now = json.valueToTree(number);
        if (body.hasNonNull("kind") && !body.get("kind").equals(now.get("kind"))) {
            run.fault("/kind", "is " + number.kind() + " here, and cannot be changed: delete the number first");
            return;
        }
        body.remove(List.of("number", "kind"));
        if (body.has("default_route")) {
            body.set(
                    "default_route",
                    json.valueToTree(json.convertValue(body.get("default_route"), DefaultRoute.class)));
        }
        List<String> changed = new ArrayList<>();
        body.fields().forEachRemaining(field -> {
            if (!field.getValue().equals(now.path(field.getKey()))) {
                changed.add(field.getKey());
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        PhoneNumber patched = numbers.patch(run.tenantId(), run.actor(), number.id(), "*", body);
        run.change("phone-number", number.number(), "update", String.join(", ", changed));
        notePassword(run, patched);
    }

    private static void notePassword(BundleRun run, PhoneNumber number) {
        if (number.trunkUsername() != null && !number.trunkPasswordSet()) {
            run.note("The trunk of " + number.number()
                    + " has a user name and no password, which no bundle holds: set it with PATCH /phone-numbers/"
                    + number.id() + '.');
        }
    }

    private Optional<PhoneNumberRow> row(String key) {
        return entities.createQuery("select n from PhoneNumberRow n where n.numberKey = :key", PhoneNumberRow.class)
                .setParameter("key", key)
                .getResultStream()
                .findFirst();
    }

    private Map<String, String> agents(String tenantId, boolean byId) {
        Map<String, String> agents = new HashMap<>();
        entities.createQuery("select a.id, a.name from AgentRow a where a.tenantId = :tenant", Object[].class)
                .setParameter("tenant", tenantId)
                .getResultStream()
                .forEach(row -> agents.put((String) row[byId ? 0 : 1], (String) row[byId ? 1 : 0]));
        return agents;
    }
}
