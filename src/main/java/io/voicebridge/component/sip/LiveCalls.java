package io.voicebridge.component.sip;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that have an agent session, by conversation and by Call-ID. Thread-safe; bounded by the engine's limit of calls. */
final class LiveCalls {

    private final Map<String, LiveCall> byConversation = new ConcurrentHashMap<>();
    private final Map<String, LiveCall> byCallId = new ConcurrentHashMap<>();

    void add(LiveCall call) {
        byConversation.put(call.conversationId(), call);
        byCallId.put(call.call().callId(), call);
    }

    void remove(LiveCall call) {
        byConversation.remove(call.conversationId(), call);
        byCallId.remove(call.call().callId(), call);
    }

    Optional<LiveCall> ofConversation(String conversationId) {
        return Optional.ofNullable(byConversation.get(conversationId));
    }

    Optional<LiveCall> ofCallId(String callId) {
        return Optional.ofNullable(byCallId.get(callId));
    }

    Collection<LiveCall> all() {
        return List.copyOf(byConversation.values());
    }

    int size() {
        return byConversation.size();
    }
}
