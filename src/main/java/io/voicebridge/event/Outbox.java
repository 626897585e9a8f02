package io.voicebridge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.conversation.Announcement;
import io.voicebridge.conversation.Announcements;
import io.voicebridge.conversation.EventType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps events in the database, in the transaction of what they tell about, until they are delivered. So an event is
 * told if and only if the thing happened. Thread-safe.
 */
public final class Outbox implements Announcements {

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Supplier<String> eventIds;
    private final EventBeat beat;

    /**
     * @param eventIds gives a new id at each call, from any thread
     * @param beat told of each event
     */
    public Outbox(EntityManager entities, ObjectMapper json, Supplier<String> eventIds, EventBeat beat) {
        this.entities = entities;
        this.json = json;
        this.eventIds = eventIds;
        this.beat = beat;
    }

    @Override
    public void announce(Announcement announcement) {
        OutboxRow row = new OutboxRow();
        row.eventId = eventIds.get();
        row.tenantId = announcement.tenantId();
        row.subject = announcement.subject();
        row.type = announcement.type().wire();
        row.happenedAt = announcement.at();
        row.traceparent = announcement.traceparent();
        try {
            row.payload = json.writeValueAsString(announcement.content());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An event is made of JSON values", e);
        }
        entities.persist(row);
        beat.afterCommit();
    }

    @Override
    public void forget(String tenantId, String conversationId) {
        delete("OutboxRow", "seq", tenantId, conversationId);
        delete("DeliveryRow", "eventSeq", tenantId, conversationId);
    }

    @Override
    public void forgetTransfers(String tenantId, String conversationId) {
        entities.createQuery(
                        "select o from OutboxRow o where o.tenantId = :tenant and o.subject = :subject"
                                + " and o.type in :types order by o.seq",
                        OutboxRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("subject", conversationId)
                .setParameter("types", List.of(EventType.TRANSFER_COMPLETED.wire(), EventType.TRANSFER_FAILED.wire()))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(this::leaveOutWho);
    }

    private void leaveOutWho(OutboxRow row) {
        try {
            if (json.readTree(row.payload) instanceof ObjectNode content) {
                row.payload = json.writeValueAsString(content.put("to", ""));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is JSON", e);
        }
    }

    /** Locked first, in the order in which everybody locks them. */
    private void delete(String row, String order, String tenantId, String subject) {
        entities.createQuery(
                        "select r from " + row + " r where r.tenantId = :tenant and r.subject = :subject order by r."
                                + order,
                        Object.class)
                .setParameter("tenant", tenantId)
                .setParameter("subject", subject)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(entities::remove);
        entities.flush();
    }
}
