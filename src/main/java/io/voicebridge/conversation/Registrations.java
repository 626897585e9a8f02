package io.voicebridge.conversation;

import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that Five9 announces before it transfers them. Blocks on the database; thread-safe. */
public final class Registrations {

    /** How long one waits for its INVITE. */
    public static final Duration KEPT = Duration.ofMinutes(15);

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final JsonColumn json;
    private final UnaryOperator<String> numberKey;

    Registrations(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            JsonColumn json,
            UnaryOperator<String> numberKey) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
        this.numberKey = numberKey;
    }

    /**
     * A call to come.
     *
     * @param correlation empty to have one made
     * @param number the registered number that will be called
     * @param five9CallId Five9's id of the call, or empty
     * @param variables dynamic variables by name, without the {@code X-} prefix
     */
    public record Announcement(
            String correlation,
            String number,
            String ani,
            String dnis,
            String campaign,
            String five9CallId,
            Map<String, String> variables) {}

    /**
     * @param isNew false if a registration of the same call with this correlation was there and was brought up to date
     * @param expiresInS until when the INVITE must come
     */
    public record Receipt(String correlation, boolean isNew, long expiresInS) {}

    /**
     * Idempotent by tenant and correlation; variables that were registered before and are not named again stay. When the
     * call that was registered is over, the same correlation announces a new one.
     */
    public Receipt register(String tenantId, Announcement call) {
        try {
            return transactions.execute(status -> write(tenantId, call));
        } catch (DataIntegrityViolationException | jakarta.persistence.PersistenceException e) {
            // Two first registrations at once: the other one's row is there now.
            return transactions.execute(status -> write(tenantId, call));
        }
    }

    private Receipt write(String tenantId, Announcement call) {
        Instant now = clock.instant();
        String correlation = call.correlation().isEmpty() ? ids.next("co") : Correlation.of(call.correlation());
        Optional<RegistrationRow> present = entities.createQuery(
                        "from RegistrationRow r where r.tenantId = :tenant and r.correlation = :correlation",
                        RegistrationRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("correlation", correlation)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
        RegistrationRow row = present.orElseGet(RegistrationRow::new);
        boolean stale = present.isPresent() && isStale(row, now);
        Map<String, String> variables = new LinkedHashMap<>();
        if (present.isPresent() && !stale) {
            variables.putAll(json.strings(row.fields));
        }
        if (stale) {
            row.conversationId = null;
        }
        variables.putAll(call.variables());
        row.number = Text.line(call.number(), 64);
        row.numberKey = numberKey.apply(call.number());
        row.aniKey = key(call.ani());
        row.dnisKey = key(call.dnis());
        row.campaign = Text.line(call.campaign(), 200);
        row.five9CallId = Text.line(call.five9CallId(), 64);
        row.fields = json.write(variables);
        row.registeredAt = now;
        row.expiresAt = now.plus(KEPT);
        if (present.isEmpty()) {
            row.id = ids.next("rg");
            row.tenantId = tenantId;
            row.correlation = correlation;
            entities.persist(row);
            entities.flush();
        }
        return new Receipt(correlation, present.isEmpty() || stale, KEPT.toSeconds());
    }

    /**
     * Whether a registration with the same correlation announces another call: the one before was never made, or is over,
     * or is being handed back. While it is up otherwise the script only says the same again.
     */
    private boolean isStale(RegistrationRow row, Instant now) {
        if (row.conversationId == null) {
            return row.expiresAt.isBefore(now);
        }
        ConversationRow call = entities.find(ConversationRow.class, row.conversationId);
        return call == null || call.state.equals("ended") || !call.endedBy.isEmpty();
    }

    private String key(String number) {
        String key = numberKey.apply(number);
        return key.length() <= 32 ? key : "";
    }

    /**
     * The clock of this machine was set: who waits for an INVITE goes on waiting for as long as was left. After a step back
     * that is not known any more, so it is {@link #KEPT} at most. Of several bridges on one database each has a clock of its
     * own: what one with the right time has registered may be kept for longer by a step shorter than {@link #KEPT}, and is
     * not touched by a longer one. Idempotent for a step back, and for one forward that is longer than {@link #KEPT}.
     *
     * @param step negative if back
     * @return how many were concerned
     */
    public int clockWasSet(Duration step) {
        return transactions.execute(status -> {
            Instant now = clock.instant();
            if (step.isNegative()) {
                return entities.createQuery("update RegistrationRow r set r.expiresAt = :latest"
                                + " where r.conversationId is null and r.expiresAt > :latest")
                        .setParameter("latest", now.plus(KEPT))
                        .executeUpdate();
            }
            Instant before = now.minus(step);
            List<RegistrationRow> waiting = entities.createQuery(
                            "from RegistrationRow r where r.conversationId is null and r.expiresAt > :before"
                                    + " and r.expiresAt <= :latest order by r.id",
                            RegistrationRow.class)
                    .setParameter("before", before)
                    .setParameter("latest", before.plus(KEPT))
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList();
            waiting.forEach(row -> row.expiresAt = row.expiresAt.plus(step));
            return waiting.size();
        });
    }

    /**
     * Forgets registrations that nobody can ask for any more.
     *
     * @return how many
     */
    public int purge() {
        return transactions.execute(
                status -> entities.createQuery("delete from RegistrationRow r where r.expiresAt < :old")
                        .setParameter("old", clock.instant().minus(Standing.KEPT))
                        .executeUpdate());
    }
}
