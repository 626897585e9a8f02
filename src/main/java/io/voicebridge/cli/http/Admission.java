package io.voicebridge.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.camel.Exchange;

/**
 * What every request of the administration interface goes through first: its key, its requests a minute, its operation, and whether
 * it was answered before. Bean {@code admission}. Thread-safe.
 *
 * <p>One step and not a kamelet in each of eighty routes: Camel makes a route of each use of a kamelet.
 */
public final class Admission {

    private final Authentication authentication;
    private final RequestQuota quota;
    private final Requests requests;
    private final Replies replies;

    public Admission(Authentication authentication, RequestQuota quota, Requests requests, Replies replies) {
        this.authentication = authentication;
        this.quota = quota;
        this.requests = requests;
        this.replies = replies;
    }

    /**
     * Sets the variables tenantId and keyId and those of {@link Requests#accept}; ends the route with the answer of before if an
     * Idempotency-Key is repeated.
     *
     * @param operation the operationId in the OpenAPI document
     * @param scope what the key must be good for
     * @throws io.voicebridge.directory.Problem with the status that fits: 401, 403, 429, and those of {@link Requests#accept}
     */
    public void accept(Exchange exchange, String operation, String scope) throws JsonProcessingException {
        authentication.authenticate(exchange, scope);
        quota.take(exchange, "api");
        requests.accept(exchange, operation);
        replies.repeat(exchange);
    }
}
