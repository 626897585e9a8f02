package io.voicebridge.cli;

import io.voicebridge.directory.Reason;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a route says of its failure, bean {@code failures}; never with the exception's message, see {@link Reason}. In a
 * log step: <code>${bean:failures?method=reason}</code>. Thread-safe.
 */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** One sentence about the exception that was caught. */
    public String reason(Exchange exchange) {
        return Reason.of(caught(exchange));
    }

    /** For what a timer begins, which has nobody to tell and comes again by itself. */
    public void untilNextTime(Exchange exchange) {
        LOG.warn("{} is tried again at its next time: {}", exchange.getFromRouteId(), Reason.of(caught(exchange)));
    }

    private static Throwable caught(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return caught == null ? new IllegalStateException() : caught;
    }
}
