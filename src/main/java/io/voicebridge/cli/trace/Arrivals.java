package io.voicebridge.cli.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.component.sip.CallEnded;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.NodeCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Route;

/**
 * What comes to the bridge from outside, or happens in a call, as the first span of an exchange: calls, their events, requests
 * and records. Names are those of OpenTelemetry's semantic conventions where these have one (HTTP, messaging, generative AI),
 * else they begin with {@code voicebridge}.
 *
 * <p>Only HTTP and Kafka may bring a trace along. What a SIP peer writes about traces is not even read: whoever can call could
 * have calls appear in a trace of his choice.
 */
public final class Arrivals {

    /** What happens often, is no step of its own, and stands in the conversation anyway. */
    private static final Set<String> UNTOLD = Set.of("transcript", "metric", "digit", "silent", "unheard");

    private static final Map<String, String> IDS = Map.of(
            "conversationId", "gen_ai.conversation.id",
            "agentId", "gen_ai.agent.id",
            "numberId", "voicebridge.number.id",
            "tenantId", "voicebridge.tenant.id");

    private final Tracer tracer;
    private final Function<String, Optional<String>> pathOfOperation;

    /** @param pathOfOperation the path template of an operation of the contract, by its id */
    public Arrivals(Tracer tracer, Function<String, Optional<String>> pathOfOperation) {
        this.tracer = tracer;
        this.pathOfOperation = pathOfOperation;
    }

    Span begin(Route route, Exchange exchange) {
        String endpoint = route.getEndpoint().getEndpointBaseUri();
        if (endpoint.equals("sip://calls")) {
            return call(exchange);
        }
        if (endpoint.equals("sip://events")) {
            return event(exchange);
        }
        if (endpoint.startsWith("direct:")) {
            return request(endpoint, exchange).orElseGet(() -> work(route, exchange));
        }
        return endpoint.startsWith("kafka:") ? record(endpoint, exchange) : Span.getInvalid();
    }

    /** The call's first span: whatever happens in the call later goes on there. */
    private Span call(Exchange exchange) {
        Span span = tracer.spanBuilder("INVITE")
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("network.protocol.name", "sip")
                .startSpan();
        exchange.setVariable(CallTrace.PARENT, CallTrace.write(span.getSpanContext()));
        return span;
    }

    private Span event(Exchange exchange) {
        String event = exchange.getMessage().getHeader(SipConstants.EVENT, "", String.class);
        String traceparent = exchange.getVariable(CallTrace.PARENT, "", String.class);
        if (traceparent.isEmpty() || UNTOLD.contains(event)) {
            return Span.getInvalid();
        }
        Context call = CallTrace.read(traceparent);
        Object body = exchange.getMessage().getBody();
        if (body instanceof CallEnded ended && ended.answered()) {
            agent(call, exchange, ended);
        }
        if (body instanceof ToolCall tool) {
            return operation("execute_tool", "execute_tool " + tool.name(), call)
                    .setAttribute("gen_ai.tool.name", tool.name())
                    .startSpan();
        }
        return tracer.spanBuilder(event).setParent(call).startSpan();
    }

    /** The agent's session is known as a whole when it is over. */
    private void agent(Context call, Exchange exchange, CallEnded ended) {
        Instant answered = ended.at().minusMillis(ended.durationMs());
        Span session = operation("invoke_agent", "invoke_agent", call)
                .setStartTimestamp(answered)
                .startSpan();
        ids(session, exchange);
        session.end(ended.at());
    }

    private SpanBuilder operation(String operation, String name, Context parent) {
        return tracer.spanBuilder(name).setParent(parent).setAttribute("gen_ai.operation.name", operation);
    }

    private Optional<Span> request(String endpoint, Exchange exchange) {
        String method = exchange.getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class);
        return method.isEmpty()
                ? Optional.empty()
                : pathOfOperation
                        .apply(endpoint.replaceFirst("^direct:(//)?", ""))
                        .map(path -> tracer.spanBuilder(method + ' ' + path)
                                .setParent(CallTrace.read(traceparent(exchange)))
                                .setSpanKind(SpanKind.SERVER)
                                .setAttribute("http.request.method", method)
                                .setAttribute("http.route", path)
                                .startSpan());
    }

    /** What the bridge has begun by itself, or another bridge has asked it to do. */
    private Span work(Route route, Exchange exchange) {
        String asked = exchange.getMessage().getBody() instanceof NodeCommand command ? command.traceparent() : "";
        return tracer.spanBuilder(route.getRouteId())
                .setParent(CallTrace.read(asked))
                .startSpan();
    }

    private Span record(String endpoint, Exchange exchange) {
        String topic = endpoint.replaceFirst("^kafka:(//)?", "");
        return tracer.spanBuilder("process " + topic)
                .setParent(CallTrace.read(traceparent(exchange)))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", topic)
                .startSpan();
    }

    private static String traceparent(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(CallTrace.PARENT);
        return header instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.US_ASCII)
                : header instanceof String text ? text : "";
    }

    /** What is known when the exchange is done. */
    void describe(Span span, Exchange exchange) {
        if (!span.isRecording()) {
            return;
        }
        ids(span, exchange);
        link(span, exchange, CallTrace.LINKED);
        link(span, exchange, CallTrace.ORIGIN);
        status(span, exchange, Exchange.HTTP_RESPONSE_CODE, "http.response.status_code");
        status(span, exchange, SipConstants.STATUS, "voicebridge.sip.status_code");
    }

    private static void link(Span span, Exchange exchange, String variable) {
        SpanContext linked = Span.fromContext(CallTrace.read(exchange.getVariable(variable, "", String.class)))
                .getSpanContext();
        if (linked.isValid()) {
            span.addLink(linked);
        }
    }

    private static void ids(Span span, Exchange exchange) {
        IDS.forEach((variable, attribute) -> {
            String id = exchange.getVariable(variable, "", String.class);
            if (!id.isEmpty()) {
                span.setAttribute(attribute, id);
            }
        });
    }

    private static void status(Span span, Exchange exchange, String header, String attribute) {
        Integer status = exchange.getMessage().getHeader(header, Integer.class);
        if (status == null) {
            return;
        }
        span.setAttribute(attribute, status);
        if (status >= 500) {
            span.setAttribute("error.type", Integer.toString(status));
            span.setStatus(StatusCode.ERROR);
        }
    }
}
