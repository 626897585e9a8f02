package io.voicebridge.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Asks a running bridge again until the answer is as expected. */
final class Poll {

    private Poll() {}

    static <T> T until(Callable<T> question, Predicate<T> expected) {
        return until(Duration.ofSeconds(30), question, expected);
    }

    static <T> T until(Duration atMost, Callable<T> question, Predicate<T> expected) {
        return await().atMost(atMost).pollInterval(Duration.ofMillis(50)).until(question, expected);
    }
}
