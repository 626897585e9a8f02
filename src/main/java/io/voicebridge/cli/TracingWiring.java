package io.voicebridge.cli;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.voicebridge.cli.http.Contract;
import io.voicebridge.cli.trace.Arrivals;
import io.voicebridge.cli.trace.RouteSpans;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces calls and requests if {@code bridge.tracing} asks for it and OpenTelemetry is there to take them. Otherwise nothing of
 * it stands in any route.
 */
public final class TracingWiring implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(TracingWiring.class);

    @Override
    public void configure(CamelContext context) {
        if (!Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{bridge.tracing:false}}"))) {
            return;
        }
        Tracer tracer = GlobalOpenTelemetry.getTracer("io.voicebridge", Version.current());
        if (!tracer.spanBuilder("start").startSpan().getSpanContext().isValid()) {
            LOG.warn("bridge.tracing is true, but nothing takes the traces: no OpenTelemetry agent is in this process");
            return;
        }
        context.addRoutePolicyFactory(new RouteSpans(tracer, new Arrivals(tracer, operation -> context.getRegistry()
                .lookupByNameAndType("contract", Contract.class)
                .pathOf(operation))));
    }
}
