package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers for a day what a request with an Idempotency-Key was answered, so that a client may repeat it. A key is
 * reserved before the work is done: of two requests at once one works, the other is told to wait. Bean
 * {@code idempotencyKeys}. Thread-safe.
 */
public final class IdempotencyKeys {

    private static final Duration KEPT = Duration.ofDays(1);

    private static final int MAX_SUBJECT = 64;

    /** After this time a request that never ended, because its process died, may be repeated. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    /** @param reply as it was stored */
    public record Answer(int status, String reply) {}

    /** A reserved key, to be completed or released. */
    public record Reservation(String id, Optional<Answer> answer) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final SecretStore secrets;

    public IdempotencyKeys(EntityManager entities, TransactionTemplate transactions, Clock clock, SecretStore secrets) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.secrets = secrets;
    }

    /**
     * @param subject what the request is about, by whose erasure the answer is forgotten; may be empty
     * @param request all that makes the request what it is
     * @return with the answer if the request was answered before
     * @throws Problem 409 while the first is worked on, 422 if the key was used for another request
     */
    public Reservation reserve(String tenantId, String operation, String key, String subject, String request) {
        String id = sha256(tenantId + '\n' + operation + '\n' + key);
        String requestHash = sha256(request);
        try {
            return transactions.execute(status -> {
                Optional<IdempotencyRow> found = living(id);
                if (found.isPresent()) {
                    return new Reservation(id, Optional.of(answer(found.get(), requestHash)));
                }
                IdempotencyRow row = new IdempotencyRow();
                row.id = id;
                row.tenantId = tenantId;
                row.subject = subject.length() <= MAX_SUBJECT ? subject : "";
                row.requestHash = requestHash;
                row.createdAt = clock.instant();
                Constraints.persist(entities, row, IdempotencyKeys::inProgress);
                return new Reservation(id, Optional.empty());
            });
        } catch (PersistenceException e) {
            throw inProgress();
        }
    }

    public void complete(String id, int status, String reply) {
        transactions.executeWithoutResult(tx -> {
            IdempotencyRow row = entities.find(IdempotencyRow.class, id);
            if (row != null) {
                row.status = status;
                row.reply = secrets.seal(reply, owner(id));
            }
        });
    }

    /** The request failed, and may be repeated. */
    public void release(String id) {
        transactions.executeWithoutResult(
                tx -> entities.createQuery("delete from IdempotencyRow r where r.id = :id and r.status = 0")
                        .setParameter("id", id)
                        .executeUpdate());
    }

    /** Forgets, in the running transaction, what was answered about something that is being erased. */
    public static void forget(EntityManager entities, String tenantId, String subject) {
        entities.createQuery("delete from IdempotencyRow r where r.tenantId = :tenant and r.subject = :subject")
                .setParameter("tenant", tenantId)
                .setParameter("subject", subject)
                .executeUpdate();
    }

    /** Deletes what is too old to count. */
    public int purge() {
        Integer purged = transactions.execute(
                tx -> entities.createQuery("delete from IdempotencyRow r where r.createdAt < :limit")
                        .setParameter("limit", clock.instant().minus(KEPT))
                        .executeUpdate());
        return purged == null ? 0 : purged;
    }

    private Optional<IdempotencyRow> living(String id) {
        IdempotencyRow row = entities.find(IdempotencyRow.class, id);
        if (row == null) {
            return Optional.empty();
        }
        Instant end = row.createdAt.plus(row.status == 0 ? ABANDONED : KEPT);
        if (clock.instant().isBefore(end)) {
            return Optional.of(row);
        }
        entities.remove(row);
        entities.flush();
        return Optional.empty();
    }

    private Answer answer(IdempotencyRow row, String requestHash) {
        if (!row.requestHash.equals(requestHash)) {
            throw new Problem(
                    422, "idempotency_key_reused", "The Idempotency-Key was used for another request. Use a new one.");
        }
        if (row.status == 0) {
            throw inProgress();
        }
        return new Answer(row.status, secrets.open(row.reply, owner(row.id)));
    }

    private static Problem inProgress() {
        return new Problem(409, "in_progress", "The request with this Idempotency-Key is still worked on.")
                .with("Retry-After", "1");
    }

    private static String owner(String id) {
        return "reply:" + id;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
