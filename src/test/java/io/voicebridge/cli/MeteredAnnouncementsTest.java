package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicebridge.conversation.Announcement;
import io.voicebridge.conversation.Announcements;
import io.voicebridge.conversation.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class MeteredAnnouncementsTest {

    private static final Announcement ENDED = new Announcement(
            "tn_1",
            "cv_1",
            EventType.CONVERSATION_ENDED,
            Instant.EPOCH,
            Map.of("outcome", "qualified", "answered", true, "number", "+13453453453"));

    private final List<Announcement> passedOn = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredAnnouncements announcements = new MeteredAnnouncements(
            new Announcements() {
                @Override
                public void announce(Announcement announcement) {
                    passedOn.add(announcement);
                }

                @Override
                public void forget(String tenantId, String conversationId) {}

                @Override
                public void forgetTransfers(String tenantId, String conversationId) {}
            },
            () -> Optional.of(registry));

    @AfterEach
    void leaveTheTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.clearSynchronization();
        }
    }

    private double ended() {
        return registry.get("conversations_ended")
                .tag("outcome", "qualified")
                .tag("answered", "yes")
                .counter()
                .count();
    }

    @Test
    void countsAnEndWhenItIsCommitted() {
        announcements.show();
        TransactionSynchronizationManager.initSynchronization();

        announcements.announce(ENDED);

        assertThat(passedOn).containsExactly(ENDED);
        assertThat(ended()).as("before the commit, which may fail").isZero();
        TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
        assertThat(ended()).isEqualTo(1);
    }

    @Test
    void countsOutcomesBySourceAndTransfersByResult() {
        announcements.announce(new Announcement(
                "tn_1", "cv_1", EventType.OUTCOME_COMMITTED, Instant.EPOCH, Map.of("source", "webhook")));
        announcements.announce(
                new Announcement("tn_1", "cv_1", EventType.TRANSFER_FAILED, Instant.EPOCH, Map.of("mode", "warm")));

        assertThat(registry.get("outcomes_committed")
                        .tag("source", "webhook")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("conversations_transferred")
                        .tag("result", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
