package io.voicebridge.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asked before every call that we place or have placed for us, so that nobody runs up charges: the destination may be
 * forbidden, or a limit reached. Thread-safe; may block, as it is never asked on a SIP loop or a media thread.
 */
@FunctionalInterface
public interface OutboundGuard {

    /** Lets every call go out. For tests and for applications with a trunk that sets the limits. */
    OutboundGuard OPEN = attempt -> new Permitted(() -> {});

    /**
     * A call that is about to be placed.
     *
     * @param tenant whose call it is, empty outside of tenants
     * @param reference what the tenant's call belongs to, for the audit: the conversation, or empty
     * @param target the SIP URI
     * @param callerId the number that is shown, may be empty
     * @param headers further facts that a guard may look at, such as the number that the call came in on
     */
    record Attempt(String tenant, String reference, String target, String callerId, Map<String, String> headers) {}

    /** What the guard says. */
    sealed interface Verdict permits Permitted, Forbidden {}

    /**
     * @param longestRing how long the call may ring
     * @param longestCall how long it may last from its answer on; it is hung up then
     * @param ended to be run once when the call is over, however it went; gives back what it was counted against
     */
    record Permitted(Duration longestRing, Duration longestCall, Runnable ended) implements Verdict {

        /** Without a limit of its own for this call. */
        public Permitted(Runnable ended) {
            this(Duration.ofMinutes(10), Duration.ofDays(1), ended);
        }
    }

    /**
     * @param code for programs, in snake_case, such as {@code destination_not_allowed}
     * @param detail one sentence for people of the tenant
     */
    record Forbidden(String code, String detail) implements Verdict {}

    Verdict ask(Attempt attempt);

    /** The reason, if the call must not be placed. */
    static Optional<Forbidden> forbidden(Verdict verdict) {
        return verdict instanceof Forbidden no ? Optional.of(no) : Optional.empty();
    }
}
