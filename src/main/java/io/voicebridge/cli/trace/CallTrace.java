package io.voicebridge.cli.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Where a call's trace goes on, as one text that is kept with the conversation: {@code traceparent} of W3C Trace Context.
 * A question about the call may come hours later and at another bridge, so it is a trace of its own with a link to this.
 */
public final class CallTrace {

    /** Variable: the trace that an exchange is part of. */
    static final String PARENT = "traceparent";

    /** Variable: the trace of the call that an exchange turned out to be about. */
    public static final String LINKED = "linkedTraceparent";

    /** Variable: the trace that an event says it comes from, in the attribute {@code traceparent} of CloudEvents. */
    public static final String ORIGIN = "originTraceparent";

    private static final TextMapGetter<String> ONE_TEXT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String text) {
            return List.of(PARENT);
        }

        @Override
        public String get(String text, String key) {
            return PARENT.equals(key) ? text : null;
        }
    };

    private CallTrace() {}

    /** Says which call an exchange is about. Costs nothing without tracing. */
    public static void of(Exchange exchange, String conversationId, String traceparent) {
        if (!traceparent.isEmpty()) {
            exchange.setVariable(LINKED, traceparent);
            exchange.setVariable("conversationId", conversationId);
        }
    }

    /** Where the trace of an exchange goes on at another bridge; empty without tracing. */
    public static String here(Exchange exchange) {
        return OpenSpan.of(exchange)
                .map(open -> write(open.span().getSpanContext()))
                .orElse("");
    }

    /** @return empty if the span goes nowhere */
    static String write(SpanContext span) {
        if (!span.isValid()) {
            return "";
        }
        Map<String, String> written = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.root().with(Span.wrap(span)), written, (map, name, value) -> map.put(name, value));
        return written.get(PARENT);
    }

    /** @return the root, which is nobody's trace, for anything that is no traceparent */
    static Context read(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ONE_TEXT);
    }
}
