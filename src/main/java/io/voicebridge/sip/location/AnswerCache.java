package io.voicebridge.sip.location;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers answers for as long as they hold, those that say that there is nothing too. Who asks while the same question is
 * under way waits for the one answer. If the name servers fall silent, an answer that held not long ago goes on to hold (RFC
 * 8767): a fault of the DNS does not stop calls. Bounded: what was not asked for longest goes. Used on one loop only.
 *
 * @param <K> the question
 * @param <T> a record of the answer
 */
final class AnswerCache<K, T> {

    private static final long STALE_MILLIS = 24 * 3_600_000L;

    /** How long nobody is asked again who has just been silent. */
    private static final long SILENCE_MILLIS = 5_000;

    private static final class Known<T> {

        private CompletableFuture<List<T>> answer = new CompletableFuture<>();
        private List<T> last = List.of();
        private long validUntil = Long.MAX_VALUE;
        private long usableUntil = Long.MIN_VALUE;
    }

    private final LongSupplier millis;
    private final Map<K, Known<T>> entries;

    AnswerCache(int most, LongSupplier millis) {
        this.millis = millis;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Known<T>> eldest) {
                return size() > most;
            }
        };
    }

    /** The answer that holds, or that of {@code ask}, which is asked only if there is none. */
    CompletableFuture<List<T>> get(K question, Supplier<CompletableFuture<Answer<T>>> ask) {
        Known<T> entry = entries.get(question);
        if (entry != null && (!entry.answer.isDone() || millis.getAsLong() < entry.validUntil)) {
            return entry.answer.copy();
        }
        Known<T> fresh = entry == null ? new Known<>() : entry;
        fresh.answer = new CompletableFuture<>();
        CompletableFuture<List<T>> waiting = fresh.answer.copy();
        entries.put(question, fresh);
        ask.get().whenComplete((answer, failure) -> settle(fresh, answer, failure));
        return waiting;
    }

    private void settle(Known<T> entry, Answer<T> answer, Throwable failure) {
        long now = millis.getAsLong();
        if (failure == null) {
            entry.last = answer.records();
            entry.validUntil = now + answer.seconds() * 1000;
            entry.usableUntil = entry.validUntil + (answer.records().isEmpty() ? 0 : STALE_MILLIS);
            entry.answer.complete(entry.last);
        } else {
            entry.validUntil = now + SILENCE_MILLIS;
            if (now < entry.usableUntil) {
                entry.answer.complete(entry.last);
            } else {
                entry.answer.completeExceptionally(failure);
            }
        }
    }

    int size() {
        return entries.size();
    }
}
