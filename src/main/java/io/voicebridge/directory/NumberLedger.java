package io.voicebridge.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads from the database what a called number leads to: one query for a call. Thread-safe. */
final class NumberLedger {

    private static final int MAX_NEIGHBOURS = 20_000;
    private static final String LOOK_UP = """
            select n as number, t as tenant, a as agent, v as version, c as tried
            from PhoneNumberRow n
            join TenantRow t on t.id = n.tenantId
            left join AgentRow a on a.id = n.agentId
            left join AgentVersionRow v on v.agentId = a.id and v.number = a.publishedVersion
            left join AgentVersionRow c on c.agentId = a.id and c.number = n.trialVersion
            where\s""";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** A registered number, to be compared with one that is not. */
    record Neighbour(String tenantId, String number, String key) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final ObjectMapper json;

    NumberLedger(EntityManager entities, TransactionTemplate transactions, ObjectMapper json) {
        this.entities = entities;
        this.transactions = transactions;
        this.json = json;
    }

    /** Empty if the number is not registered. */
    Optional<Lookup> find(NumberKey key) {
        return find("n.numberKey = :key", Map.of("key", key.text()));
    }

    /** The number that has the token of this hash, or had it before and still counts it; empty if the token is nobody's. */
    Optional<Lookup> findByToken(String hash, Instant now) {
        return find("n.callTokenHash = :hash", Map.of("hash", hash))
                .or(() -> find(
                        "n.previousCallTokenHash = :hash and n.previousCallTokenUntil > :now",
                        Map.of("hash", hash, "now", now)));
    }

    private Optional<Lookup> find(String condition, Map<String, ?> parameters) {
        return transactions.execute(status -> {
            TypedQuery<Tuple> query = entities.createQuery(LOOK_UP + condition, Tuple.class);
            parameters.forEach(query::setParameter);
            return query.getResultStream().findFirst().map(this::lookup);
        });
    }

    /**
     * One agent at a number of its tenant: one that it answers, if there is one.
     *
     * @param draft whether its draft is to answer, as version 0
     * @throws Problem 404, 409 {@code not_published} or {@code number_needed}
     */
    Lookup.Found rehearsed(String tenantId, String agentId, boolean draft) {
        return transactions.execute(status -> {
            AgentRow agent = OwnRows.find(entities, AgentRow.class, tenantId, agentId)
                    .orElseThrow(() -> new Problem(404, "not_found", "There is no agent " + agentId + '.'));
            AgentVersionRow version = draft ? draftOf(agent) : published(agent);
            PhoneNumberRow number = entities.createQuery(
                            "from PhoneNumberRow n where n.tenantId = :tenant"
                                    + " order by case when n.agentId = :agent then 0 else 1 end, n.id",
                            PhoneNumberRow.class)
                    .setParameter("tenant", tenantId)
                    .setParameter("agent", agentId)
                    .setMaxResults(1)
                    .getResultStream()
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            409, "number_needed", "There is no phone number yet that could be called: add one."));
            return found(number, entities.find(TenantRow.class, tenantId), agent, version, Optional.empty());
        });
    }

    private static AgentVersionRow draftOf(AgentRow agent) {
        AgentVersionRow version = new AgentVersionRow();
        version.number = 0;
        version.provider = agent.provider;
        version.prompt = agent.prompt;
        version.voice = agent.voice;
        version.dialogue = agent.dialogue;
        version.settings = agent.settings;
        return version;
    }

    private AgentVersionRow published(AgentRow agent) {
        return entities.createQuery(
                        "from AgentVersionRow v where v.agentId = :agent and v.number = :number", AgentVersionRow.class)
                .setParameter("agent", agent.id)
                .setParameter("number", agent.publishedVersion)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> new Problem(
                        409, "not_published", "The agent " + agent.name + " is not published: call its draft."));
    }

    List<Neighbour> neighbours() {
        return transactions.execute(status -> entities.createQuery(
                        "select n.tenantId as tenant, n.number as number, n.numberKey as key from PhoneNumberRow n",
                        Tuple.class)
                .setMaxResults(MAX_NEIGHBOURS)
                .getResultStream()
                .map(row -> new Neighbour(
                        row.get("tenant", String.class), row.get("number", String.class), row.get("key", String.class)))
                .toList());
    }

    private Lookup lookup(Tuple row) {
        PhoneNumberRow number = row.get("number", PhoneNumberRow.class);
        TenantRow tenant = row.get("tenant", TenantRow.class);
        AgentRow agent = row.get("agent", AgentRow.class);
        AgentVersionRow version = row.get("version", AgentVersionRow.class);
        if (agent == null) {
            return unavailable(number, "number-without-agent", "Map an agent to " + number.number + '.');
        }
        if (version == null) {
            return unavailable(
                    number,
                    "agent-not-published",
                    "Publish the agent " + agent.name + ", which " + number.number + " is mapped to.");
        }
        AgentVersionRow tried = row.get("tried", AgentVersionRow.class);
        Optional<Lookup.Trial> trial = tried == null
                ? Optional.empty()
                : Optional.of(new Lookup.Trial(
                        new VersionTrial(tried.number, number.trialPercent),
                        found(number, tenant, agent, tried, Optional.empty())));
        return found(number, tenant, agent, version, trial);
    }

    private Lookup.Found found(
            PhoneNumberRow number,
            TenantRow tenant,
            AgentRow agent,
            AgentVersionRow version,
            Optional<Lookup.Trial> trial) {
        return new Lookup.Found(
                number.tenantId,
                number.id,
                number.number,
                agent.id,
                agent.name,
                version.number,
                version.provider,
                version.prompt,
                version.voice,
                version.dialogue,
                version.settings,
                tenant.maxCalls,
                tenant.maxCallsPerSecond,
                read(number.defaultRoute, DefaultRoute.class),
                texts(number.byeHeaders),
                headerMap(number.headerMap),
                number.srtp,
                VariableNames.list(number.consentVariables),
                VariableNames.list(number.sensitiveVariables),
                VariableNames.list(number.sensitiveShapes),
                trial);
    }

    private static Lookup unavailable(PhoneNumberRow number, String condition, String hint) {
        return new Lookup.Refused(number.tenantId, 480, condition, "No agent is available", hint);
    }

    /** As headers are compared: without regard to case and to the prefix that all of them have. */
    private Map<String, String> headerMap(String stored) {
        Map<String, String> map = new HashMap<>();
        texts(stored).forEach((header, variable) -> {
            String name = header.toLowerCase(Locale.ROOT);
            map.put(name.startsWith("x-") ? name.substring(2) : name, variable);
        });
        return Map.copyOf(map);
    }

    private Map<String, String> texts(String stored) {
        try {
            return Map.copyOf(json.readValue(stored, TEXTS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A phone number's row has bad JSON", e);
        }
    }

    private <T> T read(String stored, Class<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A phone number's row has bad JSON", e);
        }
    }
}
