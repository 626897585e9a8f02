package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Who changed what, and when, in a chain that {@link AuditCheck} reads. Bean {@code audit}. Thread-safe. */
public final class Audit {

    /** The detail of an entry about a number that was erased. */
    public static final String BLOTTED = "About a number that was erased";

    private static final int MAX_DETAIL = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * What belongs to the chain, so that anybody can compute it.
     *
     * @param seq its place
     * @param digest of the entry and the one before it
     */
    public record Proof(long seq, boolean personal, String salt, String detailDigest, String digest) {}

    /**
     * @param target the id of what was changed
     * @param proof null of an entry of before there was a chain
     */
    public record Entry(String id, Instant at, String actor, String action, String target, String detail, Proof proof) {

        static Entry of(AuditRow row) {
            Proof proof =
                    row.seq == null ? null : new Proof(row.seq, row.personal, row.salt, row.detailDigest, row.digest);
            return new Entry(row.id, row.at, row.actor, row.action, row.target, row.detail, proof);
        }
    }

    /**
     * Which entries a list shows; empty values do not restrict it.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public record Filter(Optional<Instant> from, Optional<Instant> to, String actor, String action, String target) {
        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), "", "", "");
    }

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final AuditChain chain;

    public Audit(EntityManager entities, TransactionTemplate transactions, Clock clock, Ids ids) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.chain = new AuditChain(entities);
    }

    /** Adds an entry in the running transaction, so that it is there if and only if the change is. */
    public void add(String tenantId, String actor, String action, String target, String detail) {
        add(tenantId, actor, action, target, detail, "");
    }

    /**
     * The same, of an entry that names a customer's number, with which it is forgotten.
     *
     * @param partyKey the number in the form in which numbers are compared, or empty
     */
    public void add(String tenantId, String actor, String action, String target, String detail, String partyKey) {
        AuditRow row = new AuditRow();
        row.id = ids.next("au");
        row.tenantId = tenantId;
        row.at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        row.actor = actor;
        row.action = action;
        row.target = target;
        row.detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
        row.partyKey = partyKey;
        row.personal = !partyKey.isEmpty();
        row.salt = row.personal ? salt() : "";
        row.detailDigest = AuditChain.detailDigest(row.salt, row.detail);
        chain.add(row);
    }

    private static String salt() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** In the running transaction: the entries about a number stay, and do not say it any more. Returns how many. */
    public int forget(String tenantId, String partyKey) {
        // Not by the entity, which nothing else may change; and the database lets nothing else change it
        return entities.createNativeQuery("update audit_entry set party_key = '', salt = '', detail = :erased"
                        + " where tenant_id = :tenant and party_key = :number")
                .setParameter("erased", BLOTTED)
                .setParameter("tenant", tenantId)
                .setParameter("number", partyKey)
                .executeUpdate();
    }

    /**
     * Newest first.
     *
     * @param after the key that {@link Page#after} read from a cursor
     */
    public Page<Entry> list(String tenantId, Filter filter, String after, int limit) {
        Restrictions wanted = new Restrictions("a.tenantId = :tenant", "tenant", tenantId)
                .and("a.id < :after", "after", after)
                .and("a.at >= :from", "from", filter.from())
                .and("a.at < :to", "to", filter.to())
                .and("a.actor = :actor", "actor", filter.actor())
                .and("a.action = :action", "action", filter.action())
                .and("a.target = :target", "target", filter.target());
        return transactions.execute(status -> Page.of(
                wanted.query(entities, "select a from AuditRow a where ", " order by a.id desc", AuditRow.class)
                        .setMaxResults(limit + 1)
                        .getResultList(),
                limit,
                row -> row.id,
                Entry::of));
    }
}
