package io.voicebridge.five9.service;

import io.voicebridge.conversation.Announcement;
import io.voicebridge.conversation.Announcements;
import io.voicebridge.conversation.EventType;
import io.voicebridge.directory.Five9Account;
import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/**
 * Writes down what is to be done at Five9, in the transaction of the outcome or of the call's end that it is because of: so it is
 * done if and only if that happened. An opt-out is written down at once, the rest when the call is over and its outcome stands.
 * Nothing for tenants that have not given a user of Five9's. Thread-safe.
 */
public final class TaskBook implements Announcements {

    private final Announcements next;
    private final EntityManager entities;
    private final Clock clock;
    private final Ids ids;
    private final Function<String, Five9Account> accounts;
    private final NightWindow dncHours;

    /** @param accounts by tenant, asked in the transaction */
    public TaskBook(
            Announcements next,
            EntityManager entities,
            Clock clock,
            Ids ids,
            Function<String, Five9Account> accounts,
            NightWindow dncHours) {
        this.next = next;
        this.entities = entities;
        this.clock = clock;
        this.ids = ids;
        this.accounts = accounts;
        this.dncHours = dncHours;
    }

    @Override
    public void announce(Announcement announcement) {
        next.announce(announcement);
        boolean committed = announcement.type() == EventType.OUTCOME_COMMITTED;
        if (!committed && announcement.type() != EventType.CONVERSATION_ENDED) {
            return;
        }
        Five9Account account = accounts.apply(announcement.tenantId());
        if (!account.isSet()) {
            return;
        }
        int revision = (int) announcement.content().get("revision");
        if (committed && account.dnc() && (boolean) announcement.content().get("dnc")) {
            write(announcement, TaskKind.DNC, revision);
        }
        boolean stands = !committed || (boolean) announcement.content().get("counts") && isOver(announcement.subject());
        if (stands) {
            String outcome = (String) announcement.content().get("outcome");
            if (outcome.equals("callback") && !account.callbackList().isEmpty()) {
                write(announcement, TaskKind.CALLBACK, revision);
            }
            if (account.dispositions().containsKey(outcome)) {
                write(announcement, TaskKind.DISPOSITION, revision);
            }
        }
    }

    private boolean isOver(String conversationId) {
        return entities.createQuery("select c.state from ConversationRow c where c.id = :id", String.class)
                .setParameter("id", conversationId)
                .getResultStream()
                .anyMatch("ended"::equals);
    }

    /** A customer is put on the do-not-call list once; a later outcome of the others is done again. */
    private void write(Announcement announcement, TaskKind kind, int revision) {
        Instant now = clock.instant();
        TaskRow row = entities.createQuery(
                        "from TaskRow t where t.conversationId = :id and t.kind = :kind", TaskRow.class)
                .setParameter("id", announcement.subject())
                .setParameter("kind", kind.wire())
                .getResultStream()
                .findFirst()
                .orElse(null);
        if (row != null && (kind == TaskKind.DNC || row.revision >= revision)) {
            return;
        }
        if (row == null) {
            row = new TaskRow();
            row.id = ids.next("f9");
            row.tenantId = announcement.tenantId();
            row.conversationId = announcement.subject();
            row.kind = kind.wire();
            row.createdAt = now;
            begin(row, kind, revision, now);
            entities.persist(row);
        } else if (!row.state.equals(TaskRow.PENDING)) {
            begin(row, kind, revision, now);
        }
        row.revision = revision;
    }

    private void begin(TaskRow row, TaskKind kind, int revision, Instant now) {
        row.revision = revision;
        row.state = TaskRow.PENDING;
        row.attempts = 0;
        row.alone = false;
        row.maybeDone = false;
        row.detail = "";
        row.nextAt = kind == TaskKind.DNC ? dncHours.next(now) : now;
        row.settledAt = null;
    }

    /** A callback and a disposition need the customer's number, which is gone. An opt-out stays, with nothing of the customer. */
    @Override
    public void forget(String tenantId, String conversationId) {
        next.forget(tenantId, conversationId);
        entities.createQuery("delete from TaskRow t where t.tenantId = :tenant and t.conversationId = :id"
                        + " and t.kind <> :dnc")
                .setParameter("tenant", tenantId)
                .setParameter("id", conversationId)
                .setParameter("dnc", TaskKind.DNC.wire())
                .executeUpdate();
    }

    /** Tasks name nobody whom the caller was connected with. */
    @Override
    public void forgetTransfers(String tenantId, String conversationId) {
        next.forgetTransfers(tenantId, conversationId);
    }
}
