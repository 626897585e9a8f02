package io.voicebridge.agent.embedded;

import io.voicebridge.speech.Recognition;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a session's slow work on other threads and brings the result back to the session's own. */
final class Workshop {

    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final Engines engines;
    private final Report report;
    private final Consumer<Runnable> session;

    /** @param session runs a task on the session's thread */
    Workshop(Engines engines, Report report, Consumer<Runnable> session) {
        this.engines = engines;
        this.report = report;
        this.session = session;
    }

    void recognize(short[] audio, List<String> expected, Consumer<Recognition> done, Consumer<String> failed) {
        compute("stt_ms", () -> engines.recognizer().orElseThrow().recognize(audio, expected), done, failed);
    }

    void synthesize(String text, String voice, Consumer<short[]> done, Consumer<String> failed) {
        compute("tts_ms", () -> engines.synthesizer().synthesize(text, voice), done, failed);
    }

    private interface Work<T> {
        T run();
    }

    private <T> void compute(String metric, Work<T> work, Consumer<T> done, Consumer<String> failed) {
        long asked = engines.scheduler().millis();
        try {
            engines.scheduler().compute(() -> {
                try {
                    T result = work.run();
                    session.accept(() -> {
                        report.metric(metric, engines.scheduler().millis() - asked);
                        done.accept(result);
                    });
                } catch (RuntimeException e) {
                    LOG.warn("Speech work failed", e);
                    session.accept(() -> failed.accept(reason(e)));
                }
            });
        } catch (RejectedExecutionException e) {
            session.accept(() -> failed.accept("too much waits to be computed"));
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
