package io.voicebridge.cli.http;

import io.voicebridge.directory.Problem;
import io.voicebridge.security.RequestLimit;
import io.voicebridge.security.RequestLimit.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Holds each key to its requests a minute, and has every answer say how it stands, whatever comes of the request. Bean
 * {@code requestQuota}, called by the kamelets that let requests in. Thread-safe.
 *
 * <p>The headers are {@code RateLimit-Limit}, {@code RateLimit-Remaining} and {@code RateLimit-Reset}: the form of
 * draft-ietf-httpapi-ratelimit-headers up to -06, which clients understand; the structured form that came after it is not
 * settled.
 */
public final class RequestQuota {

    private static final String STANDING = "rateLimit";

    private final Optional<RequestLimit> api;
    private final Optional<RequestLimit> five9;

    /** Empty for no limit. */
    public RequestQuota(Optional<RequestLimit> api, Optional<RequestLimit> five9) {
        this.api = api;
        this.five9 = five9;
    }

    /**
     * After the key was found to be good.
     *
     * @param face {@code api} or {@code five9}
     * @throws Problem 429 {@code rate_limited}
     */
    public void take(Exchange exchange, String face) {
        Optional<RequestLimit> limit = face.equals("five9") ? five9 : api;
        if (limit.isEmpty()) {
            return;
        }
        Standing standing = limit.get().take(exchange.getVariable("keyId", String.class));
        exchange.setVariable(STANDING, standing);
        if (standing.isOver()) {
            throw new Problem(
                            429,
                            "rate_limited",
                            "The key has made " + standing.limit() + " requests within a minute, which is its limit.")
                    .with("Retry-After", Long.toString(standing.resetS()));
        }
    }

    /** For the answer to a request; empty if its key has no limit. */
    static Map<String, String> headers(Exchange exchange) {
        Standing standing = exchange.getVariable(STANDING, Standing.class);
        Map<String, String> headers = new LinkedHashMap<>();
        if (standing != null) {
            headers.put("RateLimit-Limit", Integer.toString(standing.limit()));
            headers.put("RateLimit-Remaining", Integer.toString(standing.remaining()));
            headers.put("RateLimit-Reset", Long.toString(standing.resetS()));
        }
        return headers;
    }
}
