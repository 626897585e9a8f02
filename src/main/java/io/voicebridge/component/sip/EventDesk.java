package io.voicebridge.component.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where events meet the route that takes them. While there is no such route, because it is being reloaded or has not
 * started, each call's next event waits here.
 */
final class EventDesk implements EventSink {

    private record Waiting(CallEvent event, Map<String, Object> variables, Consumer<String> done) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private EventSink route;

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
        EventSink taker = routeOrWait(event, variables, done);
        if (taker != null) {
            taker.deliver(event, variables, done);
        }
    }

    private synchronized EventSink routeOrWait(CallEvent event, Map<String, Object> variables, Consumer<String> done) {
        if (route == null) {
            waiting.add(new Waiting(event, variables, done));
        }
        return route;
    }
}
