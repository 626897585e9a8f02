package io.voicebridge.cli.http;

import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What a request asks for: the variables that {@link Requests#accept} has set. What was not sent is empty. */
public record Asked(Exchange exchange) {

    public String text(String variable) {
        return exchange.getVariable(variable, "", String.class);
    }

    public String tenant() {
        return text("tenantId");
    }

    /** The id in the path. */
    public String id() {
        return text("id");
    }

    public boolean flag(String variable) {
        return exchange.getVariable(variable, false, Boolean.class);
    }

    /** @throws Problem 400 {@code bad_filter} */
    public Optional<Instant> instant(String variable) {
        String text = text(variable);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new Problem(400, "bad_filter", variable + " is not a time such as 2026-03-02T10:00:00Z");
        }
    }

    /**
     * The key that the page starts after, or the empty text.
     *
     * @throws Problem 400 {@code bad_filter}
     */
    public String after() {
        return Page.after(text("cursor"));
    }

    public int limit() {
        return Page.limit(exchange.getVariable("limit", Integer.class));
    }
}
