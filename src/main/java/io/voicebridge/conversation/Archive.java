package io.voicebridge.conversation;

import io.voicebridge.conversation.diagnosis.RefusalRules;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is kept of conversations, for administrators. Shows the rows of one tenant only: those of others are not found,
 * whether they exist or not. Blocks on the database; thread-safe.
 */
public final class Archive {

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final JsonColumn json;
    private final Timeline timeline;
    private final Erasure erasure;
    private final LegalHolds holds;
    private final Audit audit;
    private final ConversationList list;

    Archive(
            EntityManager entities,
            TransactionTemplate transactions,
            JsonColumn json,
            Timeline timeline,
            Erasure erasure,
            LegalHolds holds,
            Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.json = json;
        this.timeline = timeline;
        this.erasure = erasure;
        this.holds = holds;
        this.audit = audit;
        this.list = new ConversationList(entities);
    }

    /** Newest first, see {@link ConversationList}. {@code after} is the key that {@link Page#after} read from a cursor. */
    public Page<ConversationFacts> list(String tenantId, ConversationFilter filter, String after, int limit) {
        return transactions.execute(status -> list.page(tenantId, filter, after, limit));
    }

    /**
     * @return empty if nothing counts as its outcome yet
     * @throws Problem 404 {@code unknown_call}, 410 {@code erased}; so do all that follow
     */
    public Optional<Outcome> outcome(String tenantId, String conversationId) {
        return transactions.execute(status -> {
            ConversationRow row = row(tenantId, conversationId);
            return row.revision == 0
                    ? Optional.empty()
                    : Optional.of(Outcome.of(
                            entities.find(OutcomeRow.class, new OutcomeRow.Key(row.id, row.revision)), json));
        });
    }

    public ConversationFacts one(String tenantId, String conversationId) {
        return transactions.execute(status -> ConversationFacts.of(row(tenantId, conversationId)));
    }

    /** What was measured in a call that is over, by the name of the measurement; empty if nothing was. */
    public Map<String, Object> metrics(String tenantId, String conversationId) {
        return transactions.execute(status -> json.object(row(tenantId, conversationId).metrics));
    }

    /**
     * Does nothing if the tenant has, or had, such a conversation.
     *
     * @throws Problem 404 {@code unknown_call} only: what may still be said of an erased one is for others to judge
     */
    public void require(String tenantId, String conversationId) {
        transactions.executeWithoutResult(status -> ofTenant(tenantId, conversationId));
    }

    /** In the order in which the lines began. */
    public List<TranscriptLine> transcript(String tenantId, String conversationId) {
        return transactions.execute(status -> {
            row(tenantId, conversationId);
            return entities.createQuery(
                            "from TranscriptRow t where t.conversationId = :id order by t.startMs, t.itemId",
                            TranscriptRow.class)
                    .setParameter("id", conversationId)
                    .getResultStream()
                    .map(row -> new TranscriptLine(
                            row.itemId,
                            row.role,
                            row.text,
                            row.startMs,
                            row.endMs,
                            row.interruptedAtMs,
                            row.confidence,
                            row.source))
                    .toList();
        });
    }

    /** Those that came with the call, then those that the agent set with the outcome that counts. */
    public List<ReceivedVariable> variables(String tenantId, String conversationId) {
        return transactions.execute(status -> {
            ConversationRow conversation = row(tenantId, conversationId);
            List<ReceivedVariable> variables = new ArrayList<>();
            entities.createQuery("from VariableRow v where v.conversationId = :id order by v.seq", VariableRow.class)
                    .setParameter("id", conversationId)
                    .getResultStream()
                    .map(Archive::variable)
                    .forEach(variables::add);
            if (conversation.revision > 0) {
                OutcomeRow outcome =
                        entities.find(OutcomeRow.class, new OutcomeRow.Key(conversationId, conversation.revision));
                json.strings(outcome.variables)
                        .forEach((name, value) -> variables.add(
                                new ReceivedVariable(name, "", value, true, ReceivedVariable.Source.AGENT)));
            }
            return variables;
        });
    }

    private static ReceivedVariable variable(VariableRow row) {
        return new ReceivedVariable(
                row.name,
                row.header,
                row.content,
                row.used,
                ReceivedVariable.Source.valueOf(row.source.toUpperCase(Locale.ROOT)));
    }

    /** With what still waits at this bridge; what waits at another may be missing for as long as {@link Timeline} says. */
    public List<TimelineEntry> timeline(String tenantId, String conversationId) {
        timeline.settle();
        return transactions.execute(status -> {
            row(tenantId, conversationId);
            return entities.createQuery(
                            "from TimelineRow t where t.conversationId = :id order by"
                                    + " case when t.kind = 'timeline-full' then 1 else 0 end, t.at, t.id",
                            TimelineRow.class)
                    .setParameter("id", conversationId)
                    .setMaxResults(5000)
                    .getResultStream()
                    .map(row -> new TimelineEntry(row.at, row.kind, row.actor, row.summary, json.object(row.detail)))
                    .toList();
        });
    }

