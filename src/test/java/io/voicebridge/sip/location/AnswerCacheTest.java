package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private static final int DAY = 24 * 3_600_000;

    private long now = 1000;
    private final AnswerCache<String, String> cache = new AnswerCache<>(3, () -> now);
    private final List<CompletableFuture<Answer<String>>> asked = new ArrayList<>();

    private CompletableFuture<List<String>> ask(String question) {
        return cache.get(question, () -> {
            CompletableFuture<Answer<String>> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        });
    }

    private void isTold(List<String> records, long seconds) {
        asked.get(asked.size() - 1).complete(new Answer<>(records, seconds, ""));
    }

    private void isToldNothing() {
        asked.get(asked.size() - 1).completeExceptionally(new NameFailure("Nobody answers"));
    }

    @Test
    void asksOnceForAsLongAsTheAnswerHolds() {
        ask("a");
        isTold(List.of("one"), 60);
        now += 59_999;
        assertThat(ask("a").join()).containsExactly("one");
        assertThat(asked).hasSize(1);
        now += 1;
        assertThat(ask("a")).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void remembersThatThereIsNothing() {
        ask("a");
        isTold(List.of(), 30);
        now += 29_000;
        assertThat(ask("a").join()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void letsAllWaitForTheOneAnswer() {
        CompletableFuture<List<String>> first = ask("a");
        CompletableFuture<List<String>> second = ask("a");
        assertThat(asked).hasSize(1);
        isTold(List.of("one"), 0);
        assertThat(first.join()).isEqualTo(second.join()).containsExactly("one");
        ask("a");
        assertThat(asked).hasSize(2);
    }

    @Test
    void goesOnWithTheLastAnswerForADayWhenTheNameServersAreSilent() {
        ask("a");
        isTold(List.of("one"), 60);
        now += DAY;
        CompletableFuture<List<String>> again = ask("a");
        isToldNothing();
        assertThat(again.join()).containsExactly("one");
        now += 4_000;
        assertThat(ask("a").join()).containsExactly("one");
        assertThat(asked).hasSize(2);
        now += 60_000;
        CompletableFuture<List<String>> last = ask("a");
        isToldNothing();
        assertThat(last).isCompletedExceptionally();
    }

    @Test
    void doesNotAskASilentServerAgainAtOnce() {
        ask("a");
        isToldNothing();
        assertThat(ask("a")).isCompletedExceptionally();
        assertThat(asked).hasSize(1);
        now += 5_000;
        ask("a");
        assertThat(asked).hasSize(2);
    }

    @Test
    void forgetsWhatWasNotAskedForLongest() {
        for (String each : List.of("a", "b", "c")) {
            ask(each);
            isTold(List.of(each), 60);
        }
        ask("a");
        ask("d");
        isTold(List.of("d"), 60);
        assertThat(cache.size()).isEqualTo(3);
        ask("a");
        assertThat(asked).hasSize(4);
        ask("b");
        assertThat(asked).hasSize(5);
    }
}
