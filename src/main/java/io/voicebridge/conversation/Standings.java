package io.voicebridge.conversation;

import io.voicebridge.directory.OwnRows;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds the call that Five9 or an AI platform asks for. Never another tenant's. Blocks on the database; thread-safe. */
public final class Standings {

    private static final int MAX_CANDIDATES = 10;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final CorrelationRead correlations;
    private final Clock clock;
    private final JsonColumn json;

    Standings(
            EntityManager entities,
            TransactionTemplate transactions,
            CorrelationRead correlations,
            Clock clock,
            JsonColumn json) {
        this.entities = entities;
        this.correlations = correlations;
        this.transactions = transactions;
        this.clock = clock;
        this.json = json;
    }

    /** Under which a call that is only registered is waited for with {@link Wakeups}. */
    public static String registrationKey(String tenantId, String correlation) {
        return tenantId + ' ' + correlation;
    }

    /**
     * A correlation that is used again names the newest call, also one that is only registered. Two calls that were up at
     * the same time with one correlation are ambiguous, also after their end: an agent's screen must not show another
     * customer's words. Not to be called in a transaction, see {@link CorrelationRead}.
     */
    public Standing byCorrelation(String tenantId, String correlation) {
        List<CorrelationRead.Candidate> found = correlations.calls(tenantId, correlation);
        if (found.isEmpty()) {
            return correlations
                    .registration(tenantId, correlation)
                    .map(Standings::registered)
                    .orElseGet(Standing.Unknown::new);
        }
        CorrelationRead.Candidate newest = found.get(0);
        Optional<RegistrationRow> again = newest.registration()
                .filter(row -> row.conversationId == null && !row.registeredAt.isBefore(newest.call().startedAt));
        if (again.isPresent()) {
            return registered(again.get());
        }
        return overlaps(found.stream().map(CorrelationRead.Candidate::call).toList())
                ? new Standing.Ambiguous()
                : known(newest.call(), newest.outcome());
    }

    /**
     * The same for who has to say something of a call that has come: one that is only registered does not count. Joins the
     * transaction of the calling thread.
     */
    public Standing arrivedByCorrelation(String tenantId, String correlation) {
        return transactions.execute(status -> {
            List<ConversationRow> calls = entities.createQuery(
                            "from ConversationRow c where c.tenantId = :tenant and c.correlation = :correlation"
                                    + " order by c.id desc",
                            ConversationRow.class)
                    .setParameter("tenant", tenantId)
                    .setParameter("correlation", correlation)
                    .setMaxResults(MAX_CANDIDATES)
                    .getResultList();
            if (calls.isEmpty()) {
                return new Standing.Unknown();
            }
            return overlaps(calls) ? new Standing.Ambiguous() : known(calls.get(0));
        });
    }

    /** Whether another call was up while the first, which is the newest, began: then nobody can tell which is meant. */
    private static boolean overlaps(List<ConversationRow> calls) {
        ConversationRow newest = calls.get(0);
        return calls.stream()
                .skip(1)
                .anyMatch(other -> other.endedAt == null || other.endedAt.isAfter(newest.startedAt));
    }

    public Standing byId(String tenantId, String conversationId) {
        return transactions.execute(status -> {
            // Of an erased call only an opt-out is still known.
            return OwnRows.find(entities, ConversationRow.class, tenantId, conversationId)
                    .filter(row -> row.erasedAt == null || row.revision > 0)
                    .<Standing>map(this::known)
                    .orElseGet(Standing.Unknown::new);
        });
    }

