package io.voicebridge.five9.service;

import java.time.Instant;

/**
 * Something that is done at Five9 because of an outcome.
 *
 * @param state {@code pending}, {@code done}, {@code failed}, or {@code cancelled} if the outcome is another one by now
 * @param nextAt when it is tried the next time; null unless it is pending
 * @param detail what Five9 said last, or what was left out; empty if there is nothing to say
 */
public record Task(
        String id,
        String conversationId,
        TaskKind kind,
        String state,
        int attempts,
        Instant nextAt,
        String detail,
        Instant createdAt,
        Instant settledAt) {

    static Task of(TaskRow row) {
        return new Task(
                row.id,
                row.conversationId,
                TaskKind.of(row.kind),
                row.state,
                row.attempts,
                row.state.equals(TaskRow.PENDING) ? row.nextAt : null,
                row.detail,
                row.createdAt,
                row.settledAt);
    }
}
