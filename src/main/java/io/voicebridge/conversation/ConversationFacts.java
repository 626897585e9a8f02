package io.voicebridge.conversation;

import java.time.Instant;
import java.util.Optional;

/**
 * A conversation as others see it.
 *
 * @param node the bridge that has, or had, the call
 * @param state {@code ringing}, {@code talking} or {@code ended}
 * @param rehearsal whether a simulated customer called
 * @param hangUpAsked whether somebody on our side has asked for the end of the call; stays so after it
 * @param endedBy empty while it lasts
 * @param durationS seconds from the answer to the end, 0 while it lasts
 * @param finalOutcome true once an outcome was committed that is no checkpoint
 * @param outcome the word of the outcome that counts, or empty
 * @param toldRevision the revision that a script was given while the call was up, 0 if none was
 * @param recordingState {@code writing}, {@code complete}, {@code truncated}, {@code failed}, or empty if there is none
 * @param recording file name, or empty
 * @param traceparent where the call's trace goes on, as W3C Trace Context writes it, or empty
 */
public record ConversationFacts(
        String id,
        String callId,
        String node,
        String correlation,
        String ani,
        String dnis,
        String number,
        String agentId,
        String agent,
        int agentVersion,
        String state,
        boolean rehearsal,
        Instant startedAt,
        Optional<Instant> answeredAt,
        Optional<Instant> endedAt,
        boolean hangUpAsked,
        String endedBy,
        String endDetail,
        long durationS,
        int revision,
        int toldRevision,
        boolean finalOutcome,
        String outcome,
        String routeType,
        String recordingState,
        String recording,
        long recordedMs,
        String diagnosis,
        Optional<Instant> erasedAt,
        String traceparent) {

    static ConversationFacts of(ConversationRow row) {
        return new ConversationFacts(
                row.id,
                row.callId,
                row.node,
                row.correlation,
                row.ani,
                row.dnis,
                row.number,
                row.agentId,
                row.agent,
                row.agentVersion,
                row.state,
                row.rehearsal,
                row.startedAt,
                Optional.ofNullable(row.answeredAt),
                Optional.ofNullable(row.endedAt),
                !row.endedBy.isEmpty() || row.byeRevision >= 0,
                row.state.equals("ended") ? row.endedBy : "",
                row.endDetail,
                Durations.seconds(row),
                row.revision,
                row.toldRevision,
                row.finalOutcome,
                row.outcome,
                row.routeType,
                row.recordingState,
                row.recording,
                row.recordedMs,
                row.diagnosis,
                Optional.ofNullable(row.erasedAt),
                row.traceparent);
    }

    /**
     * Whether the outcome that counts was given to a script before the call had ended. What its answer left out then, it
     * leaves out for good.
     */
    public boolean wasToldEarly() {
        return revision > 0 && toldRevision == revision;
    }

    /** Whether the BYE is on its way and the end of the call is about to be written. */
    public boolean isEnding() {
        return isLive() && hangUpAsked;
    }

    public boolean isLive() {
        return !state.equals("ended");
    }
}
