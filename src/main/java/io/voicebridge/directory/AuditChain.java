package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Puts entries of the audit into the chain of their tenant: each has the SHA-256 of its content and of the digest before it.
 * The canonical form is a row of netstrings, {@code length:bytes,} in UTF-8, so that no two contents read alike.
 *
 * <p>An entry gets its place when its transaction commits and not before: the head of the chain is the last thing that a
 * transaction locks, and for no longer than its commit takes. So bridges on one database wait for each other for a moment and never
 * in a circle.
 */
final class AuditChain {

    /** What the first entry of a chain follows. */
    static final String GENESIS = "0".repeat(64);

    /** Stands first in the canonical form, so that another form can never be taken for this one. */
    static final String FORM = "voice-bridge-audit-1";

    private final EntityManager entities;

    AuditChain(EntityManager entities) {
        this.entities = entities;
    }

    /** Keeps an entry with the running transaction. */
    void add(AuditRow row) {
        pending().rows.add(row);
    }

    private Pending pending() {
        for (TransactionSynchronization running : TransactionSynchronizationManager.getSynchronizations()) {
            if (running instanceof Pending pending && pending.chain() == this) {
                return pending;
            }
        }
        Pending pending = new Pending();
        TransactionSynchronizationManager.registerSynchronization(pending);
        return pending;
    }

    /** What one transaction adds. */
    private final class Pending implements TransactionSynchronization {
        private final List<AuditRow> rows = new ArrayList<>();

        AuditChain chain() {
            return AuditChain.this;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            // What the transaction has changed is locked before the head, always
            entities.flush();
            rows.stream()
                    .collect(Collectors.groupingBy(row -> row.tenantId, TreeMap::new, Collectors.toList()))
                    .forEach(AuditChain.this::append);
            rows.clear();
        }
    }

    private void append(String tenantId, List<AuditRow> rows) {
        AuditHeadRow head = head(tenantId);
        for (AuditRow row : rows) {
            row.seq = head.seq + 1;
            row.digest = digest(row, head.digest);
            entities.persist(row);
            head.seq = row.seq;
            head.digest = row.digest;
        }
    }

    private AuditHeadRow head(String tenantId) {
        AuditHeadRow head = entities.find(AuditHeadRow.class, tenantId, LockModeType.PESSIMISTIC_WRITE);
        if (head == null) {
            // Two may do so at once: the second finds the first one's
            entities.createNativeQuery(
                            "insert into audit_head (tenant_id, seq, digest) values (:tenant, 0, :genesis) on conflict do nothing")
                    .setParameter("tenant", tenantId)
                    .setParameter("genesis", GENESIS)
                    .executeUpdate();
            head = entities.find(AuditHeadRow.class, tenantId, LockModeType.PESSIMISTIC_WRITE);
        }
        return head;
    }

    /** Of a detail, which the chain holds by this only: so it can be blotted out. */
    static String detailDigest(String salt, String detail) {
        return hash(List.of(salt, detail));
    }

    /** @param previous the digest of the entry before, or {@link #GENESIS} */
    static String digest(AuditRow row, String previous) {
        return hash(List.of(
                FORM,
                Long.toString(row.seq),
                row.id,
                row.tenantId,
                micros(row.at),
                row.actor,
                row.action,
                row.target,
                row.personal ? "1" : "0",
                row.detailDigest,
                previous));
    }

    private static String micros(Instant at) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    private static String hash(List<String> fields) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(bytes);
                sha.update((byte) ',');
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
