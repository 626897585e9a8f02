package io.voicebridge.component.sip;

import io.voicebridge.call.Keys;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The keys that are pressed on a call: told as events, and to whoever collects them at the moment. */
final class CallKeys implements Keys {

    private final Consumer<String> events;
    private final AtomicReference<Keys> collector = new AtomicReference<>(Keys.NONE);

    CallKeys(Consumer<String> events) {
        this.events = events;
    }

    /** From now on this one is told, and whoever was told before is not. */
    void collect(Keys keys) {
        collector.set(keys);
    }

    /** Without effect if another one collects by now. */
    void stopCollecting(Keys keys) {
        collector.compareAndSet(keys, Keys.NONE);
    }

    @Override
    public void pressed(char digit) {
        events.accept(String.valueOf(digit));
        collector.get().pressed(digit);
    }
}
