package io.voicebridge.rehearsal;

import java.util.List;

/** One call of a rehearsal: what happened, what became of it, and whether that was expected. */
public final class RehearsedCall {

    private final Customer customer;
    private final String correlation;
    private final String conversationId;
    private final List<Journal.Entry> journal;
    private final ScriptEnd end;
    private final List<String> deviations;
    private final long tookMs;

    RehearsedCall(
            Customer customer,
            String correlation,
            String conversationId,
            List<Journal.Entry> journal,
            ScriptEnd end,
            List<String> deviations,
            long tookMs) {
        this.customer = customer;
        this.correlation = correlation;
        this.conversationId = conversationId;
        this.journal = List.copyOf(journal);
        this.end = end;
        this.deviations = List.copyOf(deviations);
        this.tookMs = tookMs;
    }

    /** What the customer is called in the customers file. */
    public String customer() {
        return customer.name();
    }

    public boolean asExpected() {
        return deviations.isEmpty();
    }

    /** The call in a line: who, what became of it, and what was not as expected. */
    public String line() {
        return customer() + ": " + end.sentence()
                + (deviations.isEmpty() ? "" : " (" + String.join("; ", deviations) + ")");
    }

    /** The call as a sequence diagram for a terminal. */
    public String ladder(Drawing drawing) {
        return new Ladder(drawing).draw(this);
    }

    /** What became of the call, in a sentence. */
    public String result() {
        return end.sentence();
    }

    Customer who() {
        return customer;
    }

    String correlation() {
        return correlation;
    }

    /** The bridge's id of the conversation, or empty if the call never reached it. */
    String conversationId() {
        return conversationId;
    }

    List<Journal.Entry> journal() {
        return journal;
    }

    ScriptEnd end() {
        return end;
    }

    /** What was not as expected, a sentence each. */
    public List<String> deviations() {
        return deviations;
    }

    long tookMs() {
        return tookMs;
    }
}
