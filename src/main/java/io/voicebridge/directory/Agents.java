package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The agents of the tenants: a draft that is edited, and versions that were published and never change. Calls are
 * answered by the published version. Bean {@code agents}. Thread-safe.
 */
public final class Agents {

    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);
    static final String DEFAULT_PROVIDER = "embedded";
    private static final int MAX_PREPARED = 200;
    private static final int MAX_SETTINGS = 20_000;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final AgentTrial trial;
    private final BiPredicate<String, String> hasSecret;
    private final Runnable changed;

    /**
     * @param hasSecret whether a tenant has a secret of a name
     * @param changed run after each change of what calls are answered with
     */
    public Agents(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            AgentTrial trial,
            BiPredicate<String, String> hasSecret,
            Runnable changed) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.trial = trial;
        this.hasSecret = hasSecret;
        this.changed = changed;
    }

    /** @throws Problem 409 agent_exists */
    public Agent create(String tenantId, String actor, JsonNode body) {
        return transactions.execute(status -> {
            AgentRow row = new AgentRow();
            row.id = ids.next("ag");
            row.tenantId = tenantId;
            row.name = body.path("name").asText();
            row.provider = body.path("provider").asText(DEFAULT_PROVIDER);
            row.voice = body.path("voice").asText("");
            row.prompt = body.path("prompt").asText("");
            row.dialogue = body.path("dialogue").asText("");
            row.settings = settings(body, "{}");
            row.draftChanged = true;
            row.createdAt = clock.instant();
            row.updatedAt = row.createdAt;
            Constraints.persist(entities, row, () -> taken(row.name));
            audit.add(tenantId, actor, "agent.create", row.id, row.name);
            return view(row);
        });
    }

    public Page<Agent> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select a from AgentRow a where a.tenantId = :tenant and a.id > :after order by a.id",
                                AgentRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                this::view));
    }

    /** @throws Problem 404 */
    public Agent get(String tenantId, String id) {
        return transactions.execute(status -> view(row(tenantId, id)));
    }

    /** Empty if the tenant has none of the name. */
    public Optional<Agent> named(String tenantId, String name) {
        return transactions.execute(status -> entities.createQuery(
                        "select a from AgentRow a where a.tenantId = :tenant and a.name = :name", AgentRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .map(this::view));
    }

    /** Edits the draft. @throws Problem 404, 409 agent_exists, 412 */
    public Agent patch(String tenantId, String actor, String id, String ifMatch, JsonNode body) {
        return transactions.execute(status -> {
            AgentRow row = row(tenantId, id);
            Preconditions.check(ifMatch, row.version);
            AgentDraft before = row.draft();
            row.name = body.path("name").asText(row.name);
            row.provider = body.path("provider").asText(row.provider);
            row.voice = body.path("voice").asText(row.voice);
            row.prompt = body.path("prompt").asText(row.prompt);
            row.dialogue = body.path("dialogue").asText(row.dialogue);
            row.settings = settings(body, row.settings);
            if (!before.equals(row.draft())) {
                row.draftChanged = true;
                row.updatedAt = clock.instant();
            }
            Constraints.flush(entities, () -> taken(row.name));
            audit.add(tenantId, actor, "agent.update", id, String.join(",", fields(body)));
            return view(row);
        });
    }

    /**
     * Makes the draft the version that answers calls. A draft that was not changed is not published twice.
     *
     * @param body {@code live}; if false the draft becomes a version that no call gets but those of a number on which it
     *     is tried
     * @throws Problem 404, 412 if the draft was changed meanwhile, 422 bad_prompt if no call could be served with it
     */
    public Agent publish(String tenantId, String actor, String id, JsonNode body) {
        boolean live = body == null || body.path("live").asBoolean(true);
        Agent tried = get(tenantId, id);
        // Outside of a transaction: it may render the agent's prompts
        AgentDraft draft = draft(tried);
        draft.keySecret().filter(name -> !hasSecret.test(tenantId, name)).ifPresent(name -> {
            String detail = "The tenant has no secret '" + name + "', which the settings name.";
            throw new Problem(422, "no_secret", detail, List.of(new Problem.Fault("/settings/key_secret", detail)));
        });
        prepare(draft, tried);
        Agent published = transactions.execute(status -> {
            AgentRow row = row(tenantId, id);
            Preconditions.check('"' + Integer.toString(tried.revision()) + '"', row.version);
            if (row.draftChanged || row.latestVersion == 0) {
                addVersion(row, actor);
            }
            row.publishedVersion = live ? Integer.valueOf(row.latestVersion) : row.publishedVersion;
            entities.flush();
            audit.add(tenantId, actor, live ? "agent.publish" : "agent.version", id, "version " + row.latestVersion);
            return view(row);
        });
        changed.run();
        return published;
    }

    private void prepare(AgentDraft draft, Agent tried) {
        if (draft.prompt().isBlank()
                && draft.dialogue().isBlank()
                && draft.settings().equals("{}")) {
            throw badPrompt("The agent has neither a prompt nor a dialogue.", "/prompt");
        }
        try {
            trial.prepare(draft, tried.latestVersion() + 1);
        } catch (IllegalArgumentException e) {
            throw badPrompt(e.getMessage(), draft.dialogue().isBlank() ? "/prompt" : "/dialogue");
        }
    }

    private static Problem badPrompt(String detail, String pointer) {
        return new Problem(422, "bad_prompt", detail, List.of(new Problem.Fault(pointer, detail)));
    }

    private void addVersion(AgentRow row, String actor) {
        row.latestVersion++;
        row.draftChanged = false;
        row.updatedAt = clock.instant();
        AgentVersionRow version = new AgentVersionRow();
        version.id = ids.next("av");
        version.tenantId = row.tenantId;
        version.agentId = row.id;
        version.number = row.latestVersion;
        version.provider = row.provider;
        version.voice = row.voice;
        version.prompt = row.prompt;
        version.dialogue = row.dialogue;
        version.settings = row.settings;
        version.publishedAt = clock.instant();
        version.publishedBy = actor;
        entities.persist(version);
    }

    /**
     * Lets an earlier version answer calls again, and ends all trials of others. The draft stays as it is.
     *
     * @param body {@code version}; the one before the published one without it
     * @throws Problem 404, 409 not_published if there is no such version
     */
    public Agent rollback(String tenantId, String actor, String id, JsonNode body) {
        Agent rolled = transactions.execute(status -> {
            AgentRow row = row(tenantId, id);
            int published = Optional.ofNullable(row.publishedVersion).orElse(0);
            int wanted = body == null || !body.has("version")
                    ? versionBefore(id, published)
                    : body.path("version").asInt();
            if (published == 0 || !hasVersion(id, wanted)) {
                throw new Problem(
                        409,
                        "not_published",
                        published == 0
                                ? "No version of " + row.name + " was published yet."
                                : "There is no version " + wanted + " of " + row.name + " to go back to.");
            }
            row.publishedVersion = wanted;
            row.draftChanged = true;
            row.updatedAt = clock.instant();
            endTrials(id);
            entities.flush();
            audit.add(tenantId, actor, "agent.rollback", id, "version " + wanted);
            return view(row);
        });
        changed.run();
        return rolled;
    }

    private void endTrials(String agentId) {
        entities.createQuery(
                        "select n from PhoneNumberRow n where n.agentId = :agent and n.trialVersion is not null",
                        PhoneNumberRow.class)
                .setParameter("agent", agentId)
                .getResultList()
                .forEach(PhoneNumberRow::endTrial);
    }

    /** 0 if there is none; an import can bring some of them only. */
    private int versionBefore(String agentId, int number) {
        return Optional.ofNullable(entities.createQuery(
                                "select max(v.number) from AgentVersionRow v where v.agentId = :agent and v.number < :number",
                                Integer.class)
                        .setParameter("agent", agentId)
                        .setParameter("number", number)
                        .getSingleResult())
                .orElse(0);
    }

    private boolean hasVersion(String agentId, int number) {
        return !entities.createQuery(
                        "select v.id from AgentVersionRow v where v.agentId = :agent and v.number = :number",
                        String.class)
                .setParameter("agent", agentId)
                .setParameter("number", number)
                .getResultList()
                .isEmpty();
    }

    /** The settings of a published version; empty if there is no such agent or version. */
    public Optional<String> settings(String tenantId, String id, int number) {
        return transactions.execute(status -> entities.createQuery(
                        "select v.settings from AgentVersionRow v where v.tenantId = :tenant and v.agentId = :agent"
                                + " and v.number = :number",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("agent", id)
                .setParameter("number", number)
                .getResultStream()
                .findFirst());
    }

    /** Newest first. @throws Problem 404 */
    public Page<Agent.Version> versions(String tenantId, String id, String cursor, Integer limit) {
        int size = Page.limit(limit);
        String after = Page.after(cursor);
        int below = after.matches("[0-9]{1,9}") ? Integer.parseInt(after) : Integer.MAX_VALUE;
        return transactions.execute(status -> {
            AgentRow agent = row(tenantId, id);
            List<AgentVersionRow> rows = entities.createQuery(
                            "select v from AgentVersionRow v where v.agentId = :agent and v.number < :below"
                                    + " order by v.number desc",
                            AgentVersionRow.class)
                    .setParameter("agent", agent.id)
                    .setParameter("below", below)
                    .setMaxResults(size + 1)
                    .getResultList();
            return Page.of(rows, size, row -> Integer.toString(row.number), row -> version(row, agent));
        });
    }

    /** Renders the draft. @throws Problem 404 */
    public AgentTrial.Preview preview(String tenantId, String id, JsonNode body) {
        Agent agent = get(tenantId, id);
        Map<String, String> variables = new LinkedHashMap<>();
        body.path("variables")
                .fields()
                .forEachRemaining(
                        entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return trial.preview(draft(agent), variables);
    }

    private static AgentDraft draft(Agent agent) {
        return new AgentDraft(
                agent.name(), agent.provider(), agent.voice(), agent.prompt(), agent.dialogue(), agent.settings());
    }

    private static String settings(JsonNode body, String otherwise) {
        String settings =
                body.path("settings").isObject() ? body.path("settings").toString() : otherwise;
        if (settings.length() > MAX_SETTINGS) {
            String detail = "The settings have more than " + MAX_SETTINGS + " characters.";
            throw new Problem(422, "invalid_request", detail, List.of(new Problem.Fault("/settings", detail)));
        }
        return settings;
    }

    /** Makes all agents that answer calls ready, so that the first call does not wait. May take seconds. */
    public void prepareLive() {
        for (Tuple row : live()) {
            AgentVersionRow live = row.get("version", AgentVersionRow.class);
            String name = row.get("name", String.class);
            try {
                trial.prepare(
                        new AgentDraft(name, live.provider, live.voice, live.prompt, live.dialogue, live.settings),
                        live.number);
            } catch (IllegalArgumentException e) {
                LOG.warn("Version {} of the agent {} cannot serve calls: {}", live.number, name, e.getMessage());
            }
        }
    }

    private List<Tuple> live() {
        return transactions.execute(status -> entities.createQuery("""
                        select v as version, a.name as name from AgentVersionRow v join AgentRow a on a.id = v.agentId
                        where exists (select n.id from PhoneNumberRow n where n.agentId = a.id
                        and (v.number = a.publishedVersion or v.number = n.trialVersion))
                        """, Tuple.class)
                .setMaxResults(MAX_PREPARED)
                .getResultList());
    }

    private AgentRow row(String tenantId, String id) {
        return OwnRows.find(entities, AgentRow.class, tenantId, id)
                .orElseThrow(() -> new Problem(404, "not_found", "There is no agent " + id + '.'));
    }

    private static List<String> fields(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Problem taken(String name) {
        return new Problem(409, "agent_exists", "There is an agent named '" + name + "' already.");
    }

    private Agent view(AgentRow row) {
        return new Agent(
                row.id,
                row.name,
                row.provider,
                row.voice,
                row.prompt,
                row.dialogue,
                row.settings,
                row.draftChanged,
                row.publishedVersion,
                row.latestVersion,
                trial.references(row.draft()),
                row.createdAt,
                row.updatedAt,
                row.version);
    }

    private static Agent.Version version(AgentVersionRow row, AgentRow agent) {
        return new Agent.Version(
                row.number,
                Objects.equals(row.number, agent.publishedVersion),
                row.provider,
                row.voice,
                row.prompt,
                row.dialogue,
                row.settings,
                row.publishedAt,
                row.publishedBy);
    }
}
