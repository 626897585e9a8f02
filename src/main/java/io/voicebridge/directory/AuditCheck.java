package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a tenant's audit from its first entry to its last and tells whether each follows from the one before. Bean {@code
 * auditCheck}. Thread-safe; blocks on the database, in small transactions, so that entries may come meanwhile.
 */
public final class AuditCheck {

    private static final int BATCH = 500;

    /** Where a chain ended when somebody looked, kept outside the database. */
    public record Anchor(long seq, String digest) {}

    /**
     * The first entry that is not as it was made.
     *
     * @param id empty if there is no such entry any more
     */
    public record Broken(long seq, String id, String reason) {}

    /**
     * @param entries that are in the chain and were read
     * @param blotted how many of them have lost the number that they named, which is allowed
     * @param unchained entries of before there was a chain
     * @param head the last entry that was read
     * @param firstBroken null if all is well
     */
    public record Result(boolean intact, long entries, long blotted, long unchained, Anchor head, Broken firstBroken) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;

    public AuditCheck(EntityManager entities, TransactionTemplate transactions) {
        this.entities = entities;
        this.transactions = transactions;
    }

    /** @param anchor that the chain must go through */
    public Result check(String tenantId, Optional<Anchor> anchor) {
        Anchor head = transactions.execute(status -> {
            AuditHeadRow row = entities.find(AuditHeadRow.class, tenantId);
            return row == null ? new Anchor(0, AuditChain.GENESIS) : new Anchor(row.seq, row.digest);
        });
        Reading reading = new Reading(anchor);
        List<AuditRow> rows;
        do {
            rows = batch(tenantId, reading.last.seq(), head.seq());
            rows.forEach(reading::take);
        } while (rows.size() == BATCH && reading.broken == null);
        if (reading.broken == null) {
            reading.end(head);
        }
        long unchained = transactions.execute(status -> entities.createQuery(
                        "select count(a) from AuditRow a where a.tenantId = :tenant and a.seq is null", Long.class)
                .setParameter("tenant", tenantId)
                .getSingleResult());
        if (reading.broken == null && unchained > 0) {
            outside(tenantId).ifPresent(id -> reading.broken = new Broken(0, id, "It was put in past the chain"));
        }
        return new Result(
                reading.broken == null, reading.entries, reading.blotted, unchained, reading.last, reading.broken);
    }

    private List<AuditRow> batch(String tenantId, long after, long upTo) {
        return transactions.execute(status -> entities.createQuery(
                        "select a from AuditRow a where a.tenantId = :tenant and a.seq > :after and a.seq <= :upTo"
                                + " order by a.seq",
                        AuditRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .setMaxResults(BATCH)
                .getResultList());
    }

    /** One without a place that is younger than the chain. */
    private Optional<String> outside(String tenantId) {
        return transactions.execute(status -> entities.createQuery(
                        "select a.id from AuditRow a where a.tenantId = :tenant and a.seq is null and a.at >"
                                + " (select max(c.at) from AuditRow c where c.tenantId = :tenant and c.seq = 1)"
                                + " order by a.id",
                        String.class)
                .setParameter("tenant", tenantId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst());
    }

    /** How far one reading has come. */
    private static final class Reading {
        private final Optional<Anchor> anchor;
        private Anchor last = new Anchor(0, AuditChain.GENESIS);
        private long entries;
        private long blotted;
        private Broken broken;

        Reading(Optional<Anchor> anchor) {
            this.anchor = anchor;
        }

        void take(AuditRow row) {
            if (broken != null) {
                return;
            }
            long next = last.seq() + 1;
            if (row.seq != next) {
                broken = new Broken(next, "", "It is missing");
            } else {
                judge(row);
            }
        }

        private void judge(AuditRow row) {
            boolean isBlotted =
                    row.personal && row.salt.isEmpty() && row.partyKey.isEmpty() && row.detail.equals(Audit.BLOTTED);
            boolean isWhole =
                    isBlotted || AuditChain.detailDigest(row.salt, row.detail).equals(row.detailDigest);
            if (!isWhole || !AuditChain.digest(row, last.digest()).equals(row.digest)) {
                broken = new Broken(row.seq, row.id, "It is not as it was written");
                return;
            }
            last = new Anchor(row.seq, row.digest);
            entries++;
            blotted += isBlotted ? 1 : 0;
            if (anchor.filter(known -> known.seq() == row.seq && !known.digest().equals(row.digest))
                    .isPresent()) {
                broken = new Broken(row.seq, row.id, "It is another one than the one you know");
            }
        }

        void end(Anchor head) {
            if (last.seq() < head.seq()) {
                broken = new Broken(last.seq() + 1, "", "It is missing");
            } else if (!last.digest().equals(head.digest())) {
                broken = new Broken(last.seq(), "", "It is not the one that was written last");
            } else if (anchor.filter(known -> known.seq() > head.seq()).isPresent()) {
                broken = new Broken(head.seq() + 1, "", "It is missing: you know a later one");
            }
        }
    }
}
