package io.voicebridge.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.conversation.Announcement;
import io.voicebridge.conversation.Announcements;
import io.voicebridge.conversation.OutcomeSource;
import io.voicebridge.conversation.OutcomeValue;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what conversations announce, once it is true: after the transaction. Labels are words of ours, and no tenant's, number's
 * or agent's. Thread-safe.
 */
final class MeteredAnnouncements implements Announcements {

    private final Announcements next;
    private final Supplier<Optional<MeterRegistry>> registry;

    /** @param registry asked each time: a live reload of routes may put another one in its place */
    MeteredAnnouncements(Announcements next, Supplier<Optional<MeterRegistry>> registry) {
        this.next = next;
        this.registry = registry;
    }

    /** Shows all counters from the start, so that the first of a kind counts as a rise. */
    void show() {
        registry.get().ifPresent(found -> {
            for (OutcomeValue outcome : OutcomeValue.values()) {
                ended(found, outcome.wire(), true);
            }
            ended(found, OutcomeValue.FAILED.wire(), false);
            for (OutcomeSource source : OutcomeSource.values()) {
                if (source != OutcomeSource.BRIDGE) {
                    committed(found, source.wire());
                }
            }
            transferred(found, true);
            transferred(found, false);
        });
    }

    @Override
    public void announce(Announcement announcement) {
        next.announce(announcement);
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            count(announcement);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count(announcement);
            }
        });
    }

    @Override
    public void forgetTransfers(String tenantId, String conversationId) {
        next.forgetTransfers(tenantId, conversationId);
    }

    @Override
    public void forget(String tenantId, String conversationId) {
        next.forget(tenantId, conversationId);
    }

    private void count(Announcement announcement) {
        registry.get().ifPresent(found -> {
            switch (announcement.type()) {
                case CONVERSATION_ENDED ->
                    ended(
                                    found,
                                    String.valueOf(announcement.content().get("outcome")),
                                    Boolean.TRUE.equals(announcement.content().get("answered")))
                            .increment();
                case OUTCOME_COMMITTED ->
                    committed(found, String.valueOf(announcement.content().get("source")))
                            .increment();
                case TRANSFER_COMPLETED -> transferred(found, true).increment();
                case TRANSFER_FAILED -> transferred(found, false).increment();
                case CONVERSATION_STARTED, CALL_REJECTED -> {
                    // sip_invites and sip_calls_refused count them
                }
            }
        });
    }

    private static Counter ended(MeterRegistry found, String outcome, boolean answered) {
        return Counter.builder("conversations_ended")
                .description("Conversations that are over, by their outcome; failed where nobody gave one")
                .tag("outcome", outcome)
                .tag("answered", answered ? "yes" : "no")
                .register(found);
    }

    private static Counter committed(MeterRegistry found, String source) {
        return Counter.builder("outcomes_committed")
                .description("Outcomes that were committed, by who did it")
                .tag("source", source)
                .register(found);
    }

    private static Counter transferred(MeterRegistry found, boolean completed) {
        return Counter.builder("conversations_transferred")
                .description("Transfers, by how they went")
                .tag("result", completed ? "completed" : "failed")
                .register(found);
    }
}
