package io.voicebridge.conversation;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How a tenant's calls went in a stretch of time, but for rehearsals. Counts are of all calls and are made by the database; what needs a look
 * into each call is of the newest {@link #SAMPLE} only, so that an answer costs the same however many there were. Blocks on
 * the database; thread-safe.
 */
public final class CallStatistics {

    /** How many calls are looked into. */
    public static final int SAMPLE = 1000;

    /** How long a Query module of Five9 waits by default. */
    private static final long SCRIPT_WAITS_MS = 5000;

    /** What ended otherwise came back to the script by itself. */
    private static final Set<String> HANDED_BACK = Set.of("agent", "api", "bridge");

    /** Calls of a stretch of time by the word of their outcome; a call without one counts under the empty word. */
    public record Period(Instant from, long calls, Map<String, Long> outcomes) {}

    /**
     * @param calls that were answered and are over
     * @param noOutcome of these, without one that an agent, tool or person gave
     * @param handedBack of these, ended by our side, so that the script goes on
     * @param returned of those handed back, whose outcome the script asked for
     * @param turnGaps of each call the median in milliseconds, sorted
     * @param lookups how long each question of a script took us in milliseconds, sorted
     * @param lookupsLate longer than a script waits
     */
    public record Sample(
            int calls,
            int noOutcome,
            int handedBack,
            int returned,
            List<Long> turnGaps,
            List<Long> lookups,
            int lookupsLate) {}

    /** @param live that are up now, whenever they began */
    public record Figures(long live, long rejected, List<Period> periods, Sample sample) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final JsonColumn json;

    CallStatistics(EntityManager entities, TransactionTemplate transactions, JsonColumn json) {
        this.entities = entities;
        this.transactions = transactions;
        this.json = json;
    }

    /** @param periods how many equal parts the time is told in */
    public Figures of(String tenantId, Instant from, Instant to, int periods) {
        return transactions.execute(status -> {
            List<Period> told = new ArrayList<>();
            Duration part = Duration.between(from, to).dividedBy(periods);
            for (int i = 0; i < periods; i++) {
                Instant begin = from.plus(part.multipliedBy(i));
                told.add(period(tenantId, begin, i == periods - 1 ? to : begin.plus(part)));
            }
            return new Figures(live(tenantId), rejected(tenantId, from, to), told, sample(tenantId, from, to));
        });
    }

    private Period period(String tenantId, Instant from, Instant to) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        entities.createQuery(
                        "select c.outcome, count(c) from ConversationRow c where c.tenantId = :tenant"
                                + " and c.startedAt >= :from and c.startedAt < :to and c.rehearsal = false group by c.outcome order by c.outcome",
                        Object[].class)
                .setParameter("tenant", tenantId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList()
                .forEach(row -> outcomes.put((String) row[0], (Long) row[1]));
        return new Period(
                from, outcomes.values().stream().mapToLong(Long::longValue).sum(), outcomes);
    }

    /** Found by their state, of which there are few: by their tenant H2 would read every call that it has. */
    private long live(String tenantId) {
        return entities.createQuery(
                        "select count(c) from ConversationRow c where c.tenantId = :tenant and c.id in"
                                + " (select o.id from ConversationRow o where o.state in ('ringing', 'talking'))",
                        Long.class)
                .setParameter("tenant", tenantId)
                .getSingleResult();
    }

    private long rejected(String tenantId, Instant from, Instant to) {
        return entities.createQuery(
                        "select count(r) from RejectedRow r where (r.tenantId = :tenant or r.tenantId is null"
                                + " and (select count(t) from TenantRow t) = 1) and r.at >= :from and r.at < :to",
                        Long.class)
                .setParameter("tenant", tenantId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getSingleResult();
    }

    /** What is looked at of a call. */
    private record Ended(String id, String by, String metrics) {}

    private Sample sample(String tenantId, Instant from, Instant to) {
        List<Ended> calls = entities.createQuery(
                        "select c.id, c.endedBy, c.metrics from ConversationRow c where c.tenantId = :tenant"
                                + " and c.startedAt >= :from and c.startedAt < :to and c.rehearsal = false"
                                + " and c.answeredAt is not null and c.endedAt is not null order by c.tenantId desc, c.id desc",
                        Object[].class)
                .setParameter("tenant", tenantId)
                .setParameter("from", from)
                .setParameter("to", to)
                .setMaxResults(SAMPLE)
                .getResultStream()
                .map(row -> new Ended((String) row[0], (String) row[1], (String) row[2]))
                .toList();
        if (calls.isEmpty()) {
            return new Sample(0, 0, 0, 0, List.of(), List.of(), 0);
        }
        List<String> ids = calls.stream().map(Ended::id).toList();
        List<Object[]> questions = entities.createQuery(
                        "select t.conversationId, t.detail from TimelineRow t where t.conversationId in :ids"
                                + " and t.kind = 'outcome-read'",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList();
        Set<String> asked = questions.stream().map(row -> (String) row[0]).collect(Collectors.toSet());
        List<String> back = calls.stream()
                .filter(call -> HANDED_BACK.contains(call.by()))
                .map(Ended::id)
                .toList();
        List<Long> lookups = numbers(
                questions.stream().map(row -> json.object((String) row[1]).get("took_ms")));
        return new Sample(
                calls.size(),
                withoutOutcome(ids),
                back.size(),
                (int) back.stream().filter(asked::contains).count(),
                numbers(calls.stream().map(call -> turnGap(call.metrics()))),
                lookups,
                (int) lookups.stream().filter(took -> took > SCRIPT_WAITS_MS).count());
    }

    private int withoutOutcome(List<String> ids) {
        return entities.createQuery(
                        "select count(o) from OutcomeRow o, ConversationRow c where c.id in :ids"
                                + " and o.conversationId = c.id and o.revision = c.revision and o.source = :bridge",
                        Long.class)
                .setParameter("ids", ids)
                .setParameter("bridge", OutcomeSource.BRIDGE.wire())
                .getSingleResult()
                .intValue();
    }

    private Object turnGap(String metrics) {
        return metrics.isEmpty()
                ? null
                : json.object(metrics).get("turn_gap_ms") instanceof Map<?, ?> times ? times.get("median") : null;
    }

    private static List<Long> numbers(Stream<?> values) {
        return values.filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .sorted()
                .toList();
    }
}
