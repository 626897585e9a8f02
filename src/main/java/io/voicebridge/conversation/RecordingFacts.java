package io.voicebridge.conversation;

import java.util.Locale;

/**
 * What became of a recording.
 *
 * @param file its name in the folder of recordings, or empty
 * @param millis length of the audio
 * @param lostMillis of it, silence in place of audio that the disk was too slow for
 */
public record RecordingFacts(State state, String file, long millis, long lostMillis) {

    public static final RecordingFacts NONE = new RecordingFacts(State.NONE, "", 0, 0);

    /** The call is up, or the disk has not taken all of it yet. The file name is known since the answer. */
    public static final RecordingFacts WRITING = new RecordingFacts(State.WRITING, "", 0, 0);

    public enum State {
        NONE,
        WRITING,
        COMPLETE,
        /** It holds the call until the disk failed, or the bridge stopped. */
        TRUNCATED,
        /** Nothing of it could be kept. */
        FAILED;

        String wire() {
            return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
        }
    }
}
