package io.voicebridge.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A tenant's agents in a bundle: the draft, what was published, and which of it answers calls. A version never changes. So
 * where the history of an agent differs from the bundle's, only what answers calls is taken over, as a new version unless
 * it is there under another number.
 */
final class AgentsPart implements BundlePart {

    /** Of an agent, besides the one that answers calls. */
    private static final int MAX_VERSIONS = 50;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String NO_SETTINGS = "{}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntityManager entities;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;

    AgentsPart(EntityManager entities, Clock clock, Ids ids, Audit audit) {
        this.entities = entities;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "agents";
    }

    @Override
    public JsonNode export(String tenantId) {
        ArrayNode agents = NODES.arrayNode();
        List<AgentRow> rows = entities.createQuery(
                        "select a from AgentRow a where a.tenantId = :tenant order by a.name", AgentRow.class)
                .setParameter("tenant", tenantId)
                .getResultList();
        Map<String, List<AgentVersionRow>> versions = entities.createQuery(
                        "select v from AgentVersionRow v join AgentRow a on a.id = v.agentId"
                                + " where a.tenantId = :tenant and (v.number > a.latestVersion - :max"
                                + " or v.number = a.publishedVersion or exists (select n.id from PhoneNumberRow n"
                                + " where n.agentId = a.id and n.trialVersion = v.number)) order by v.number",
                        AgentVersionRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("max", MAX_VERSIONS)
                .getResultStream()
                .collect(Collectors.groupingBy(version -> version.agentId));
        for (AgentRow row : rows) {
            ObjectNode agent = agents.addObject().put("name", row.name);
            put(agent, row.draft());
            agent.put("published_version", row.publishedVersion);
            ArrayNode published = agent.putArray("versions");
            for (AgentVersionRow version : versions.getOrDefault(row.id, List.of())) {
                put(published.addObject().put("version", version.number), draft(version))
                        .put("published_at", version.publishedAt.toString())
                        .put("published_by", version.publishedBy);
            }
        }
        return agents;
    }

    private static ObjectNode put(ObjectNode node, AgentDraft draft) {
        node.put("provider", draft.provider())
                .put("voice", draft.voice())
                .put("prompt", draft.prompt())
                .put("dialogue", draft.dialogue());
        if (!draft.settings().equals(NO_SETTINGS)) {
            node.set("settings", settings(draft.settings()));
        }
        return node;
    }

    private static JsonNode settings(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An agent's row has bad JSON", e);
        }
    }

