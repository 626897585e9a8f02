package io.voicebridge.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final transient Map<String, String> headers;

    /**
     * @param status the HTTP status
     * @param code stable, in snake case, for programs
     * @param detail what happened, to whom, and what to do; for people
     */
    public Problem(int status, String code, String detail, List<Fault> faults) {
        this(status, code, detail, faults, Map.of());
    }

    private Problem(int status, String code, String detail, List<Fault> faults, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.faults = List.copyOf(faults);
        this.headers = Map.copyOf(headers);
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    /** The same problem, answered with one more HTTP header, such as {@code Retry-After}. */
    public Problem with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, getMessage(), faults, more);
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

    public Map<String, String> headers() {
        return headers;
    }
}
