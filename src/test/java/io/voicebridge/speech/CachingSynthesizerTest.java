package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.greaterThan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingSynthesizerTest {

    private final AtomicInteger computed = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private boolean slow;
    private boolean closed;

    private final Synthesizer engine = new Synthesizer() {
        @Override
        public short[] synthesize(String text, String voice) {
            computed.incrementAndGet();
            if (text.equals("fail")) {
                throw new SpeechException("cannot say that");
            }
            if (slow) {
                awaitGate();
            }
            return new short[1000];
        }

        @Override
        public List<String> voices() {
            return List.of("anna", "bert");
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public void close() {
            closed = true;
        }
    };

    @Test
    void computesATextOnce() {
        Synthesizer caching = new CachingSynthesizer(engine, 100_000);

        short[] first = caching.synthesize("Hello.", "anna");

        assertThat(caching.synthesize("Hello.", "anna")).isSameAs(first);
        assertThat(computed).hasValue(1);
    }

    @Test
    void voicesAndTextsAreApart() {
        Synthesizer caching = new CachingSynthesizer(engine, 100_000);

        caching.synthesize("Hello.", "anna");
        caching.synthesize("Hello.", "bert");
        caching.synthesize("Hello", "anna");

        assertThat(computed).hasValue(3);
    }

    @Test
    void anUnknownVoiceIsTheDefaultOne() {
        Synthesizer caching = new CachingSynthesizer(engine, 100_000);

        caching.synthesize("Hello.", "");
        caching.synthesize("Hello.", "nobody");

        assertThat(computed).hasValue(1);
    }

    @Test
    void forgetsTheLongestUnusedOverItsLimit() {
        CachingSynthesizer caching = new CachingSynthesizer(engine, 5000);

        caching.synthesize("one", "anna");
        caching.synthesize("two", "anna");
        caching.synthesize("one", "anna");
        caching.synthesize("three", "anna");
        caching.synthesize("one", "anna");

        assertThat(computed).hasValue(3);
        assertThat(caching.bytes()).isLessThanOrEqualTo(5000);
        caching.synthesize("two", "anna");
        assertThat(computed).hasValue(4);
    }

    @Test
    void aSoundLargerThanTheLimitIsNotKept() {
        CachingSynthesizer caching = new CachingSynthesizer(engine, 100);

        assertThat(caching.synthesize("one", "anna")).hasSize(1000);
        assertThat(caching.bytes()).isZero();
    }

    @Test
    void callersAtTheSameTimeShareOneComputation() {
        slow = true;
        Synthesizer caching = new CachingSynthesizer(engine, 100_000);

        CompletableFuture<short[]> one = CompletableFuture.supplyAsync(() -> caching.synthesize("Hello.", "anna"));
        CompletableFuture<short[]> other = CompletableFuture.supplyAsync(() -> caching.synthesize("Hello.", "anna"));
        Awaitility.await().untilAtomic(computed, greaterThan(0));
        gate.countDown();

        assertThat(one.join()).isSameAs(other.join());
        assertThat(computed).hasValue(1);
    }

    @Test
    void aFailureIsNotKept() {
        Synthesizer caching = new CachingSynthesizer(engine, 100_000);

        assertThatThrownBy(() -> caching.synthesize("fail", "anna")).hasMessage("cannot say that");
        assertThatThrownBy(() -> caching.synthesize("fail", "anna")).hasMessage("cannot say that");
        assertThat(computed).hasValue(2);
    }

    @Test
    void keepsSoundsOverARestart(@TempDir Path folder) {
        new CachingSynthesizer(engine, 100_000, Optional.of(folder)).synthesize("Hello.", "anna");

        short[] again = new CachingSynthesizer(engine, 100_000, Optional.of(folder)).synthesize("Hello.", "anna");

        assertThat(again).hasSize(1000);
        assertThat(computed).hasValue(1);
    }

    @Test
    void speaksOnWhenTheFolderIsNone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(new CachingSynthesizer(engine, 100_000, Optional.of(file)).synthesize("Hello.", "anna"))
                .hasSize(1000);
    }

    @Test
    void closesItsEngine() {
        new CachingSynthesizer(engine, 1).close();

        assertThat(closed).isTrue();
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
