package io.voicebridge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.Announcement;
import io.voicebridge.conversation.Announcements;
import jakarta.persistence.EntityManager;
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
        entities.createQuery("delete from DeliveryRow d where d.tenantId = :tenant and d.subject = :id")
                .setParameter("tenant", tenantId)
                .setParameter("id", conversationId)
                .executeUpdate();
        entities.createQuery("delete from OutboxRow o where o.tenantId = :tenant and o.subject = :id")
                .setParameter("tenant", tenantId)
                .setParameter("id", conversationId)
                .executeUpdate();
    }
}
