package io.voicebridge.cli;

import io.voicebridge.cli.trace.CallTrace;
import io.voicebridge.directory.Outage;
import io.voicebridge.five9.CallAnnouncements;
import io.voicebridge.five9.Echo;
import io.voicebridge.five9.FieldReader;
import io.voicebridge.five9.Fields;
import io.voicebridge.five9.FlatFormat;
import io.voicebridge.five9.FlatView;
import io.voicebridge.five9.OutcomeAnswers;
import io.voicebridge.five9.ScriptEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of the routes in {@code five9.camel.yaml}, bean {@code five9Desk}: from the request to its fields, to the
 * answer, to its bytes. Thread-safe.
 */
public final class Five9Desk {

    /** Five9 gives up after 5 s unless a script asks for more, so an answer that the database owes is not waited for. */
    private static final int LONGEST_WAIT_S = 4;

    private static final long GRACE_MS = 700;

    private final FieldReader reader = new FieldReader();
    private final CallAnnouncements announcements;
    private final OutcomeAnswers answers;
    private final ScriptEvents events;
    private final Five9Meters meters;

    Five9Desk(CallAnnouncements announcements, OutcomeAnswers answers, ScriptEvents events, Five9Meters meters) {
        this.announcements = announcements;
        this.answers = answers;
        this.events = events;
        this.meters = meters;
    }

    /** Makes the body the {@link Fields} of the request, and removes all headers. Never fails on input. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        String query = message.getHeader(Exchange.HTTP_RAW_QUERY, "", String.class);
        exchange.setVariable("httpMethod", message.getHeader(Exchange.HTTP_METHOD, "", String.class));
        exchange.setVariable("contentType", message.getHeader(Exchange.CONTENT_TYPE, "", String.class));
        Fields fields = reader.read(query, text(message));
        message.removeHeaders("*");
        message.setBody(fields);
        exchange.setVariable("fields", fields);
    }

    /** UTF-8 whatever the request claims; bytes that are none become replacement characters. */
    private static String text(Message message) {
        if (message.getBody() == null) {
            return ""; // Camel would ask every one of its converters what becomes of nothing
        }
        byte[] bytes = message.getBody(byte[].class);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    public FlatView register(Exchange exchange) {
        return announcements.register(tenant(exchange), fields(exchange));
    }

    /**
     * The answer, now or when there is more to tell; nobody's thread is held meanwhile. Whatever follows in the route
     * goes on where the answer was found.
     */
    public CompletionStage<FlatView> outcome(Exchange exchange) {
        Fields asked = fields(exchange);
        CompletableFuture<FlatView> answer;
        try {
            answer = answers.answer(tenant(exchange), asked);
        } catch (RuntimeException e) {
            meters.answered("unavailable", took(exchange), false);
            throw e;
        }
        if (answer.isDone()) {
            return answer.whenComplete((view, failure) -> told(exchange, view, false));
        }
        long within = 1_000L * Math.max(LONGEST_WAIT_S, asked.number("wait", 0, 0, 25)) + GRACE_MS;
        return answer.orTimeout(Math.max(1, within - exchange.getClock().elapsed()), TimeUnit.MILLISECONDS)
                .handle((view, failure) -> {
                    told(exchange, view, true);
                    if (failure instanceof TimeoutException) {
                        throw Outage.problem();
                    }
                    if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    return view;
                });
    }

    /** @param view null if there is no answer */
    private void told(Exchange exchange, FlatView view, boolean waited) {
        meters.answered(view == null ? "unavailable" : view.status(), took(exchange), waited);
        Optional.ofNullable(view)
                .flatMap(FlatView::call)
                .ifPresent(call -> CallTrace.of(exchange, call.id(), call.traceparent()));
    }

    private static Duration took(Exchange exchange) {
        return Duration.ofMillis(exchange.getClock().elapsed());
    }

    public FlatView event(Exchange exchange) {
        return events.record(tenant(exchange), fields(exchange));
    }

    public FlatView echo(Exchange exchange) {
        return Echo.of(
                exchange.getVariable("httpMethod", "", String.class),
                exchange.getVariable("contentType", "", String.class),
                exchange.getVariable("keyId", "", String.class),
                fields(exchange));
    }

    /**
     * Writes the answer in the format that the request asked for: as JSON if it names none, and if it names one that is not
     * known, for a mistake in a script is told in its answer and costs it no outcome.
     */
    public void reply(Exchange exchange) {
        FlatView view = exchange.getMessage().getBody(FlatView.class);
        String wanted = fields(exchange).first("format");
        Optional<FlatFormat> known = wanted.isEmpty() ? Optional.of(FlatFormat.JSON) : FlatFormat.of(wanted);
        FlatFormat format = known.orElse(FlatFormat.JSON);
        if (known.isEmpty()) {
            view.hint("format is not known; it is json, xml, kv or five9xml");
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, format.contentType());
        message.setHeader("Cache-Control", "no-store");
        message.setBody(view.write(format).getBytes(StandardCharsets.UTF_8));
    }

    private static Fields fields(Exchange exchange) {
        return exchange.getVariable("fields", Fields.class);
    }

    private static String tenant(Exchange exchange) {
        return exchange.getVariable("tenantId", String.class);
    }
}
