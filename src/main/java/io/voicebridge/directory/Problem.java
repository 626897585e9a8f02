package io.voicebridge.directory;

import java.util.List;

/**
 * A failure that a client of the HTTP API is told about as a problem document (RFC 9457). Thrown by beans that routes
 * call; the HTTP error configuration turns it into the response.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One fault in what was sent.
     *
     * @param pointer JSON Pointer (RFC 6901) to the value, or the name of a parameter
     */
    public record Fault(String pointer, String detail) {}

    private final int status;
    private final String code;
    private final transient List<Fault> faults;

    /**
     * @param status the HTTP status
     * @param code stable, in snake case, for programs
     * @param detail what happened, to whom, and what to do; for people
     */
    public Problem(int status, String code, String detail, List<Fault> faults) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.faults = List.copyOf(faults);
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<Fault> faults() {
        return faults;
    }
}
