package io.voicebridge.component.sip;

import io.voicebridge.agent.ToolCall;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one call on their way to the route: in order, one at a time, on the executor's threads. Posting never
 * blocks, so that media threads may do it.
 *
 * <p>At most {@link #LIMIT} events wait. Beyond that an event is dropped and counted; {@code ended} is always taken,
 * and so is a tool call that could save data, up to a second limit.
 */
final class EventMailbox {

    static final int LIMIT = 1_000;
    private static final int ENDED = 1 << 30;
    private static final int TOOL_LIMIT = LIMIT + 100;
    private static final Logger LOG = LoggerFactory.getLogger(EventMailbox.class);

    private final Map<String, Object> variables;
    private final EventSink sink;
    private final Executor executor;
    private final BiConsumer<ToolCall, String> toolResult;

    private final Queue<CallEvent> waiting = new ConcurrentLinkedQueue<>();

    /** How many events were taken and not yet told, and {@link #ENDED} once the end is among them. */
    private final AtomicInteger taken = new AtomicInteger();

    /** How many of them are in the queue: an event is there a moment after it was taken. */
    private final AtomicInteger queued = new AtomicInteger();

    private final AtomicInteger dropped = new AtomicInteger();

    /** @param toolResult takes the reply to a tool call: JSON text, an error object if the route failed */
    EventMailbox(
            Map<String, Object> variables, EventSink sink, Executor executor, BiConsumer<ToolCall, String> toolResult) {
        this.variables = Map.copyOf(variables);
        this.sink = sink;
        this.executor = executor;
        this.toolResult = toolResult;
    }

    /** Returns false if the event was not taken: too many wait, or the call's end has been told. */
    boolean post(CallEvent event) {
        if (!take(event)) {
            dropped.incrementAndGet();
            return false;
        }
        waiting.add(event);
        if (queued.getAndIncrement() == 0) {
            schedule();
        }
        return true;
    }

    /** From here on the event will be told, and before the end if that is taken later. */
    private boolean take(CallEvent event) {
        boolean last = event instanceof CallEvent.Ended;
        while (true) {
            int now = taken.get();
            boolean over = (now & ENDED) != 0;
            if (over || !last && isFull(event, now)) {
                return false;
            }
            if (taken.compareAndSet(now, last ? (now + 1) | ENDED : now + 1)) {
                return true;
            }
        }
    }

    private void schedule() {
        try {
            executor.execute(this::deliverNext);
        } catch (RejectedExecutionException e) {
            LOG.warn("The server has stopped; {} events of a call are not told any more", queued.get());
        }
    }

    private static boolean isFull(CallEvent event, int count) {
        return count >= (event instanceof CallEvent.Tool ? TOOL_LIMIT : LIMIT);
    }

    int dropped() {
        return dropped.get();
    }

    private void deliverNext() {
        CallEvent event = waiting.peek();
        if (event == null) {
            throw new IllegalStateException("Events are counted that are not there");
        }
        if (event instanceof CallEvent.Ended && (taken.get() & ~ENDED) > 1) {
            // Others were taken before the end and are behind it, or about to be: the end is the last event.
            waiting.remove();
            waiting.add(event);
            schedule();
            return;
        }
        AtomicBoolean first = new AtomicBoolean(true);
        try {
            sink.deliver(event, variables, reply -> {
                if (first.getAndSet(false)) {
                    delivered(event, reply);
                }
            });
        } catch (RuntimeException e) {
            LOG.error("An event {} could not be handed to its route", event.name(), e);
            if (first.getAndSet(false)) {
                delivered(event, "");
            }
        }
    }

    private void delivered(CallEvent event, String reply) {
        waiting.remove();
        try {
            if (event instanceof CallEvent.Tool tool) {
                toolResult.accept(tool.body(), reply.isBlank() ? "{\"status\":\"error\"}" : reply);
            }
        } finally {
            taken.decrementAndGet();
            if (queued.decrementAndGet() > 0) {
                schedule();
            }
        }
    }
}
