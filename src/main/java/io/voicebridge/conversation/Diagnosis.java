package io.voicebridge.conversation;

import io.voicebridge.conversation.diagnosis.CallRules;
import io.voicebridge.conversation.diagnosis.Evidence;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** The kinds stand in the text: as a parameter they cost each query an exception within Hibernate. */
    private static final String NOTES = Evidence.KINDS.stream()
            .sorted()
            .collect(Collectors.joining(
                    "', '",
                    "from TimelineRow t where t.conversationId = :id and t.kind in ('",
                    "') order by t.at, t.id"));

    private static final String COUNTS = "select"
            + " (select count(v) from VariableRow v where v.conversationId = c.id and v.source = 'header'),"
            + " (select count(r) from RegistrationRow r where r.conversationId = c.id),"
            + " (select count(t) from TranscriptRow t where t.conversationId = c.id and t.role = 'caller')"
            + " from ConversationRow c where c.id = :id";

    /**
     * What there is of a call.
     *
     * @param headers variables that came with them
     * @param utterances of the caller
     */
    private record Counts(int headers, long registrations, long utterances) {}

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
        Counts counts = counts(row.id);
        return new Evidence(
                row.correlation,
                Optional.ofNullable(row.answeredAt),
                row.endedAt,
                row.endedBy,
                row.endDetail,
                counts.headers(),
                counts.registrations() > 0,
                counts.utterances() > 0,
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
        return entities.createQuery(NOTES, TimelineRow.class)
                .setParameter("id", conversationId)
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

    private Counts counts(String conversationId) {
        Object[] found = entities.createQuery(COUNTS, Object[].class)
                .setParameter("id", conversationId)
                .getSingleResult();
        return new Counts(Math.toIntExact((Long) found[0]), (Long) found[1], (Long) found[2]);
    }
}
