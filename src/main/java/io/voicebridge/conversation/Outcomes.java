package io.voicebridge.conversation;

import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Commits outcomes. When {@link #commit} returns outside a transaction the outcome is durable, those who wait for it
 * are awake, and only then may the call be ended. Blocks on the database; thread-safe.
 */
public final class Outcomes {

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final OutcomeLedger ledger;
    private final Standings standings;
    private final ByeHeaders byeHeaders;
    private final Timeline timeline;
    private final Wakeups wakeups;
    private final Announcements announcements;
    private final Diagnosis diagnosis;

    Outcomes(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            OutcomeLedger ledger,
            Standings standings,
            ByeHeaders byeHeaders,
            Timeline timeline,
            Wakeups wakeups,
            Announcements announcements,
            Diagnosis diagnosis) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ledger = ledger;
        this.standings = standings;
        this.byeHeaders = byeHeaders;
        this.timeline = timeline;
        this.wakeups = wakeups;
        this.announcements = announcements;
        this.diagnosis = diagnosis;
    }

    /**
     * Joins the transaction of the calling thread if there is one; the wake-up then waits for its commit.
     *
     * @throws Problem 404 {@code unknown_call}, 409 {@code outcome_final}, {@code ambiguous_call} or
     *     {@code idempotency_key_reused}, 410 {@code erased}, but for a do-not-call: that is kept, without anything else
     */
    public OutcomeReceipt commit(OutcomeCommand command) {
        return transactions.execute(status -> {
            String id = command.conversationId().isEmpty() ? byCorrelation(command) : byId(command);
            ConversationRow conversation = Conversations.lockedAfresh(entities, id);
            boolean erased = conversation.erasedAt != null;
            if (erased && !command.dnc()) {
                throw new Problem(410, "erased", "Conversation " + id + " was erased");
            }
            OutcomeLedger.Entry entry = ledger.commit(conversation, erased ? command.optOutOnly() : command);
            OutcomeRow row = entry.row();
            if (entry.isNew()) {
                if (row.dnc && !conversation.rehearsal) {
                    keepOptOut(conversation);
                }
                if (conversation.state.equals("ended") && !erased) {
                    diagnosis.again(conversation, ledger.current(conversation).orElse(row));
                }
                announcements.announce(Announcement.committed(conversation, row));
                wakeups.wakeAfterCommit(id);
            }
            return new OutcomeReceipt(id, row.revision, row.beforeBye, conversation.traceparent);
        });
    }

    private String byId(OutcomeCommand command) {
        return OwnRows.find(entities, ConversationRow.class, command.tenantId(), command.conversationId())
                .orElseThrow(() -> Conversations.unknown(command.conversationId()))
                .id;
    }

    private String byCorrelation(OutcomeCommand command) {
        Standing standing = standings.arrivedByCorrelation(command.tenantId(), command.correlation());
        if (standing instanceof Standing.Known known) {
            return known.conversation().id();
        }
        if (standing instanceof Standing.Ambiguous) {
            throw new Problem(
                    409,
                    "ambiguous_call",
                    "More than one call had the correlation " + command.correlation()
                            + " at the same time: name the conversation_id");
        }
        if (command.dnc() && !command.correlation().isEmpty()) {
            Optional<String> erased = standings.erasedByCorrelation(command.tenantId(), command.correlation());
            if (erased.isPresent()) {
                return erased.get();
            }
        }
        throw new Problem(404, "unknown_call", "No call came with the correlation " + command.correlation());
    }

    /** Under every number of the customer that is known; without one if the conversation was erased. */
    private void keepOptOut(ConversationRow conversation) {
        List<String> numbers = entities.createQuery(
                        "select p.numberKey from PartyRow p where p.conversationId = :id and p.presented = false",
                        String.class)
                .setParameter("id", conversation.id)
                .getResultList();
        for (String number : numbers.isEmpty() ? List.of("") : numbers) {
            if (entities.find(DoNotCallRow.class, new DoNotCallRow.Key(conversation.id, number)) == null) {
                DoNotCallRow row = new DoNotCallRow();
                row.conversationId = conversation.id;
                row.numberKey = number;
                row.tenantId = conversation.tenantId;
                row.askedAt = clock.instant();
                entities.persist(row);
            }
        }
    }

    /**
     * The headers for the BYE, all of one revision; from here on a later outcome counts as not delivered with it.
     *
     * @return at most 10, in order; of the number's default route if nothing was committed
     */
    public Map<String, String> snapshot(String conversationId) {
        return transactions.execute(status -> headers(Conversations.locked(entities, conversationId)));
    }

    /**
     * The same, and what {@link Conversations#ending} does, in one transaction.
     *
     * @param endedBy who ends the call: {@code agent}, {@code api} or {@code bridge}; the bridge if it is not said
     */
    public Map<String, String> snapshot(String conversationId, String endedBy) {
        return transactions.execute(status -> {
            ConversationRow conversation = Conversations.locked(entities, conversationId);
            Conversations.ending(conversation, endedBy == null || endedBy.isEmpty() ? "bridge" : endedBy, timeline);
            return headers(conversation);
        });
    }

    private Map<String, String> headers(ConversationRow conversation) {
        conversation.byeRevision = conversation.revision;
        return byeHeaders.of(conversation, ledger.current(conversation), ledger.defaultRoute(conversation));
    }
}
