package io.voicebridge.event;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * What is known of receivers, and when one is left alone: after {@value #FAILURES_UNTIL_PAUSE} failures in a row for half
 * a minute, twice as long after each further one, ten minutes at most; and for as long as it asks for. Runs in the
 * transaction of the delivery that tells. Thread-safe.
 */
final class WebhookHealth {

    static final int FAILURES_UNTIL_PAUSE = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** A success is written down no oftener, so that deliveries at once do not wait for each other's row. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final EntityManager entities;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    WebhookHealth(EntityManager entities, DoubleSupplier random) {
        this.entities = entities;
        this.random = random;
    }

    void succeeded(String webhookId, Instant now) {
        entities.createQuery(
                        "update WebhookHealthRow h set h.failures = 0, h.pausedUntil = null, h.lastSuccessAt = :now"
                                + " where h.webhookId = :id and (h.failures > 0 or h.lastSuccessAt is null"
                                + " or h.lastSuccessAt < :fresh)")
                .setParameter("now", now)
                .setParameter("fresh", now.minus(FRESH))
                .setParameter("id", webhookId)
                .executeUpdate();
    }

    void failed(String webhookId, DeliveryResult result, Instant now) {
        entities.createQuery("update WebhookHealthRow h set h.failures = h.failures + 1, h.lastFailureAt = :now,"
                        + " h.lastFailure = :error where h.webhookId = :id")
                .setParameter("now", now)
                .setParameter("error", result.error())
                .setParameter("id", webhookId)
                .executeUpdate();
        int failures = entities.createQuery(
                        "select h.failures from WebhookHealthRow h where h.webhookId = :id", Integer.class)
                .setParameter("id", webhookId)
                .getResultStream()
                .findFirst()
                .orElse(0);
        Duration pause = pause(failures, result);
        if (!pause.isZero()) {
            entities.createQuery("update WebhookHealthRow h set h.pausedUntil = :until where h.webhookId = :id"
                            + " and (h.pausedUntil is null or h.pausedUntil < :until)")
                    .setParameter("until", now.plus(pause))
                    .setParameter("id", webhookId)
                    .executeUpdate();
        }
    }

    private Duration pause(int failures, DeliveryResult result) {
        Duration asked = result.isBusy() ? shorter(result.retryAfter(), RetryLadder.LONGEST) : Duration.ZERO;
        if (failures < FAILURES_UNTIL_PAUSE) {
            return asked;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - FAILURES_UNTIL_PAUSE, 10));
        Duration own = shorter(doubled, LONGEST_PAUSE);
        long jittered = (long) (own.toMillis() * (0.9 + 0.2 * random.getAsDouble()));
        return asked.toMillis() > jittered ? asked : Duration.ofMillis(jittered);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
