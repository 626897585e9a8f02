package io.voicebridge.cli;

import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.CallStatistics;
import io.voicebridge.directory.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Shows how calls went. Bean {@code statisticsDesk}. Thread-safe. */
public final class StatisticsDesk {

    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(92);

    private final CallStatistics statistics;
    private final Clock clock;

    StatisticsDesk(CallStatistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    /** @throws Problem 400 {@code bad_filter} if the time ends before it begins, or is too long */
    public Map<String, Object> show(Exchange exchange) {
        Asked asked = new Asked(exchange);
        Instant to = asked.instant("to").orElseGet(clock::instant);
        Instant from = asked.instant("from").orElseGet(() -> to.minus(USUAL));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new Problem(400, "bad_filter", "from has to be before to, and at most 92 days before it");
        }
        CallStatistics.Figures figures =
                statistics.of(asked.tenant(), from, to, exchange.getVariable("periods", 24, Integer.class));
        CallStatistics.Sample sample = figures.sample();
        Map<String, Object> looked = new LinkedHashMap<>();
        looked.put("calls", sample.calls());
        looked.put("no_outcome", sample.noOutcome());
        looked.put("handed_back", sample.handedBack());
        looked.put("returned", sample.returned());
        looked.put("turn_gap_ms", times(sample.turnGaps()));
        looked.put("lookup_ms", times(sample.lookups()));
        looked.put("lookups_late", sample.lookupsLate());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("from", from);
        view.put("to", to);
        view.put("live", figures.live());
        view.put("rejected", figures.rejected());
        view.put("periods", figures.periods());
        view.put("sample", looked);
        return view;
    }

    /** @param sorted in milliseconds; null if there are none */
    private static Map<String, Object> times(List<Long> sorted) {
        return sorted.isEmpty()
                ? null
                : Map.of(
                        "count", sorted.size(),
                        "median", sorted.get((sorted.size() - 1) / 2),
                        "p95", sorted.get((sorted.size() - 1) * 95 / 100),
                        "max", sorted.get(sorted.size() - 1));
    }
}
