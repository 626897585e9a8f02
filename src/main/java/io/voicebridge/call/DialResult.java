package io.voicebridge.call;

import java.util.Locale;

/**
 * What became of a call that was placed.
 *
 * @param sipStatus the final response, 200 if it was answered, 0 if there was none
 * @param detail one sentence for a person
 */
public record DialResult(Status status, int sipStatus, String detail) {

    public static final DialResult ANSWERED = new DialResult(Status.ANSWERED, 200, "The call was answered");

    /** In the words of a telephone. */
    public enum Status {
        ANSWERED,
        /** 486 or 600. */
        BUSY,
        /** It rang for as long as it may, or the other side gave up ringing: 408, 480, 487. */
        NO_ANSWER,
        /** There is no such number: 404, 410, 484, 604, or a target that cannot be dialled. */
        BAD_NUMBER,
        /** The other side does not want the call: 401, 403, 407, 488, 603 and the like. */
        REFUSED,
        /** Nobody can be reached: no route, no transport, 5xx. */
        UNREACHABLE,
        /** Our own guard forbids it. */
        NOT_ALLOWED,
        /** We gave up, or the call that it was placed for has ended. */
        CANCELLED;

        /** In kebab-case, as headers and events have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads the end of a call that was never answered. */
    public static DialResult of(CallEnd end) {
        Status status =
                switch (end.by()) {
                    case US -> Status.CANCELLED;
                    case FAULT -> end.status() == 400 ? Status.BAD_NUMBER : Status.UNREACHABLE;
                    case PEER, REFUSED -> of(end.status());
                };
        return new DialResult(status, end.status(), end.detail());
    }

    private static Status of(int status) {
        return switch (status) {
            case 486, 600 -> Status.BUSY;
            case 408, 480, 487 -> Status.NO_ANSWER;
            case 404, 410, 484, 604 -> Status.BAD_NUMBER;
            default -> status >= 500 && status < 600 ? Status.UNREACHABLE : Status.REFUSED;
        };
    }

    public boolean isAnswered() {
        return status == Status.ANSWERED;
    }
}
