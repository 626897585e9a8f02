package io.voicebridge.conversation;

import io.voicebridge.directory.IdempotencyKeys;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Forgets who called and what was said. Time, number, agent and the word of the outcome stay for the statistics; an
 * opt-out stays as what it is, without a word of how it came about. Runs in a transaction that has locked the
 * conversation.
 */
final class Erasure {

    private static final List<String> PERSONAL = List.of("TranscriptRow", "VariableRow", "PartyRow", "TimelineRow");

    private final EntityManager entities;
    private final Clock clock;
    private final Timeline timeline;
    private final Announcements announcements;
    private final NodeCommands commands;
    private final Consumer<String> signals;

    /** @param signals forgets the SIP messages of a Call-ID that this bridge has kept */
    Erasure(
            EntityManager entities,
            Clock clock,
            Timeline timeline,
            Announcements announcements,
            NodeCommands commands,
            Consumer<String> signals) {
        this.entities = entities;
        this.clock = clock;
        this.timeline = timeline;
        this.announcements = announcements;
        this.commands = commands;
        this.signals = signals;
    }

    /**
     * @param row of a call that is over
     * @param recording called with the recording's file name, if there is one; if it throws, nothing is erased
     */
    void erase(ConversationRow row, String actor, String reason, Consumer<String> recording) {
        if (!row.recording.isEmpty()) {
            recording.accept(row.recording);
            commands.eraseRecording(row);
        }
        if (!row.callId.isEmpty()) {
            signals.accept(row.callId);
            commands.forgetSignals(row, clock.instant());
        }
        Optional<OutcomeRow> optOut = optOut(row.id);
        entities.createQuery("delete from RegistrationRow r where r.conversationId = :id")
                .setParameter("id", row.id)
                .executeUpdate();
        for (String table : PERSONAL) {
            entities.createQuery("delete from " + table + " t where t.conversationId = :id")
                    .setParameter("id", row.id)
                    .executeUpdate();
        }
        entities.createQuery("delete from OutcomeRow o where o.conversationId = :id and o.revision <> :kept")
                .setParameter("id", row.id)
                .setParameter("kept", optOut.map(kept -> kept.revision).orElse(0))
                .executeUpdate();
        optOut.ifPresent(Erasure::strip);
        IdempotencyKeys.forget(entities, row.tenantId, row.id);
        announcements.forget(row.tenantId, row.id);
        row.erasedAt = clock.instant();
        row.erasedCorrelation = row.correlation.isEmpty() ? "" : trace(row.tenantId, row.correlation);
        row.revision = optOut.map(kept -> kept.revision).orElse(0);
        row.ani = "";
        row.correlation = "";
        row.callId = "";
        row.recording = "";
        row.recordingState = "";
        row.recordedMs = 0;
        row.endDetail = "";
        row.diagnosis = "Erased.";
        timeline.write(row.tenantId, row.id, new Note("erased", actor, reason));
    }

    private Optional<OutcomeRow> optOut(String conversationId) {
        return entities.createQuery("from OutcomeRow o where o.conversationId = :id and o.dnc", OutcomeRow.class)
                .setParameter("id", conversationId)
                .getResultStream()
                .max(Comparator.<OutcomeRow, Boolean>comparing(row -> row.isFinal)
                        .thenComparing(row -> row.revision));
    }

    private static void strip(OutcomeRow row) {
        row.outcome = OutcomeValue.DO_NOT_CALL.wire();
        row.routeType = Route.NONE.type().name();
        row.routeValue = "";
        row.routeReason = "";
        row.summary = "";
        row.intent = "";
        row.callbackAt = "";
        row.consent = "";
        row.confidence = null;
        row.variables = "{}";
        row.evidence = "[]";
    }

    /** What an erased conversation is found by, when somebody who knows its correlation brings an opt-out. */
    static String trace(String tenantId, String correlation) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((tenantId + ' ' + correlation).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
