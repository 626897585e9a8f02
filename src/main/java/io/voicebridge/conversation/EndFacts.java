package io.voicebridge.conversation;

import java.util.List;

/**
 * How a call ended.
 *
 * @param endedBy {@code caller}, {@code agent}, {@code bridge} or {@code fault}
 * @param detail one sentence for a person
 * @param notes for the timeline, in the same transaction
 */
public record EndFacts(String endedBy, String detail, RecordingFacts recording, List<Note> notes) {

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
