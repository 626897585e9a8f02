package io.voicebridge.event;

import java.util.List;

/**
 * A delivery that is to be sent now, by whoever has taken it.
 *
 * @param lease shows, when it is done, that nobody else has taken it meanwhile
 * @param message the CloudEvent
 * @param traceparent where the trace of what it tells goes on, as W3C Trace Context writes it, or empty
 * @param secrets that sign it, newest first
 */
public record Shipment(
        String deliveryId,
        String lease,
        String webhookId,
        String tenantId,
        String eventId,
        String url,
        String message,
        String traceparent,
        List<String> secrets) {

    /** Without message and secrets. */
    @Override
    public String toString() {
        return "Shipment[" + deliveryId + " to " + webhookId + ']';
    }
}
