package io.voicebridge.cli.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * A span for each run of a route, of the route's name; those that come from outside are named for what came in, see
 * {@link Arrivals}. Attributes are ids, words of ours and counts: no header, address or body, for these tell of people.
 */
public final class RouteSpans implements RoutePolicyFactory {

    private final Tracer tracer;
    private final Arrivals arrivals;

    public RouteSpans(Tracer tracer, Arrivals arrivals) {
        this.tracer = tracer;
        this.arrivals = arrivals;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route begun, Exchange exchange) {
                begin(begun, exchange);
            }

            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                end(exchange);
            }
        };
    }

    private void begin(Route route, Exchange exchange) {
        Optional<OpenSpan> calling = OpenSpan.of(exchange);
        if (calling.isEmpty() || isTapped(calling.get(), exchange)) {
            OpenSpan.begin(exchange, arrivals.begin(route, exchange), true);
        } else {
            OpenSpan.begin(exchange, called(route, calling.get()), false);
        }
    }

    /** What a clock has begun is not traced, but what it hands on to others is. */
    private static boolean isTapped(OpenSpan span, Exchange exchange) {
        return !span.isTraced() && !span.exchangeId().equals(exchange.getExchangeId());
    }

    private Span called(Route route, OpenSpan calling) {
        return calling.isTraced()
                ? tracer.spanBuilder(name(route)).setParent(calling.context()).startSpan()
                : Span.getInvalid();
    }

    /** Camel numbers the routes of kamelets, each start anew: spans of one step have one name. */
    private static String name(Route route) {
        String id = route.getRouteId();
        return route.isCreatedByKamelet() ? id.replaceFirst("-[0-9]+$", "") : id;
    }

    private void end(Exchange exchange) {
        OpenSpan.of(exchange).ifPresent(open -> {
            open.leave(exchange);
            Span span = open.span();
            if (open.isArrival()) {
                arrivals.describe(span, exchange);
            }
            failure(exchange).ifPresent(failure -> {
                // Its message may quote what somebody said
                span.setAttribute("error.type", failure.getClass().getName());
                span.setStatus(StatusCode.ERROR);
            });
            span.end();
        });
    }

    private static Optional<Exception> failure(Exchange exchange) {
        return Optional.ofNullable(exchange.getException());
    }
}
