package io.voicebridge.component.sip;

import java.util.Map;
import java.util.function.Consumer;

/** Takes one event of a call to a route. */
@FunctionalInterface
interface EventSink {

    /**
     * Returns at once.
     *
     * @param variables of the exchange
     * @param done told, on any thread, when the route has ended: the reply of a tool call, empty text otherwise
     */
    void deliver(CallEvent event, Map<String, Object> variables, Consumer<String> done);
}
