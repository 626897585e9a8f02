package io.voicebridge.conversation;

import io.voicebridge.conversation.Retention.RecordingNotErased;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a customer by number, as the law lets a person ask for (GDPR article 17, CCPA 1798.105): every conversation that
 * the number was a party of, what was registered under it, calls of it that were refused, and where calls of others were
 * connected with it. A do-not-call stays: it is
 * what the person asked for. Each conversation in a transaction of its own, so that a second request goes on where a first
 * one was broken off. Blocks on the database; thread-safe.
 */
public final class NumberErasure {

    private static final int BATCH = 100;
    private static final int MAX_LEFT = 100;

    /** @param code why it is still there: call_in_progress, legal_hold or recording_not_erased */
    public record Left(String conversationId, String code) {}

    /** @param left what could not be erased, the first of them */
    public record Result(int conversations, int registrations, int rejectedCalls, List<Left> left) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Archive archive;
    private final LegalHolds holds;
    private final Announcements announcements;
    private final Audit audit;

    NumberErasure(
            EntityManager entities,
            TransactionTemplate transactions,
            Archive archive,
            LegalHolds holds,
            Announcements announcements,
            Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.archive = archive;
        this.holds = holds;
        this.announcements = announcements;
        this.audit = audit;
    }

    /**
     * @param numberKey in the form in which numbers are compared
     * @param recording as with {@link Archive#erase}
     * @throws Problem 409 {@code legal_hold} if the number itself is held; then nothing is erased
     */
    public Result erase(String tenantId, String actor, String numberKey, Consumer<String> recording) {
        transactions.executeWithoutResult(status -> holds.checkNumber(tenantId, numberKey));
        List<Left> left = new ArrayList<>();
        int conversations = 0;
        String after = "";
        List<String> found;
        do {
            found = conversations(tenantId, numberKey, after);
            for (String id : found) {
                try {
                    archive.erase(tenantId, id, actor, recording);
                    conversations++;
                } catch (Problem e) {
                    left.add(new Left(id, e.code()));
                } catch (RecordingNotErased e) {
                    left.add(new Left(id, "recording_not_erased"));
                }
                after = id;
            }
        } while (found.size() == BATCH);
        return rest(tenantId, actor, numberKey, conversations, left);
    }

    private List<String> conversations(String tenantId, String numberKey, String after) {
        return transactions.execute(status -> entities.createQuery(
                        "select p.conversationId from PartyRow p where p.tenantId = :tenant and p.numberKey = :number"
                                + " and p.presented = false and p.conversationId > :after order by p.conversationId",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .setParameter("after", after)
                .setMaxResults(BATCH)
                .getResultList());
    }

    private Result rest(String tenantId, String actor, String numberKey, int conversations, List<Left> left) {
        return transactions.execute(status -> {
            int registrations = entities.createQuery("delete from RegistrationRow r where r.tenantId = :tenant"
                            + " and (r.aniKey = :number or r.dnisKey = :number)"
                            + " and (r.conversationId is null or r.conversationId not in"
                            + " (select p.conversationId from PartyRow p where p.tenantId = :tenant"
                            + " and p.numberKey = :number and p.presented = false))")
                    .setParameter("tenant", tenantId)
                    .setParameter("number", numberKey)
                    .executeUpdate();
            int rejected = forgetRejected(tenantId, numberKey);
            audit.forget(tenantId, numberKey);
            forgetMentions(tenantId, numberKey);
            forgetPresented(tenantId, numberKey);
            Result result = new Result(
                    conversations,
                    registrations,
                    rejected,
                    List.copyOf(left.subList(0, Math.min(left.size(), MAX_LEFT))));
            // The number itself must not live on in the audit; whoever knows it can prove that it is meant.
            audit.add(
                    tenantId,
                    actor,
                    "number.erase",
                    Erasure.trace(tenantId, numberKey),
                    "conversations " + conversations + ", registrations " + registrations + ", refused calls "
                            + rejected + ", left " + left.size());
            return result;
        });
    }

    /** On calls of others, which are theirs and stay: whom they were connected with. Not where such a call is held. */
    private void forgetMentions(String tenantId, String numberKey) {
        List<TimelineRow> mentions = entities.createQuery(
                        "select t from TimelineRow t, ConversationRow c where c.id = t.conversationId"
                                + " and t.tenantId = :tenant and t.partyKey = :number and not "
                                + LegalHolds.CONVERSATION_IS_HELD,
                        TimelineRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .getResultList();
        mentions.forEach(entry -> {
            entry.summary = Audit.BLOTTED;
            entry.detail = "{}";
            entry.partyKey = "";
        });
        mentions.stream()
                .map(entry -> entry.conversationId)
                .distinct()
                .forEach(id -> announcements.forgetTransfers(tenantId, id));
    }

    /** On calls of others, whose transfers showed it. */
    private void forgetPresented(String tenantId, String numberKey) {
        entities.createQuery("delete from PartyRow p where p.tenantId = :tenant and p.numberKey = :number"
                        + " and p.presented = true")
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .executeUpdate();
    }

    private int forgetRejected(String tenantId, String numberKey) {
        List<String> rejected = entities.createQuery(
                        "select r.id from RejectedRow r where r.tenantId = :tenant and r.partyKey = :number",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .getResultList();
        for (String id : rejected) {
            announcements.forget(tenantId, id);
            entities.createQuery("delete from RejectedRow r where r.id = :id")
                    .setParameter("id", id)
                    .executeUpdate();
        }
        return rejected.size();
    }
}
