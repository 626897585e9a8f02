package io.voicebridge.cli.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicebridge.directory.Reason;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what no route takes with a problem document as well; Camel would answer it by itself, without a body. What is
 * in the contract goes on.
 */
public final class UnroutedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(UnroutedRequests.class);
    private static final int[] ANSWERED_BY_THE_SERVER = {400, 404, 405, 413, 500, 503};

    private final Contract contract;
    private final Problems problems;

    public UnroutedRequests(Contract contract, Problems problems) {
        this.contract = contract;
        this.problems = problems;
    }

    /** @param router the one that the server asks first */
    public void answerOn(Router router) {
        router.routeWithRegex("/(api|five9|hooks)/.*").order(-1).handler(this::sort);
        for (int status : ANSWERED_BY_THE_SERVER) {
            router.errorHandler(status, request -> answer(status, request));
        }
    }

    private void answer(int status, RoutingContext request) {
        String path = path(request);
        if (status == 500 && request.failure() != null) {
            LOG.error("{} failed before any route", path, Reason.traceOf(request.failure()));
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(problems.unrouted(status, path)));
    }

    /** As it was sent if it is not percent-encoded as it should be, which is why the request was refused. */
    private static String path(RoutingContext request) {
        try {
            return request.normalizedPath();
        } catch (IllegalArgumentException e) {
            return request.request().path();
        }
    }

    private void sort(RoutingContext request) {
        Optional<Operation> operation = contract.at(request.request().method().name(), request.normalizedPath());
        if (operation.isPresent()) {
            request.put(ContractConsumer.OPERATION, operation.get());
            ContractConsumer.leaveFormAlone(request);
            request.next();
        } else {
            request.fail(contract.knows(request.normalizedPath()) ? 405 : 404);
        }
    }
}
