package io.voicebridge.five9.service;

import io.voicebridge.directory.Five9Account;
import java.util.List;

/**
 * Tasks of one tenant and kind that go to Five9 in one request.
 *
 * @param maybeDone whether an earlier request for them was never answered; then there is one of them
 */
public record Batch(String tenantId, Five9Account account, TaskKind kind, List<Item> items, boolean maybeDone) {

    /** @param revision of the outcome when it was taken; a later one makes another request of it */
    public record Item(String taskId, String conversationId, int revision) {}
}
