package io.voicebridge.component.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where events meet the route that takes them. While that route is being reloaded or has not started, each call's next
 * event waits here. In an application that has no such route nothing waits: there is nobody to tell.
 */
final class EventDesk implements EventSink {

    private record Waiting(CallEvent event, Map<String, Object> variables, Consumer<String> done) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private EventSink route;
    private boolean expected;

    /** There is, or will be, a route that takes events. */
    synchronized void expect() {
        expected = true;
    }

    synchronized void open(EventSink taker) {
        if (route != null) {
            throw new IllegalStateException(
                    "There is a route from sip:events already; one takes the events of all calls");
        }
        route = taker;
        waiting.forEach(event -> taker.deliver(event.event(), event.variables(), event.done()));
        waiting.clear();
    }

    synchronized void close(EventSink taker) {
        if (route == taker) {
            route = null;
        }
    }

    @Override
    public void deliver(CallEvent event, Map<String, Object> variables, Consumer<String> done) {
        taker(new Waiting(event, variables, done)).ifPresent(taker -> taker.deliver(event, variables, done));
    }

    private synchronized Optional<EventSink> taker(Waiting event) {
        if (route == null && !expected) {
            return Optional.of((untold, variables, done) -> done.accept(""));
        }
        if (route == null) {
            waiting.add(event);
        }
        return Optional.ofNullable(route);
    }
}
