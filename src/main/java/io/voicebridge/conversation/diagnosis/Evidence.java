package io.voicebridge.conversation.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a call that is over.
 *
 * @param correlation what Five9 has to ask with; empty if it sent none
 * @param answeredAt empty if the agent never answered
 * @param endedBy {@code caller}, {@code agent}, {@code api}, {@code bridge}, {@code fault} or {@code interrupted}
 * @param headers how many lead headers came with the call
 * @param registered whether Five9 had registered the call
 * @param callerSpoke whether the transcript has a word of the caller
 * @param notes entries of the timeline that rules look at, oldest first
 * @param strayed correlations that were asked for around the end of the call and that no call had
 * @param now when the judgement is made
 */
public record Evidence(
        String correlation,
        Optional<Instant> answeredAt,
        Instant endedAt,
        String endedBy,
        String endDetail,
        int headers,
        boolean registered,
        boolean callerSpoke,
        Result outcome,
        List<Entry> notes,
        List<String> strayed,
        Instant now) {

    /** How long after our BYE a script has to ask. */
    public static final Duration SCRIPT_HAS = Duration.ofSeconds(10);

    /** Kinds of timeline entries that rules look at. */
    public static final Set<String> KINDS = Set.of(
            "media",
            "carrier-headers",
            "variable-missing",
            "registration-ambiguous",
            "correlation-clash",
            "agent-failed",
            "outcome-read",
            "outbound-refused",
            "five9-hangup");

    /** A timeline entry. */
    public record Entry(String kind, Instant at, String summary, Map<String, Object> detail) {

        String text(String name) {
            Object value = detail.get(name);
            return value == null ? "" : value.toString();
        }

        long number(String name) {
            return detail.get(name) instanceof Number number ? number.longValue() : 0;
        }
    }

    /**
     * The outcome that counts.
     *
     * @param committed false if the bridge wrote it for lack of any
     * @param value such as {@code qualified}
     */
    public record Result(boolean committed, boolean isFinal, boolean beforeBye, String value, boolean hasSummary) {}

    Optional<Entry> note(String kind) {
        return notes.stream().filter(entry -> entry.kind().equals(kind)).findFirst();
    }

    /** Our BYE gave the call back, so that a script goes on and asks. */
    boolean wasGivenBack() {
        return answeredAt.isPresent() && Set.of("agent", "api", "bridge").contains(endedBy);
    }

    /** Questions that came after the call was given back; clocks of two machines may differ by a second. */
    List<Entry> questions() {
        Instant since = endedAt.minusSeconds(1);
        return notes.stream()
                .filter(entry ->
                        entry.kind().equals("outcome-read") && !entry.at().isBefore(since))
                .toList();
    }

    /** Whether a script that works would have asked by now. */
    boolean isQuestionOverdue() {
        return wasGivenBack() && questions().isEmpty() && !now.isBefore(endedAt.plus(SCRIPT_HAS));
    }

    Duration talked() {
        return answeredAt.map(start -> Duration.between(start, endedAt)).orElse(Duration.ZERO);
    }
}
