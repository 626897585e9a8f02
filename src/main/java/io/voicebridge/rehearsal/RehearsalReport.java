package io.voicebridge.rehearsal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of all the calls, in the order of the customers. */
public record RehearsalReport(String script, List<RehearsedCall> calls) {

    /** This report and what became of more calls with the same script. */
    public RehearsalReport and(RehearsalReport more) {
        List<RehearsedCall> all = new ArrayList<>(calls);
        all.addAll(more.calls);
        return new RehearsalReport(script, List.copyOf(all));
    }

    public boolean allAsExpected() {
        return calls.stream().allMatch(RehearsedCall::asExpected);
    }

    /** The calls in figures. */
    public RehearsalSummary summary() {
        return RehearsalSummary.of(calls);
    }

    /** A table with a line for each call, and what was not as expected below its line. */
    public String table() {
        int widest =
                calls.stream().mapToInt(call -> call.customer().length()).max().orElse(0);
        String format = "  %-" + Math.max(widest, 8) + "s  %-32s  %7s  %s%n";
        StringBuilder table = new StringBuilder(format(format, "customer", "the script's result", "took", ""));
        for (RehearsedCall call : calls) {
            table.append(format(
                    format,
                    call.customer(),
                    call.result(),
                    String.format(Locale.ROOT, "%.1f s", call.tookMs() / 1000.0),
                    call.asExpected() ? "as expected" : "NOT AS EXPECTED"));
            call.deviations()
                    .forEach(deviation ->
                            table.append("      ").append(deviation).append('\n'));
        }
        return table.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace(System.lineSeparator(), "\n");
    }

    /** The report for programs. */
    public ObjectNode json(ObjectMapper mapper) {
        ObjectNode report = mapper.createObjectNode();
        report.put("script", script).put("as_expected", allAsExpected());
        report.set("summary", mapper.valueToTree(summary()));
        ArrayNode list = report.putArray("calls");
        for (RehearsedCall call : calls) {
            ObjectNode node = list.addObject();
            node.put("customer", call.customer())
                    .put("correlation", call.correlation())
                    .put("conversation_id", call.conversationId())
                    .put("result", call.result())
                    .put("expected", call.who().expected().map(Object::toString).orElse(""))
                    .put("as_expected", call.asExpected())
                    .put("took_ms", call.tookMs());
            node.set("deviations", mapper.valueToTree(call.deviations()));
            node.set(
                    "steps",
                    mapper.valueToTree(
                            call.journal().stream().map(RehearsalReport::stepOf).toList()));
        }
        return report;
    }

    /** A step with its kind, because the kinds differ in what they hold. */
    private record NamedStep(@JsonProperty("at_ms") long atMs, String kind, CallStep step) {}

    private static NamedStep stepOf(Journal.Entry entry) {
        return new NamedStep(entry.atMs(), entry.step().getClass().getSimpleName(), entry.step());
    }
}
