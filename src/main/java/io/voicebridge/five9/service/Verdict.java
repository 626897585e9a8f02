package io.voicebridge.five9.service;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What becomes of a task that Five9 has not done. It is sent again only where that cannot do harm: numbers on the do-not-call list
 * and dispositions are the same however often they are sent; a callback whose answer was lost is sent again as long as its time
 * is to come, for its key is the number, and Five9 refuses a second record of it.
 */
final class Verdict {

    /** A wrong password that is tried often locks the user out. */
    private static final Duration STRANGER = Duration.ofHours(1);

    private static final Duration BUSY = Duration.ofSeconds(30);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How often a number that Five9 refuses is offered, each time when the list opens. */
    private static final int NIGHTS = 3;

    private Verdict() {}

    /** Until when nothing at all is sent for the tenant. */
    static Optional<Instant> hold(Five9Fault fault, Instant now) {
        return switch (fault.kind()) {
            case CREDENTIALS -> Optional.of(now.plus(STRANGER));
            case BUSY -> Optional.of(now.plus(BUSY));
            // Five9 counts minutes, hours and days from their beginning; which of them is full it does not say.
            case QUOTA ->
                Optional.of(fault.retryAfter()
                        .map(now::plus)
                        .orElse(now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(61))));
            case UNREACHED, LOST, REFUSED -> Optional.empty();
        };
    }

    static void apply(TaskRow row, Batch batch, Five9Fault fault, NightWindow dncHours, Instant now) {
        boolean wasMaybeDone = batch.maybeDone();
        row.detail = fault.getMessage();
        if (fault.kind() == Five9Fault.Kind.REFUSED) {
            row.maybeDone = false;
            refused(row, batch, fault, wasMaybeDone, dncHours, now);
            return;
        }
        boolean sent = fault.kind() == Five9Fault.Kind.LOST || fault.kind() == Five9Fault.Kind.BUSY;
        row.maybeDone = batch.kind() == TaskKind.CALLBACK && (sent || wasMaybeDone);
        if (now.isAfter(row.createdAt.plus(batch.kind().patience))) {
            row.settle(TaskRow.FAILED, "Given up. " + fault.getMessage(), now);
            return;
        }
        row.nextAt = fault.kind() == Five9Fault.Kind.UNREACHED || fault.kind() == Five9Fault.Kind.LOST
                ? now.plus(fault.retryAfter().orElse(ladder(row.attempts)))
                : now;
    }

    private static void refused(
            TaskRow row, Batch batch, Five9Fault fault, boolean wasMaybeDone, NightWindow dncHours, Instant now) {
        if (batch.items().size() > 1) {
            // One of them is at fault
            row.alone = true;
            row.nextAt = now;
        } else if (batch.kind() == TaskKind.CALLBACK
                && wasMaybeDone
                && fault.getMessage().toLowerCase(java.util.Locale.ROOT).contains("already exist")) {
            row.settle(TaskRow.DONE, "The first request had come through, though its answer was lost", now);
        } else if (batch.kind() == TaskKind.DNC && row.attempts < NIGHTS) {
            // Outside its hours Five9 refuses as well: the clocks may differ, or the hours have changed
            row.alone = true;
            row.nextAt = dncHours.opensAfter(now);
        } else {
            row.settle(TaskRow.FAILED, fault.getMessage(), now);
        }
    }

    private static Duration ladder(int attempts) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(2 * (attempts - 1), 8));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
