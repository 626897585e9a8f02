package io.voicebridge.conversation;

import java.util.Map;

/** Where conversations say what others may want to know. */
public interface Announcements {

    /**
     * Called in the transaction that makes it true.
     *
     * @param conversationId also the key by which a receiver keeps events in order
     * @param type such as {@code outcome.committed}
     * @param content strings, numbers, booleans, lists and maps of them
     */
    void announce(String tenantId, String conversationId, String type, Map<String, Object> content);

    /** Called in the transaction that erases a conversation: what has not been told of it yet is not told any more. */
    void forget(String tenantId, String conversationId);
}
