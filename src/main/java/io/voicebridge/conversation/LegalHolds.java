package io.voicebridge.conversation;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What neither retention nor a request may erase, because a dispute or an authority needs it: one conversation, or every
 * conversation and refused call of a customer's number. Blocks on the database; thread-safe.
 */
public final class LegalHolds {

    /** True of a conversation {@code c} that is held. */
    static final String CONVERSATION_IS_HELD = "exists (select 1 from LegalHoldRow h where h.tenantId = c.tenantId"
            + " and (h.conversationId = c.id or h.numberKey in"
            + " (select p.numberKey from PartyRow p where p.conversationId = c.id and p.presented = false)))";

    /** True of a refused call {@code r} whose caller is held. */
    static final String REFUSED_IS_HELD = "exists (select 1 from LegalHoldRow h where h.tenantId = r.tenantId"
            + " and h.numberKey = r.partyKey and h.numberKey <> '')";

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;

    LegalHolds(EntityManager entities, TransactionTemplate transactions, Clock clock, Ids ids, Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
    }

    /** @throws Problem 404 {@code unknown_call}, 410 {@code erased} */
    public LegalHold onConversation(String tenantId, String actor, String conversationId, String reason) {
        return transactions.execute(status -> {
            ConversationRow row = OwnRows.find(entities, ConversationRow.class, tenantId, conversationId)
                    .orElseThrow(() -> Conversations.unknown(conversationId));
            if (Conversations.lockedAfresh(entities, row.id).erasedAt != null) {
                throw new Problem(410, "erased", "Conversation " + conversationId + " was erased");
            }
            return place(tenantId, actor, conversationId, "", reason);
        });
    }

    /** @param numberKey in the form in which numbers are compared */
    public LegalHold onNumber(String tenantId, String actor, String numberKey, String reason) {
        return transactions.execute(status -> place(tenantId, actor, "", numberKey, reason));
    }

    private LegalHold place(String tenantId, String actor, String conversationId, String numberKey, String reason) {
        LegalHoldRow row = new LegalHoldRow();
        row.id = ids.next("lh");
        row.tenantId = tenantId;
        row.conversationId = conversationId;
        row.numberKey = numberKey;
        row.reason = Text.line(reason, 500);
        row.placedBy = actor;
        row.placedAt = clock.instant();
        entities.persist(row);
        audit.add(tenantId, actor, "legal-hold.place", row.id, row.reason);
        return LegalHold.of(row);
    }

    /** Newest first. */
    public Page<LegalHold> list(String tenantId, String after, int limit) {
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "from LegalHoldRow h where h.tenantId = :tenant and (:after = '' or h.id < :after)"
                                        + " order by h.id desc",
                                LegalHoldRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", after)
                        .setMaxResults(limit + 1)
                        .getResultList(),
                limit,
                row -> row.id,
                LegalHold::of));
    }

    /** From now on the tenant's retention counts again. @throws Problem 404 {@code not_found} */
    public void lift(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            LegalHoldRow row = OwnRows.find(entities, LegalHoldRow.class, tenantId, id)
                    .orElseThrow(() -> new Problem(404, "not_found", "There is no legal hold " + id));
            entities.remove(row);
            audit.add(tenantId, actor, "legal-hold.lift", id, row.reason);
        });
    }

    /** In a transaction. @throws Problem 409 {@code legal_hold} */
    void check(ConversationRow conversation) {
        boolean held = !entities.createQuery(
                        "select c.id from ConversationRow c where c.id = :id and " + CONVERSATION_IS_HELD, String.class)
                .setParameter("id", conversation.id)
                .getResultList()
                .isEmpty();
        if (held) {
            throw held(conversation.id);
        }
    }

    /** In a transaction. @throws Problem 409 {@code legal_hold} */
    void checkNumber(String tenantId, String numberKey) {
        boolean held = !entities.createQuery(
                        "select h.id from LegalHoldRow h where h.tenantId = :tenant and h.numberKey = :number",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
        if (held) {
            throw held("The number");
        }
    }

    private static Problem held(String what) {
        return new Problem(409, "legal_hold", what + " is under a legal hold: lift that before it is erased");
    }
}
