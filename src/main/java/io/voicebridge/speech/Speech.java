package io.voicebridge.speech;

import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The engines that were found on this machine, shared by all calls. There is always a voice and a voice activity
 * detector; without a recognizer dialogues go by key presses. Thread-safe.
 */
public final class Speech implements AutoCloseable {

    private final Synthesizer synthesizer;
    private final VoiceActivities voiceActivities;
    private final Optional<Recognizer> recognizer;
    private final List<String> description;
    private final Deque<AutoCloseable> open;

    private Speech(Search search) {
        synthesizer = search.synthesizer();
        voiceActivities = search.voiceActivities();
        recognizer = search.recognizer(voiceActivities);
        description = List.copyOf(search.description);
        open = search.open;
    }

    /** As {@link #open(SpeechSettings, FetchProgress)}, silently. */
    public static Speech open(SpeechSettings settings) {
        return open(settings, FetchProgress.SILENT);
    }

    /**
     * Fetches what is missing, if it may, and loads the engines. Blocks: 1 to 3 s with everything in the cache. What cannot
     * be had is replaced and named in {@link #describe()}.
     *
     * @throws SpeechException if there is not even a fallback voice
     */
    public static Speech open(SpeechSettings settings, FetchProgress progress) {
        Search search = new Search(settings, progress);
        try {
            return new Speech(search);
        } catch (RuntimeException | Error e) {
            closeAll(search.open);
            throw e;
        }
    }

    public Synthesizer synthesizer() {
        return synthesizer;
    }

    public VoiceActivities voiceActivities() {
        return voiceActivities;
    }

    public Optional<Recognizer> recognizer() {
        return recognizer;
    }

    /** One line for each part: what is used, or what is missing and how to get it. */
    public List<String> describe() {
        return description;
    }

    /** To be called when no call speaks any more. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new SpeechException("closing the engines", e);
            }
        }
    }
}
