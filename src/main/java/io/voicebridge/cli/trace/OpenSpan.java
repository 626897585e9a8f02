package io.voicebridge.cli.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The span of a route that an exchange is in, and of those that called it. It is kept with the exchange and never made the
 * current one of a thread: an exchange may go on at another thread, and would leave its span behind on the first one.
 *
 * <p>Camel copies exchanges, and back again: for kamelets, and for good at a wire tap. As this never changes, a copy goes on
 * where the original was.
 *
 * @param below the span of the route that called; empty for the first
 * @param isArrival whether the exchange came in by it, see {@link Arrivals}
 * @param exchangeId of the exchange when it began
 */
record OpenSpan(Optional<OpenSpan> below, Span span, boolean isArrival, String exchangeId) {

    private static final String PROPERTY = "voiceBridgeOpenSpan";

    static Optional<OpenSpan> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, OpenSpan.class));
    }

    /** @param span an invalid one for a route that is not traced, and for all that it calls */
    static void begin(Exchange exchange, Span span, boolean isArrival) {
        exchange.setProperty(PROPERTY, new OpenSpan(of(exchange), span, isArrival, exchange.getExchangeId()));
    }

    /** The exchange is in the route below again. */
    void leave(Exchange exchange) {
        below.ifPresentOrElse(span -> exchange.setProperty(PROPERTY, span), () -> exchange.removeProperty(PROPERTY));
    }

    boolean isTraced() {
        return span.getSpanContext().isValid();
    }

    /** What goes on from here belongs to this trace. */
    Context context() {
        return Context.root().with(span);
    }
}
