package io.voicebridge.speech;

import java.util.Locale;

/** Hears how the speech packages arrive. Called on the thread that fetches. */
@FunctionalInterface
public interface FetchProgress {

    FetchProgress SILENT = step -> {};

    void step(Step step);

    enum Stage {
        WAITING("waiting for another process that fetches"),
        FETCHING("fetching"),
        READY("ready"),
        MISSING("missing");

        private final String words;

        Stage(String words) {
            this.words = words;
        }
    }

    /**
     * @param detail why it is missing, otherwise empty
     */
    record Step(SpeechPackage what, Stage stage, String detail) {

        /** One line for a terminal: {@code @moonshine-ai/moonshine-js@0.1.29 (speech recognition, 21.5 MB): fetching}. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s (%s, %.1f MB): %s%s",
                    what.spec(),
                    what.purpose(),
                    what.bytes() / 1e6,
                    stage.words,
                    detail.isEmpty() ? "" : ": " + detail);
        }
    }
}