    /** What the call can prove of disclosure, consent and opt-out. */
    public CallEvidence evidence(String tenantId, String conversationId) {
        timeline.settle();
        return transactions.execute(status -> {
            ConversationRow call = row(tenantId, conversationId);
            EvidenceReader reader = new EvidenceReader(
                    call, rows("TranscriptRow", "startMs, r.itemId", call, TranscriptRow.class), json);
            List<OutcomeRow> revisions = rows("OutcomeRow", "revision", call, OutcomeRow.class);
            List<TimelineRow> entries = rows("TimelineRow", "at, r.id", call, TimelineRow.class);
            return new CallEvidence(
                    ConversationFacts.of(call),
                    reader.disclosures(),
                    leadConsent(call, entries),
                    reader.consents(revisions),
                    reader.optOut(revisions, rows("DoNotCallRow", "askedAt", call, DoNotCallRow.class), entries));
        });
    }

    private CallEvidence.LeadConsent leadConsent(ConversationRow call, List<TimelineRow> timeline) {
        List<String> missing = timeline.stream()
                .filter(entry -> entry.kind.equals("consent-missing"))
                .flatMap(entry -> ((List<?>) json.object(entry.detail).getOrDefault("names", List.of())).stream())
                .map(String::valueOf)
                .toList();
        return new CallEvidence.LeadConsent(
                rows("VariableRow", "seq", call, VariableRow.class).stream()
                        .filter(row -> row.consent)
                        .map(Archive::variable)
                        .toList(),
                missing);
    }

    private <T> List<T> rows(String entity, String order, ConversationRow call, Class<T> type) {
        return entities.createQuery(
                        "select r from " + entity + " r where r.conversationId = :id order by r." + order, type)
                .setParameter("id", call.id)
                .setMaxResults(10_000)
                .getResultList();
    }

    /**
     * Forgets who called and what was said; see {@link Erasure} for what stays.
     *
     * @param recording called with the recording's file name, if there is one, before the row forgets it; if it
     *     throws, nothing is erased
     * @throws Problem 409 {@code call_in_progress}, {@code legal_hold}
     */
    public void erase(String tenantId, String conversationId, String actor, Consumer<String> recording) {
        transactions.executeWithoutResult(status -> {
            row(tenantId, conversationId);
            ConversationRow row = Conversations.lockedAfresh(entities, conversationId);
            if (!row.state.equals("ended")) {
                throw new Problem(409, "call_in_progress", conversationId + " is still up: hang up first");
            }
            holds.check(row);
            erasure.erase(row, actor, "The conversation was erased", recording);
            audit.add(tenantId, actor, "conversation.erase", conversationId, "");
        });
    }

    /** Newest first. Calls for numbers that belong to nobody are shown where there is one tenant only. */
    public Page<RejectedEntry> rejected(String tenantId, String after, int limit) {
        return transactions.execute(status -> {
            TypedQuery<RejectedRow> query = entities.createQuery(
                    "from RejectedRow r where (r.tenantId = :tenant or r.tenantId is null"
                            + " and (select count(t) from TenantRow t) = 1)"
                            + (after.isEmpty() ? "" : " and r.id < :after")
                            + " order by r.id desc",
                    RejectedRow.class);
            query.setParameter("tenant", tenantId);
            if (!after.isEmpty()) {
                query.setParameter("after", after);
            }
            return Page.of(query.setMaxResults(limit + 1).getResultList(), limit, row -> row.id, Archive::entry);
        });
    }

    private static RejectedEntry entry(RejectedRow row) {
        return new RejectedEntry(
                row.id,
                row.at,
                row.callId,
                row.ani,
                row.dnis,
                row.source,
                row.status,
                row.condition,
                row.reason,
                row.hint,
                RefusalRules.diagnose(row.condition, row.reason, row.hint));
    }

    private ConversationRow row(String tenantId, String conversationId) {
        ConversationRow row = ofTenant(tenantId, conversationId);
        if (row.erasedAt != null) {
            throw new Problem(410, "erased", "Conversation " + conversationId + " was erased");
        }
        return row;
    }

    private ConversationRow ofTenant(String tenantId, String conversationId) {
        return OwnRows.find(entities, ConversationRow.class, tenantId, conversationId)
                .orElseThrow(() -> Conversations.unknown(conversationId));
    }
}
