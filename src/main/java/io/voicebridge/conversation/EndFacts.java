package io.voicebridge.conversation;

import java.util.List;
import java.util.Map;

/**
 * How a call ended.
 *
 * @param endedBy {@code caller}, {@code agent}, {@code bridge} or {@code fault}
 * @param detail one sentence for a person
 * @param notes for the timeline, in the same transaction
 * @param metrics what was measured in the call, made of JSON's values; empty if nothing was
 */
public record EndFacts(
        String endedBy, String detail, RecordingFacts recording, List<Note> notes, Map<String, Object> metrics) {

    /** Of a call in which nothing was measured. */
    public EndFacts(String endedBy, String detail, RecordingFacts recording, List<Note> notes) {
        this(endedBy, detail, recording, notes, Map.of());
    }

    /**
     * Of a call whose recording is whole.
     *
     * @param file name of the recording, or empty
     * @param recordedMs length of the recording
     */
    public EndFacts(String endedBy, String detail, String file, long recordedMs) {
        this(
                endedBy,
                detail,
                file.isEmpty()
                        ? RecordingFacts.NONE
                        : new RecordingFacts(RecordingFacts.State.COMPLETE, file, recordedMs, 0),
                List.of());
    }
}
