package io.voicebridge.trunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Preconditions;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of trunks, and what was made of each. Thread-safe. */
final class TrunkStore {

    /** So many are looked at in a round. */
    private static final int MOST_WATCHED = 1_000;

    private static final int MOST_OF_A_TENANT = 20;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final ObjectMapper json;

    TrunkStore(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            ObjectMapper json) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.json = json;
    }

    /** What a run works on. @param appliedRevision null if none is at the provider whole */
    record Opened(Desired desired, int specRevision, Integer appliedRevision, Map<String, String> made) {}

    Trunk create(String tenantId, String actor, JsonNode body) {
        return transactions.execute(status -> {
            long present = entities.createQuery(
                            "select count(t) from TrunkRow t where t.tenantId = :tenant", Long.class)
                    .setParameter("tenant", tenantId)
                    .getSingleResult();
            if (present >= MOST_OF_A_TENANT) {
                throw new Problem(
                        409, "too_many_trunks", "There are " + present + " trunks already. Delete one first.");
            }
            TrunkRow row = new TrunkRow();
            row.id = ids.next("tr");
            row.tenantId = tenantId;
            row.provider = body.path("provider").asText();
            row.createdAt = clock.instant();
            write(row, body);
            entities.persist(row);
            entities.flush();
            audit.add(tenantId, actor, "trunk.create", row.id, row.name);
            return view(row);
        });
    }

    /** Fields of the body replace those of the trunk. @throws Problem 404, 409, 412, 422 */
    Trunk patch(String tenantId, String actor, String id, String ifMatch, JsonNode body) {
        return transactions.execute(status -> {
            TrunkRow row = row(tenantId, id);
            Preconditions.check(ifMatch, row.version);
            ObjectNode merged = (ObjectNode) spec(row);
            merged.put("name", row.name);
            body.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    merged.remove(field.getKey());
                } else {
                    merged.set(field.getKey(), field.getValue());
                }
            });
            write(row, merged);
            entities.flush();
            audit.add(tenantId, actor, "trunk.update", id, row.name);
            return view(row);
        });
    }

    /** Becomes what the body says, whole. @throws Problem 404, 422 */
    void replace(String tenantId, String actor, String id, JsonNode body) {
        transactions.executeWithoutResult(status -> {
            TrunkRow row = row(tenantId, id);
            write(row, body);
            audit.add(tenantId, actor, "trunk.update", id, row.name);
        });
    }

    private void write(TrunkRow row, JsonNode body) {
        ObjectNode spec = ((ObjectNode) body).deepCopy();
        spec.remove(List.of("name", "provider"));
        String name = body.path("name").asText(row.name);
        new Desired(row.id, name, Provider.of(row.provider), spec).check();
        if (!name.equals(row.name) && isTaken(row.tenantId, name)) {
            throw new Problem(409, "trunk_exists", "There is a trunk named '" + name + "' already.");
        }
        row.name = name;
        row.spec = spec.toString();
        row.specRevision++;
        row.updatedAt = clock.instant();
    }

    private boolean isTaken(String tenantId, String name) {
        return entities.createQuery(
                                "select count(t) from TrunkRow t where t.tenantId = :tenant and t.name = :name",
                                Long.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("name", name)
                        .getSingleResult()
                > 0;
    }

    Page<Trunk> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select t from TrunkRow t where t.tenantId = :tenant and t.id > :after order by t.id",
                                TrunkRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                this::view));
    }

    Trunk get(String tenantId, String id) {
        return transactions.execute(status -> view(row(tenantId, id)));
    }

    /** @throws Problem 404, 409 trunk_in_use */
    void delete(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            TrunkRow row = row(tenantId, id);
            if (!made(id).isEmpty() || isBusy(row)) {
                throw new Problem(
                        409,
                        "trunk_in_use",
                        "What was made of it at the provider is still there. Destroy it first: POST /trunks/" + id
                                + "/destroy.");
            }
            entities.remove(row);
            audit.add(tenantId, actor, "trunk.delete", id, row.name);
        });
    }

    private boolean isBusy(TrunkRow row) {
        return row.busyUntil != null && clock.instant().isBefore(row.busyUntil);
    }

    Opened open(String tenantId, String id) {
        return transactions.execute(status -> opened(row(tenantId, id)));
    }

    private Opened opened(TrunkRow row) {
        Map<String, String> made = new LinkedHashMap<>();
        made(row.id).forEach(piece -> made.put(piece.path, piece.providerId));
        return new Opened(
                new Desired(row.id, row.name, Provider.of(row.provider), spec(row)),
                row.specRevision,
                row.appliedRevision,
                made);
    }

    /** The same, and nobody else works on it until {@link #release} or the time is over. @throws Problem 404, 409 trunk_busy */
    Opened take(String tenantId, String actor, String id, String action, Duration longest) {
        return transactions.execute(status -> {
            TrunkRow row = row(tenantId, id);
            Instant now = clock.instant();
            int taken = entities.createQuery("update TrunkRow t set t.busyUntil = :until where t.id = :id"
                            + " and (t.busyUntil is null or t.busyUntil <= :now)")
                    .setParameter("until", now.plus(longest))
                    .setParameter("id", id)
                    .setParameter("now", now)
                    .executeUpdate();
            if (taken == 0) {
                throw new Problem(409, "trunk_busy", "Somebody else works on this trunk. Wait until that is done.");
            }
            audit.add(tenantId, actor, action, id, row.name);
            return opened(row);
        });
    }

    /** @param applied the revision that is at the provider whole by now; null if none is */
    void release(String id, Integer applied) {
        transactions.executeWithoutResult(status -> entities.createQuery(
                        "update TrunkRow t set t.busyUntil = null, t.appliedRevision = :applied where t.id = :id")
                .setParameter("applied", applied)
                .setParameter("id", id)
                .executeUpdate());
    }

    /** Each in a transaction of its own: what was made stays made, whatever fails behind it. */
    Run.Ledger ledger(String id) {
        return new Run.Ledger() {
            @Override
            public void put(String path, String providerId) {
                transactions.executeWithoutResult(status -> write(id, path, providerId));
            }

            @Override
            public void remove(String path) {
                transactions.executeWithoutResult(status -> forget(id, path));
            }
        };
    }

    private void write(String id, String path, String providerId) {
        boolean known =
                made(id).stream().anyMatch(piece -> piece.path.equals(path) && piece.providerId.equals(providerId));
        if (known) {
            return;
        }
        forget(id, path);
        MadeRow row = new MadeRow();
        row.id = ids.next("tp");
        row.trunkId = id;
        row.path = path;
        row.providerId = providerId;
        row.madeAt = clock.instant();
        entities.persist(row);
    }

    private void forget(String id, String path) {
        entities.createQuery("delete from MadeRow m where m.trunkId = :id and m.path = :path")
                .setParameter("id", id)
                .setParameter("path", path)
                .executeUpdate();
    }

    private List<MadeRow> made(String id) {
        return entities.createQuery("select m from MadeRow m where m.trunkId = :id order by m.id", MadeRow.class)
                .setParameter("id", id)
                .getResultList();
    }

    /** Peers that are asked with OPTIONS because a trunk says so. */
    List<String> peers() {
        return transactions.execute(status -> entities.createQuery(
                        "select distinct m.providerId from MadeRow m where m.path like 'peer/%'", String.class)
                .setMaxResults(200)
                .getResultList());
    }

    /** Trunks that were brought to their provider, of all tenants, the oldest first. */
    List<Trunks.Standing> applied() {
        return transactions.execute(status -> entities.createQuery(
                        "select t from TrunkRow t where t.appliedRevision is not null order by t.createdAt, t.id",
                        TrunkRow.class)
                .setMaxResults(MOST_WATCHED)
                .getResultStream()
                .map(row -> new Trunks.Standing(row.tenantId, row.id))
                .toList());
    }

    private TrunkRow row(String tenantId, String id) {
        return OwnRows.find(entities, TrunkRow.class, tenantId, id)
                .orElseThrow(() -> new Problem(404, "not_found", "There is no trunk " + id + '.'));
    }

    private JsonNode spec(TrunkRow row) {
        try {
            return json.readTree(row.spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The trunk " + row.id + " cannot be read", e);
        }
    }

    private Trunk view(TrunkRow row) {
        List<Trunk.MadePiece> pieces = made(row.id).stream()
                .map(piece -> new Trunk.MadePiece(piece.path, piece.providerId, piece.madeAt))
                .toList();
        Trunk.State state = pieces.isEmpty() && row.appliedRevision == null
                ? Trunk.State.DRAFT
                : Integer.valueOf(row.specRevision).equals(row.appliedRevision)
                        ? Trunk.State.APPLIED
                        : Trunk.State.PENDING;
        return new Trunk(
                row.id, row.name, row.provider, spec(row), state, pieces, row.createdAt, row.updatedAt, row.version);
    }
}
