package io.voicebridge.rehearsal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Many calls in figures.
 *
 * @param results how many calls came to which end
 * @param answer from INVITE to 200
 * @param firstAudio from 200 to the agent's first sound
 * @param query from the request of a Query module to the end of its answer
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RehearsalSummary(
        int calls,
        int asExpected,
        Map<String, Integer> results,
        Millis answer,
        Millis firstAudio,
        Millis query,
        int queriesFailed) {

    /** Of {@code count} times; all 0 if there was none. */
    public record Millis(
            int count,
            long p50,
            long p95,
            @JsonProperty("max") long longest) {

        static Millis of(LongStream times) {
            long[] sorted = times.sorted().toArray();
            return sorted.length == 0
                    ? new Millis(0, 0, 0, 0)
                    : new Millis(sorted.length, at(sorted, 50), at(sorted, 95), sorted[sorted.length - 1]);
        }

        private static long at(long[] sorted, int percent) {
            return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
        }

        @Override
        public String toString() {
            return p50 + " / " + p95 + " / " + longest + " ms";
        }
    }

    static RehearsalSummary of(List<RehearsedCall> calls) {
        Map<String, Integer> results = new TreeMap<>();
        calls.forEach(call -> results.merge(call.end().sentence(), 1, Integer::sum));
        return new RehearsalSummary(
                calls.size(),
                (int) calls.stream().filter(RehearsedCall::asExpected).count(),
                results,
                Millis.of(calls.stream().flatMapToLong(RehearsalSummary::answers)),
                Millis.of(calls.stream().flatMapToLong(RehearsalSummary::firstAudio)),
                Millis.of(calls.stream().flatMapToLong(RehearsalSummary::queries)),
                calls.stream().mapToInt(RehearsalSummary::failedQueries).sum());
    }

    private static LongStream answers(RehearsedCall call) {
        return call.journal().stream()
                .filter(entry -> entry.step() instanceof CallStep.TransferAnswered)
                .mapToLong(entry -> ((CallStep.TransferAnswered) entry.step()).tookMs());
    }

    private static LongStream firstAudio(RehearsedCall call) {
        long[] answered = at(call, CallStep.TransferAnswered.class);
        long[] heard = at(call, CallStep.FirstAudio.class);
        return answered.length > 0 && heard.length > 0 ? LongStream.of(heard[0] - answered[0]) : LongStream.empty();
    }

    private static long[] at(RehearsedCall call, Class<? extends CallStep> kind) {
        return call.journal().stream()
                .filter(entry -> kind.isInstance(entry.step()))
                .mapToLong(Journal.Entry::atMs)
                .toArray();
    }

    private static LongStream queries(RehearsedCall call) {
        return call.journal().stream()
                .filter(entry -> entry.step() instanceof CallStep.QueryAnswered)
                .mapToLong(entry -> ((CallStep.QueryAnswered) entry.step()).tookMs());
    }

    private static int failedQueries(RehearsedCall call) {
        return (int) call.journal().stream()
                .filter(entry -> entry.step() instanceof CallStep.QueryFailed)
                .count();
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(calls).append(" calls, ").append(asExpected).append(" as expected\n");
        results.forEach((result, count) -> text.append(String.format(Locale.ROOT, "  %6d  %s\n", count, result)));
        text.append("p50 / p95 / longest\n");
        text.append("  INVITE to 200        ").append(answer).append('\n');
        text.append("  200 to first sound   ").append(firstAudio).append('\n');
        text.append("  Query                ")
                .append(query)
                .append(", ")
                .append(queriesFailed)
                .append(" failed\n");
        return text.toString();
    }
}