    @Override
    public void apply(BundleRun run, JsonNode part) {
        Map<String, AgentRow> present = entities.createQuery(
                        "select a from AgentRow a where a.tenantId = :tenant", AgentRow.class)
                .setParameter("tenant", run.tenantId())
                .getResultStream()
                .collect(Collectors.toMap(row -> row.name, Function.identity()));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < part.size(); i++) {
            BundleRun here = run.at("/" + i);
            JsonNode agent = part.get(i);
            String name = agent.path("name").asText();
            if (!seen.add(name)) {
                here.fault("/name", "stands twice in the bundle");
                continue;
            }
            Optional<Map<Integer, JsonNode>> versions = versions(here, agent);
            if (versions.isPresent()) {
                AgentRow row = present.get(name);
                apply(here, agent, versions.get(), row == null ? create(here, agent) : update(here, row, agent));
            }
        }
    }

    /** Empty if there is a fault in them. */
    private static Optional<Map<Integer, JsonNode>> versions(BundleRun run, JsonNode agent) {
        Map<Integer, JsonNode> versions = new TreeMap<>();
        JsonNode list = agent.path("versions");
        for (int i = 0; i < list.size(); i++) {
            if (versions.put(list.get(i).path("version").asInt(), list.get(i)) != null) {
                run.fault("/versions/" + i + "/version", "stands twice");
                return Optional.empty();
            }
        }
        JsonNode published = agent.path("published_version");
        if (published.isInt() && !versions.containsKey(published.asInt())) {
            run.fault("/published_version", "is none of the versions");
            return Optional.empty();
        }
        return Optional.of(versions);
    }

    private AgentRow create(BundleRun run, JsonNode agent) {
        AgentRow row = new AgentRow();
        row.id = ids.next("ag");
        row.tenantId = run.tenantId();
        row.name = agent.path("name").asText();
        set(row, draft(row.name, agent));
        row.draftChanged = true;
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        entities.persist(row);
        audit.add(run.tenantId(), run.actor(), "agent.create", row.id, row.name);
        run.change("agent", row.name, "create", "");
        return row;
    }

    private AgentRow update(BundleRun run, AgentRow row, JsonNode agent) {
        AgentDraft draft = draft(row.name, agent);
        if (!row.draft().equals(draft)) {
            set(row, draft);
            row.draftChanged = true;
            row.updatedAt = clock.instant();
            audit.add(run.tenantId(), run.actor(), "agent.update", row.id, "draft");
            run.change("agent", row.name, "update", "draft");
        }
        return row;
    }

    private static void set(AgentRow row, AgentDraft draft) {
        row.provider = draft.provider();
        row.voice = draft.voice();
        row.prompt = draft.prompt();
        row.dialogue = draft.dialogue();
        row.settings = draft.settings();
    }

    private void apply(BundleRun run, JsonNode agent, Map<Integer, JsonNode> versions, AgentRow row) {
        Map<Integer, AgentDraft> known = new TreeMap<>();
        entities.createQuery("select v from AgentVersionRow v where v.agentId = :agent", AgentVersionRow.class)
                .setParameter("agent", row.id)
                .getResultStream()
                .forEach(version -> known.put(version.number, draft(version)));
        boolean sameHistory = versions.entrySet().stream()
                .allMatch(version -> Optional.ofNullable(known.get(version.getKey()))
                        .map(draft -> draft.equals(draft("", version.getValue())))
                        .orElse(true));
        if (sameHistory) {
            versions.forEach((number, version) -> {
                if (!known.containsKey(number)) {
                    add(run, row, number, version);
                    known.put(number, draft("", version));
                }
            });
        }
        JsonNode published = agent.path("published_version");
        if (published.isInt()) {
            int wanted =
                    sameHistory ? published.asInt() : counterpart(run, row, known, versions.get(published.asInt()));
            publish(run, row, wanted, draft(row.name, versions.get(published.asInt())));
        }
        run.versions(row.name, here(versions, known));
        boolean changed = row.latestVersion == 0
                || !draft("", row.draft()).equals(known.get(row.latestVersion))
                || row.publishedVersion == null
                || row.publishedVersion != row.latestVersion;
        if (row.draftChanged != changed) {
            row.draftChanged = changed;
        }
    }

    /** Of each version of the bundle the number that its like has here: its own, or the last one; 0 for none. */
    private static Map<Integer, Integer> here(Map<Integer, JsonNode> versions, Map<Integer, AgentDraft> known) {
        Map<Integer, Integer> here = new TreeMap<>();
        versions.forEach((number, version) -> {
            AgentDraft wanted = draft("", version);
            here.put(number, 0);
            known.forEach((knownAs, draft) -> {
                if (draft.equals(wanted) && !number.equals(here.get(number))) {
                    here.put(number, knownAs);
                }
            });
        });
        return here;
    }

    /** The number under which the agent has the version, which is added if it is not there. */
    private int counterpart(BundleRun run, AgentRow row, Map<Integer, AgentDraft> known, JsonNode version) {
        AgentDraft wanted = draft("", version);
        Optional<Integer> there = known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later);
        if (there.isPresent()) {
            return there.get();
        }
        run.note(
                "The agent " + row.name + " has another history here than in the bundle: what answers calls is added as"
                        + " a new version, the rest of the history is left out.");
        int number = row.latestVersion + 1;
        add(run, row, number, version);
        known.put(number, wanted);
        return number;
    }

    private void add(BundleRun run, AgentRow row, int number, JsonNode version) {
        AgentVersionRow added = new AgentVersionRow();
        added.id = ids.next("av");
        added.tenantId = row.tenantId;
        added.agentId = row.id;
        added.number = number;
        AgentDraft draft = draft("", version);
        added.provider = draft.provider();
        added.voice = draft.voice();
        added.prompt = draft.prompt();
        added.dialogue = draft.dialogue();
        added.settings = draft.settings();
        added.publishedAt = version.hasNonNull("published_at")
                ? Instant.parse(version.get("published_at").asText())
                : clock.instant();
        added.publishedBy = version.path("published_by").asText(run.actor());
        entities.persist(added);
        row.latestVersion = Math.max(row.latestVersion, number);
        run.change("agent-version", row.name + ' ' + number, "create", "");
    }

    private void publish(BundleRun run, AgentRow row, int version, AgentDraft draft) {
        if (row.publishedVersion != null && row.publishedVersion == version) {
            return;
        }
        row.publishedVersion = version;
        row.updatedAt = clock.instant();
        audit.add(run.tenantId(), run.actor(), "agent.publish", row.id, "version " + version);
        run.change("agent", row.name, "publish", "version " + version);
        run.tryOut(draft, version, "/published_version");
    }

    private static AgentDraft draft(AgentVersionRow version) {
        return new AgentDraft("", version.provider, version.voice, version.prompt, version.dialogue, version.settings);
    }

    private static AgentDraft draft(String name, AgentDraft draft) {
        return new AgentDraft(
                name, draft.provider(), draft.voice(), draft.prompt(), draft.dialogue(), draft.settings());
    }

    private static AgentDraft draft(String name, JsonNode node) {
        return new AgentDraft(
                name,
                node.path("provider").asText(Agents.DEFAULT_PROVIDER),
                node.path("voice").asText(""),
                node.path("prompt").asText(""),
                node.path("dialogue").asText(""),
                node.path("settings").isObject() ? node.path("settings").toString() : NO_SETTINGS);
    }
}
