package io.voicebridge.trunk;

import java.time.Duration;
import java.util.Optional;

/** The provider refused, could not be reached, or is asked too much. */
public final class CarrierFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param status of HTTP; 0 if no answer came
     * @param code the provider's own; empty if there is none
     * @param message what happened, for a person; never with a credential in it
     */
    public CarrierFault(int status, String code, String message) {
        this(status, code, message, Optional.empty());
    }

    CarrierFault(int status, String code, String message, Optional<Duration> retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
