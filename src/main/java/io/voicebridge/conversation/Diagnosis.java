package io.voicebridge.conversation;

import io.voicebridge.conversation.diagnosis.CallRules;
import io.voicebridge.conversation.diagnosis.Evidence;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what is known of a call that is over, and keeps the line that the rules make of it. Told at the end, again when an
 * outcome comes late, and a last time when a script that works would have asked. Runs in a transaction that has locked the
 * conversation.
 */
final class Diagnosis {

    /** When the last look is taken: what is asked within the script's time is on the timeline by then. */
    private static final Duration LAST_LOOK = Evidence.SCRIPT_HAS.plusSeconds(2);

    private static final int MAX_NOTES = 200;
    private static final int MAX_STRAYED = 5;

    private final EntityManager entities;
    private final Clock clock;
    private final JsonColumn json;

    Diagnosis(EntityManager entities, Clock clock, JsonColumn json) {
        this.entities = entities;
        this.clock = clock;
        this.json = json;
    }

    /** At the end of the call; whether Five9 asks is looked at later. */
    void atEnd(ConversationRow row, OutcomeRow outcome) {
        again(row, outcome);
        row.diagnosisDue = row.answeredAt == null ? null : row.endedAt.plus(LAST_LOOK);
    }

    void again(ConversationRow row, OutcomeRow outcome) {
        row.diagnosis = CallRules.diagnose(evidence(row, outcome));
    }

    private Evidence evidence(ConversationRow row, OutcomeRow outcome) {
        return new Evidence(
                row.correlation,
                Optional.ofNullable(row.answeredAt),
                row.endedAt,
                row.endedBy,
                row.endDetail,
                count(
                        "select count(v) from VariableRow v where v.conversationId = :id and v.source = 'header'",
                        row.id),
                count("select count(r) from RegistrationRow r where r.conversationId = :id", row.id) > 0,
                count("select count(t) from TranscriptRow t where t.conversationId = :id and t.role = 'caller'", row.id)
                        > 0,
                new Evidence.Result(
                        !outcome.source.equals(OutcomeSource.BRIDGE.wire()),
                        outcome.isFinal,
                        outcome.beforeBye,
                        outcome.outcome,
                        !outcome.summary.isBlank()),
                notes(row.id),
                strayed(row),
                clock.instant());
    }

    private List<Evidence.Entry> notes(String conversationId) {
        return entities.createQuery(
                        "from TimelineRow t where t.conversationId = :id and t.kind in :kinds order by t.at, t.id",
                        TimelineRow.class)
                .setParameter("id", conversationId)
                .setParameter("kinds", Evidence.KINDS)
                .setMaxResults(MAX_NOTES)
                .getResultStream()
                .map(row -> new Evidence.Entry(row.kind, row.at, row.summary, json.object(row.detail)))
                .toList();
    }

    private List<String> strayed(ConversationRow row) {
        Instant end = row.endedAt;
        return entities.createQuery(
                        "select m.correlation from MissedQueryRow m where m.tenantId = :tenant"
                                + " and m.at between :since and :until order by m.at",
                        String.class)
                .setParameter("tenant", row.tenantId)
                .setParameter("since", end.minusSeconds(1))
                .setParameter("until", end.plus(LAST_LOOK))
                .setMaxResults(MAX_STRAYED)
                .getResultList();
    }

    private int count(String query, String conversationId) {
        return entities.createQuery(query, Long.class)
                .setParameter("id", conversationId)
                .getSingleResult()
                .intValue();
    }
}
