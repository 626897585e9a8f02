package io.voicebridge.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The numbers that Five9 dials, each of one tenant in the whole deployment, and the agents that answer them. Bean
 * {@code phoneNumbers}. Thread-safe.
 */
public final class PhoneNumbers {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final SecretStore secrets;
    private final ObjectMapper json;
    private final CallLimits calls;
    private final OwnAddresses own;
    private final String region;
    private final Runnable changed;

    /**
     * @param region the country whose national numbers are meant
     * @param changed run after each change of what calls are answered with
     */
    public PhoneNumbers(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            SecretStore secrets,
            ObjectMapper json,
            CallLimits calls,
            OwnAddresses own,
            String region,
            Runnable changed) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.secrets = secrets;
        this.json = json;
        this.calls = calls;
        this.own = own;
        this.region = region;
        this.changed = changed;
    }

    /** @throws Problem 409 number_taken, 422 bad_number, terminal_uri_is_self or unknown_agent */
    public PhoneNumber create(String tenantId, String actor, JsonNode body) {
        PhoneNumber created = transactions.execute(status -> {
            PhoneNumberRow row = new PhoneNumberRow();
            row.id = ids.next("pn");
            row.tenantId = tenantId;
            number(row, body);
            row.name = "";
            row.terminalUri = "";
            row.srtp = "";
            row.headerMap = "{}";
            row.byeHeaders = "{}";
            row.defaultRoute = text(DefaultRoute.NONE);
            row.consentVariables = "";
            row.sensitiveVariables = "";
            row.sensitiveShapes = "";
            row.createdAt = clock.instant();
            apply(row, body);
            Constraints.persist(entities, row, () -> taken(row.number));
            audit.add(tenantId, actor, "phone-number.create", row.id, row.number);
            return view(row);
        });
        changed.run();
        return created;
    }

    public Page<PhoneNumber> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select n from PhoneNumberRow n where n.tenantId = :tenant and n.id > :after order by n.id",
                                PhoneNumberRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                this::view));
    }

    /** Of a tenant, by number. */
    List<PhoneNumber> all(String tenantId) {
        return transactions.execute(status -> entities.createQuery(
                        "select n from PhoneNumberRow n where n.tenantId = :tenant order by n.number",
                        PhoneNumberRow.class)
                .setParameter("tenant", tenantId)
                .getResultStream()
                .map(this::view)
                .toList());
    }

    /** What a number is compared by; empty if it is none. */
    Optional<String> key(String entered) {
        return NumberKey.of(entered, region).map(NumberKey::text);
    }

    /** @throws Problem 404 */
    public PhoneNumber get(String tenantId, String id) {
        return transactions.execute(status -> view(row(tenantId, id)));
    }

    /** The number itself cannot be changed. @throws Problem 404, 412, 422 */
    public PhoneNumber patch(String tenantId, String actor, String id, String ifMatch, JsonNode body) {
        PhoneNumber patched = transactions.execute(status -> {
            PhoneNumberRow row = row(tenantId, id);
            Preconditions.check(ifMatch, row.version);
            apply(row, body);
            entities.flush();
            audit.add(tenantId, actor, "phone-number.update", id, row.number);
            return view(row);
        });
        changed.run();
        return patched;
    }

    /** @throws Problem 404, 409 calls_in_progress */
    public void delete(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            PhoneNumberRow row = row(tenantId, id);
            int running = calls.onNumber(id);
            if (running > 0) {
                throw new Problem(
                        409,
                        "calls_in_progress",
                        running + " calls to " + row.number + " are up. Unmap its agent and wait for their end.");
            }
            entities.remove(row);
            audit.add(tenantId, actor, "phone-number.delete", id, row.number);
        });
        changed.run();
    }

    /** The user name and password of the number's trunk, for transfers out. */
    public Optional<TrunkLogin> trunkLogin(String tenantId, String id) {
        return transactions.execute(status -> {
            PhoneNumberRow row = row(tenantId, id);
            return row.trunkUsername == null || row.trunkPassword == null
                    ? Optional.empty()
                    : Optional.of(new TrunkLogin(row.trunkUsername, secrets.open(row.trunkPassword, owner(id))));
        });
    }

    /** Never logged: the password is left out of its text. */
    public record TrunkLogin(String username, String password) {
        @Override
        public String toString() {
            return "TrunkLogin[" + username + ']';
        }
    }

    private void number(PhoneNumberRow row, JsonNode body) {
        String entered = body.path("number").asText();
        NumberKey key = NumberKey.of(entered, region)
                .orElseThrow(() ->
                        badNumber("'" + entered + "' is not a number: digits, with + before an international one."));
        NumberKind kind =
                body.hasNonNull("kind") ? NumberKind.of(body.get("kind").asText()) : NumberKind.of(key);
        if (kind == NumberKind.E164 && !key.isE164()) {
            throw badNumber(
                    "'" + entered + "' is not a telephone number. For a number between systems use kind pseudo.");
        }
        row.kind = kind.text();
        row.numberKey = key.text();
        row.number = kind == NumberKind.E164 ? key.text() : entered.strip();
    }

    private void apply(PhoneNumberRow row, JsonNode body) {
        row.name = body.path("name").asText(row.name);
        if (body.has("terminal_uri")) {
            row.terminalUri = body.get("terminal_uri").isNull()
                    ? ""
                    : body.get("terminal_uri").asText().strip();
            checkTerminalUri(row.terminalUri);
        }
        if (body.has("trunk_username")) {
            row.trunkUsername = body.get("trunk_username").textValue();
        }
        if (body.has("trunk_password")) {
            String password = body.get("trunk_password").textValue();
            row.trunkPassword = password == null ? null : secrets.seal(password, owner(row.id));
        }
        if (body.has("srtp")) {
            row.srtp = body.get("srtp").asText("");
        }
        if (body.has("agent_id")) {
            String before = row.agentId;
            row.agentId = body.get("agent_id").textValue();
            checkAgent(row);
            if (!Objects.equals(before, row.agentId)) {
                row.endTrial();
            }
        }
        if (body.has("agent_trial")) {
            tryOut(row, body.get("agent_trial"));
        }
        row.headerMap = body.hasNonNull("header_map") ? body.get("header_map").toString() : row.headerMap;
        row.byeHeaders =
                body.hasNonNull("bye_headers") ? body.get("bye_headers").toString() : row.byeHeaders;
        row.defaultRoute = body.hasNonNull("default_route")
                ? text(read(body.get("default_route").toString(), DefaultRoute.class))
                : row.defaultRoute;
        row.consentVariables = VariableNames.changed(body, "consent_variables", row.consentVariables);
        row.sensitiveVariables = VariableNames.changed(body, "sensitive_variables", row.sensitiveVariables);
        row.sensitiveShapes = VariableNames.changed(body, "sensitive_shapes", row.sensitiveShapes);
        row.updatedAt = clock.instant();
    }

    private void checkTerminalUri(String uri) {
        if (own.contain(uri)) {
            throw unprocessable(
                    "terminal_uri_is_self",
                    "The terminal URI is this bridge itself. Enter the host that your carrier or trunk gave you for"
                            + " outgoing calls.",
                    "/terminal_uri");
        }
    }

    private void checkAgent(PhoneNumberRow row) {
        if (row.agentId == null) {
            return;
        }
        if (OwnRows.find(entities, AgentRow.class, row.tenantId, row.agentId).isEmpty()) {
            throw unprocessable("unknown_agent", "There is no agent " + row.agentId + '.', "/agent_id");
        }
    }

    private void tryOut(PhoneNumberRow row, JsonNode trial) {
        row.endTrial();
        if (trial.isNull()) {
            return;
        }
        int version = trial.path("version").asInt();
        boolean known = row.agentId != null
                && !entities.createQuery(
                                "select v.id from AgentVersionRow v where v.agentId = :agent and v.number = :number",
                                String.class)
                        .setParameter("agent", row.agentId)
                        .setParameter("number", version)
                        .getResultList()
                        .isEmpty();
        if (!known) {
            throw unprocessable(
                    "unknown_version",
                    row.agentId == null
                            ? "The number has no agent of which a version could be tried."
                            : "The agent has no version " + version + ". Publish its draft with \"live\": false first.",
                    "/agent_trial/version");
        }
        row.trialVersion = version;
        row.trialPercent = trial.path("percent").asInt();
    }

    private static Problem badNumber(String detail) {
        return unprocessable("bad_number", detail, "/number");
    }

    private static Problem unprocessable(String code, String detail, String pointer) {
        return new Problem(422, code, detail, List.of(new Problem.Fault(pointer, detail)));
    }

    private static Problem taken(String number) {
        return new Problem(409, "number_taken", "The number " + number + " is registered already.");
    }

    private PhoneNumberRow row(String tenantId, String id) {
        return OwnRows.find(entities, PhoneNumberRow.class, tenantId, id).orElseThrow(() -> unknown(id));
    }

    static Problem unknown(String id) {
        return new Problem(404, "not_found", "There is no phone number " + id + '.');
    }

    private PhoneNumber view(PhoneNumberRow row) {
        return new PhoneNumber(
                row.id,
                row.number,
                row.kind,
                row.name,
                row.terminalUri,
                row.trunkUsername,
                row.trunkPassword != null,
                row.callTokenHash != null,
                row.srtp.isEmpty() ? null : row.srtp,
                row.agentId,
                row.trial().orElse(null),
                texts(row.headerMap),
                texts(row.byeHeaders),
                read(row.defaultRoute, DefaultRoute.class),
                VariableNames.list(row.consentVariables),
                VariableNames.list(row.sensitiveVariables),
                VariableNames.list(row.sensitiveShapes),
                row.createdAt,
                row.updatedAt,
                row.version);
    }

    private Map<String, String> texts(String stored) {
        try {
            return json.readValue(stored, TEXTS);
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

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String owner(String id) {
        return "trunk:" + id;
    }
}
