package io.voicebridge.event;

import java.time.Duration;

/**
 * What a receiver made of a message.
 *
 * @param status its HTTP status; 0 if it gave none
 * @param error what went wrong, without anything that the receiver sent; empty for a 2xx
 * @param retryAfter how long it wants to be left alone; zero if it did not say
 */
public record DeliveryResult(int status, String error, Duration took, Duration retryAfter) {

    public static DeliveryResult answered(int status, Duration took, Duration retryAfter) {
        return new DeliveryResult(status, error(status), took, retryAfter);
    }

    /** @param error such as "no answer within 15 s" */
    public static DeliveryResult unreachable(String error, Duration took) {
        return new DeliveryResult(0, error, took, Duration.ZERO);
    }

    public boolean isTaken() {
        return status / 100 == 2;
    }

    /** The receiver wants no more (RFC 9110 15.5.11). */
    public boolean isGone() {
        return status == 410;
    }

    /** The receiver wants a rest, whatever it would be sent (RFC 6585 4, RFC 9110 15.6.4). */
    boolean isBusy() {
        return (status == 429 || status == 503) && !retryAfter.isZero();
    }

    private static String error(int status) {
        if (status / 100 == 2) {
            return "";
        }
        return status / 100 == 3 ? "redirected, which is not followed" : "answered " + status;
    }
}
