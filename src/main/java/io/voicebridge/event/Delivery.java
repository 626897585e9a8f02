package io.voicebridge.event;

import java.time.Instant;
import java.util.List;

/**
 * What became of one event for one webhook.
 *
 * @param subject the conversation's id, or the rejected call's
 * @param state {@code waiting} for an earlier event of the same subject, {@code pending}, {@code delivered} or {@code
 *     dead}
 * @param attempts since it was made, or asked for again
 * @param nextAt when it is sent next; null if it is not
 * @param finishedAt null if it is not done with
 * @param tries the last ones, oldest first
 */
public record Delivery(
        String id,
        String webhookId,
        String eventId,
        String type,
        String subject,
        String state,
        int attempts,
        Instant nextAt,
        Instant createdAt,
        Instant finishedAt,
        List<Try> tries) {

    /**
     * One request to the receiver.
     *
     * @param status what it answered; 0 if it did not
     * @param error what went wrong; empty if nothing did
     */
    public record Try(Instant at, int status, long tookMs, String error) {}
}
