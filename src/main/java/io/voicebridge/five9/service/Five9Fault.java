package io.voicebridge.five9.service;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Five9's web services refused, could not be reached, or have not answered. The message is for a person, and has no number. */
public final class Five9Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern NUMBER = Pattern.compile("\\d{7,}");
    private static final int LONGEST = 400;

    /** What it means for whoever asked. */
    public enum Kind {
        /** User and password are not taken, or may not use the web services. Nothing was done. */
        CREDENTIALS,
        /** Another session of the same user came between. What was asked may have been done. */
        BUSY,
        /** As many requests as Five9 allows in a minute, an hour or a day. Nothing was done. */
        QUOTA,
        /** The request has not left this machine. */
        UNREACHED,
        /** No answer, or none that could be read: it may have been done. */
        LOST,
        /** The same request will be refused again. Nothing was done. */
        REFUSED
    }

    private final Kind kind;
    private final String code;
    private final transient Optional<Duration> retryAfter;

    /** @param code the name of Five9's fault, such as {@code ListNotFoundFault}; empty if there was none */
    public Five9Fault(Kind kind, String code, String message) {
        this(kind, code, message, Optional.empty());
    }

    Five9Fault(Kind kind, String code, String message, Optional<Duration> retryAfter) {
        super(told(message), null, false, false);
        this.kind = kind;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** Faults repeat what they were asked with: customers' numbers have no place in logs and in what outlives an erasure. */
    private static String told(String message) {
        String line = NUMBER.matcher(message.replaceAll("\\s+", " ").strip()).replaceAll("…");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + '…';
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
