package io.voicebridge.conversation;

import java.util.Optional;
import java.util.stream.Stream;

/** What others are told of. The names on the wire are fixed: receivers choose by them. */
public enum EventType {
    CONVERSATION_STARTED("conversation.started"),
    CONVERSATION_ENDED("conversation.ended"),
    OUTCOME_COMMITTED("outcome.committed"),
    TRANSFER_COMPLETED("transfer.completed"),
    TRANSFER_FAILED("transfer.failed"),
    CALL_REJECTED("call.rejected");

    private final String wire;

    EventType(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<EventType> of(String wire) {
        return Stream.of(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }
}
