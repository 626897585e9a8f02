package io.voicebridge.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that happens once, and those who want to know: told in the order in which they asked, or at once if it has
 * happened. Thread-safe; listeners run on the thread that it happens on and must not block.
 */
final class Once<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Once.class);

    private final List<Consumer<? super T>> waiting = new ArrayList<>();
    private Optional<T> value = Optional.empty();

    /** Without effect the second time. */
    void happen(T what) {
        List<Consumer<? super T>> told;
        synchronized (this) {
            if (value.isPresent()) {
                return;
            }
            value = Optional.of(what);
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(listener -> tell(listener, what));
    }

    void then(Consumer<? super T> listener) {
        Optional<T> happened;
        synchronized (this) {
            happened = value;
            if (happened.isEmpty()) {
                waiting.add(listener);
            }
        }
        happened.ifPresent(what -> tell(listener, what));
    }

    synchronized Optional<T> value() {
        return value;
    }

    synchronized boolean hasHappened() {
        return value.isPresent();
    }

    /** One listener's fault must not keep the news from the next. */
    private void tell(Consumer<? super T> listener, T what) {
        try {
            listener.accept(what);
        } catch (RuntimeException e) {
            LOG.error("A listener of a call failed", e);
        }
    }
}
