package io.voicebridge.conversation;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which simulated customers have called an agent, what was expected of each call and what became of it. Of each agent the
 * newest {@link #KEPT} are kept. Blocks on the database; thread-safe.
 */
public final class Rehearsals {

    /** Of an agent. */
    public static final int KEPT = 50;

    /** A call is ended after four minutes; one that is open for longer was left behind by a bridge that is gone. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * Somebody wants an agent called.
     *
     * @param draft whether the draft answers, and not the published version
     * @param expected what the call shall come to
     */
    public record Wanted(
            String tenantId,
            String agentId,
            boolean draft,
            String campaign,
            String customer,
            String number,
            String expected) {}

    /**
     * @param state {@code running}, or {@code ended}
     * @param conversationId empty until the call has one
     * @param result empty while the call lasts
     * @param deviations what was not as expected, a sentence each
     */
    public record Rehearsed(
            String id,
            String agentId,
            boolean draft,
            String campaign,
            String customer,
            String number,
            String state,
            String conversationId,
            String expected,
            String result,
            List<String> deviations,
            Instant startedAt,
            Optional<Instant> endedAt) {

        public boolean isAsExpected() {
            return endedAt.isPresent() && deviations.isEmpty();
        }
    }

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final JsonColumn json;

    Rehearsals(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            JsonColumn json) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.json = json;
    }

    /** The call is about to be placed. */
    public Rehearsed begin(Wanted wanted, String actor) {
        return transactions.execute(status -> {
            RehearsalRow row = new RehearsalRow();
            row.id = ids.next("rh");
            row.tenantId = wanted.tenantId();
            row.agentId = wanted.agentId();
            row.draft = wanted.draft();
            row.campaign = Text.line(wanted.campaign(), 100);
            row.customer = Text.line(wanted.customer(), 100);
            row.number = Text.line(wanted.number(), 64);
            row.conversationId = "";
            row.expected = Text.line(wanted.expected(), 300);
            row.result = "";
            row.deviations = "[]";
            row.startedBy = actor;
            row.startedAt = clock.instant();
            entities.persist(row);
            audit.add(row.tenantId, actor, "agent.rehearse", row.agentId, row.campaign + ": " + row.customer);
            rows(row.tenantId, row.agentId).stream().skip(KEPT).forEach(entities::remove);
            return view(row);
        });
    }

    /**
     * The call is over.
     *
     * @param deviations none if it ended as expected
     */
    public void end(String id, String result, List<String> deviations) {
        transactions.executeWithoutResult(status -> {
            RehearsalRow row = entities.find(RehearsalRow.class, id);
            if (row != null) {
                row.result = Text.line(result, 500);
                row.deviations = json.write(deviations.stream()
                        .limit(10)
                        .map(each -> Text.line(each, 200))
                        .toList());
                row.endedAt = clock.instant();
            }
        });
    }

    /** Of one agent, newest first. */
    public List<Rehearsed> of(String tenantId, String agentId) {
        return transactions.execute(status ->
                rows(tenantId, agentId).stream().limit(KEPT).map(this::view).toList());
    }

    /** Empty if the call was no rehearsal. */
    public Optional<Rehearsed> ofConversation(String tenantId, String conversationId) {
        return transactions.execute(status -> entities.createQuery(
                        "from RehearsalRow r where r.conversationId = :id and r.tenantId = :tenant", RehearsalRow.class)
                .setParameter("id", conversationId)
                .setParameter("tenant", tenantId)
                .getResultStream()
                .findFirst()
                .map(this::view));
    }

    private List<RehearsalRow> rows(String tenantId, String agentId) {
        return entities.createQuery(
                        "from RehearsalRow r where r.tenantId = :tenant and r.agentId = :agent"
                                + " order by r.tenantId desc, r.agentId desc, r.id desc",
                        RehearsalRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("agent", agentId)
                .setMaxResults(2 * KEPT)
                .getResultList();
    }

    private Rehearsed view(RehearsalRow row) {
        boolean lost = row.endedAt == null && row.startedAt.plus(LONGEST).isBefore(clock.instant());
        return new Rehearsed(
                row.id,
                row.agentId,
                row.draft,
                row.campaign,
                row.customer,
                row.number,
                row.endedAt == null && !lost ? "running" : "ended",
                row.conversationId,
                row.expected,
                lost ? "the bridge stopped in the middle" : row.result,
                lost ? List.of("expected: " + row.expected) : json.list(row.deviations),
                row.startedAt,
                Optional.ofNullable(row.endedAt));
    }
}
