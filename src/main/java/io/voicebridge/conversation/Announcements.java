package io.voicebridge.conversation;

/** Where conversations say what others may want to know. */
public interface Announcements {

    /** Called in the transaction that makes it true; one that has locked the conversation, if there is one. */
    void announce(Announcement announcement);

    /** Called in the transaction that erases a conversation: what has not been told of it yet is not told any more. */
    void forget(String tenantId, String conversationId);

    /**
     * Called in the transaction that forgets whom the caller of a conversation was connected with: what is told of it later leaves
     * that out.
     */
    void forgetTransfers(String tenantId, String conversationId);
}