    /** The newest call that had this correlation before it was erased. */
    Optional<String> erasedByCorrelation(String tenantId, String correlation) {
        return entities.createQuery(
                        "select c.id from ConversationRow c where c.erasedCorrelation = :trace"
                                + " and c.tenantId = :tenant order by c.id desc",
                        String.class)
                .setParameter("trace", Erasure.trace(tenantId, correlation))
                .setParameter("tenant", tenantId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /**
     * The newest call with one of the customer's numbers. Two or more that are up are ambiguous, and so are two that were up
     * at the same time, after their end as well.
     *
     * @param partyKeys number keys, not empty
     * @param calledKey key of the called number, or empty for any
     * @param maxAge since the call came; a call that is still up always counts
     */
    public Standing byNumbers(String tenantId, Collection<String> partyKeys, String calledKey, Duration maxAge) {
        return transactions.execute(status -> {
            List<ConversationRow> calls = entities.createQuery(
                            "from ConversationRow c where c.tenantId = :tenant"
                                    + " and (:called = '' or c.numberKey = :called)"
                                    + " and c.id in (select p.conversationId from PartyRow p"
                                    + "   where p.tenantId = :tenant and p.numberKey in :parties)"
                                    + " and (c.startedAt >= :since or c.state <> 'ended')"
                                    + " order by c.id desc",
                            ConversationRow.class)
                    .setParameter("tenant", tenantId)
                    .setParameter("called", calledKey)
                    .setParameter("parties", partyKeys)
                    .setParameter("since", clock.instant().minus(maxAge))
                    .setMaxResults(MAX_CANDIDATES)
                    .getResultList();
            long live = calls.stream().filter(row -> !row.state.equals("ended")).count();
            if (live > 1) {
                return new Standing.Ambiguous();
            }
            if (calls.isEmpty()) {
                return registered(tenantId, partyKeys, calledKey);
            }
            return overlaps(calls) ? new Standing.Ambiguous() : known(calls.get(0));
        });
    }

    /**
     * To be called before an outcome is given out. The first answer of a revision is the answer: if the call is still up,
     * that is remembered durably, and {@link ConversationFacts#wasToldEarly} is true of this revision from then on.
     * Writes only then; whoever asks or ends the call at the same time comes before or after, never between.
     *
     * @param seen what a look-up has found
     * @return what may be told: as seen, or what has become of it since
     */
    public Standing.Known giving(Standing.Known seen) {
        ConversationFacts call = seen.conversation();
        if (!call.isLive() || call.wasToldEarly() || !isTold(seen)) {
            return seen;
        }
        return transactions.execute(status -> {
            ConversationRow row = Conversations.lockedAfresh(entities, call.id());
            Standing.Known now = known(row);
            if (!now.conversation().isLive() || !isTold(now)) {
                return now;
            }
            row.toldRevision = row.revision;
            return known(row);
        });
    }

    private boolean isTold(Standing.Known known) {
        Standing.Phase phase = known.phase(clock.instant());
        return phase == Standing.Phase.READY || phase == Standing.Phase.FAILED;
    }

    private Standing.Known known(ConversationRow row) {
        return known(
                row,
                row.revision == 0
                        ? Optional.empty()
                        : Optional.ofNullable(
                                entities.find(OutcomeRow.class, new OutcomeRow.Key(row.id, row.revision))));
    }

    private Standing.Known known(ConversationRow row, Optional<OutcomeRow> outcome) {
        return new Standing.Known(ConversationFacts.of(row), outcome.map(found -> Outcome.of(found, json)));
    }

    private Standing registered(String tenantId, Collection<String> partyKeys, String calledKey) {
        Instant now = clock.instant();
        List<RegistrationRow> open = entities.createQuery(
                        "from RegistrationRow r where r.tenantId = :tenant"
                                + " and (:called = '' or r.numberKey = :called)"
                                + " and r.conversationId is null and r.expiresAt > :now"
                                + " and (r.aniKey in :parties or r.dnisKey in :parties)",
                        RegistrationRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("called", calledKey)
                .setParameter("now", now)
                .setParameter("parties", partyKeys)
                .setMaxResults(2)
                .getResultList();
        return switch (open.size()) {
            case 0 -> new Standing.Unknown();
            case 1 -> registered(open.get(0));
            default -> new Standing.Ambiguous();
        };
    }

    private static Standing registered(RegistrationRow row) {
        return new Standing.Registered(row.correlation, row.number, row.expiresAt);
    }
}
