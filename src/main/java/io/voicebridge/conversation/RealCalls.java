package io.voicebridge.conversation;

import jakarta.persistence.EntityManager;

/** Tells others of real calls only: what comes of a rehearsal is nobody's lead. Thread-safe. */
final class RealCalls implements Announcements {

    private final Announcements next;
    private final EntityManager entities;

    RealCalls(Announcements next, EntityManager entities) {
        this.next = next;
        this.entities = entities;
    }

    /** The conversation is in the transaction already, so this asks the database nothing. */
    @Override
    public void announce(Announcement announcement) {
        ConversationRow row = entities.find(ConversationRow.class, announcement.subject());
        if (row == null || !row.rehearsal) {
            next.announce(announcement);
        }
    }

    @Override
    public void forget(String tenantId, String conversationId) {
        next.forget(tenantId, conversationId);
    }

    @Override
    public void forgetTransfers(String tenantId, String conversationId) {
        next.forgetTransfers(tenantId, conversationId);
    }
}
