package io.voicebridge.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.voicebridge.directory.Outage;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.Message;
import org.hibernate.exception.JDBCConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Turns the failure of an HTTP route into a problem document (RFC 9457): the one place where exceptions become statuses.
 * Bean {@code problems}, called by the route configuration {@code http-errors}. Thread-safe.
 */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final List<Function<Throwable, Optional<Problem>>> KINDS = List.of(
            kind(Problem.class, problem -> problem),
            kind(
                    JsonProcessingException.class,
                    e -> new Problem(400, "bad_json", "The body is not JSON: " + e.getOriginalMessage())),
            kind(OptimisticLockException.class, e -> changedMeanwhile()),
            kind(OptimisticLockingFailureException.class, e -> changedMeanwhile()),
            kind(CannotCreateTransactionException.class, e -> Outage.problem()),
            kind(DataAccessResourceFailureException.class, e -> Outage.problem()),
            kind(JDBCConnectionException.class, e -> Outage.problem()),
            kind(TransactionSystemException.class, e -> Outage.isBehind(e) ? Outage.problem() : null),
            kind(SQLException.class, e -> Outage.isBehind(e) ? Outage.problem() : null));

    private final ObjectMapper json;

    public Problems(ObjectMapper json) {
        this.json = json;
    }

    /** Makes the exception that was caught the response of the exchange. */
    @Handler
    public void respond(Exchange exchange) throws JsonProcessingException {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Problem problem = problemOf(failure);
        String trace = exchange.getExchangeId();
        if (problem.status() == 500) {
            LOG.error("{} failed, trace_id {}", path(exchange), trace, Reason.traceOf(failure));
        } else if (problem.status() > 500) {
            LOG.warn(
                    "{} answered {} {}, trace_id {}: {}",
                    path(exchange),
                    problem.status(),
                    problem.code(),
                    trace,
                    Reason.of(failure));
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        problem.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
        message.setHeader("Cache-Control", "no-store");
        message.setBody(json.writeValueAsBytes(document(problem, path(exchange), trace)));
    }

    /** The problem document for a request that the server answered by itself, before any route. */
    public byte[] unrouted(int status, String path) {
        Problem problem =
                switch (status) {
                    case 404 -> new Problem(404, "not_found", "There is nothing at this path.");
                    case 405 -> new Problem(405, "method_not_allowed", "This path does not know the method.");
                    case 413 -> new Problem(413, "too_large", "The body is larger than this server takes.");
                    case 503 -> new Problem(503, "stopping", "The bridge is about to stop.");
                    default -> new Problem(status, "not_served", "The server could not serve the request.");
                };
        try {
            return json.writeValueAsBytes(
                    document(problem, path, UUID.randomUUID().toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem document is always JSON", e);
        }
    }

    /** The problem that a failure is told as; the cause that says most counts. */
    public static Problem problemOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            for (Function<Throwable, Optional<Problem>> kind : KINDS) {
                Optional<Problem> problem = kind.apply(cause);
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
        }
        return new Problem(500, "internal", "The bridge failed. The log has the reason under the trace_id.");
    }

    private static Map<String, Object> document(Problem problem, String path, String trace) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase());
        document.put("status", problem.status());
        document.put("detail", problem.getMessage());
        document.put("instance", path);
        document.put("code", problem.code());
        document.put("errors", new ArrayList<>(problem.faults()));
        document.put("trace_id", trace);
        return document;
    }

    private static String path(Exchange exchange) {
        String kept = exchange.getVariable(Requests.PATH, String.class);
        String path = kept == null ? exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class) : kept;
        return path == null ? "" : path;
    }

    private static Problem changedMeanwhile() {
        return new Problem(
                412, "precondition_failed", "It was changed meanwhile. Read it again and repeat the change.");
    }

    private static <T extends Throwable> Function<Throwable, Optional<Problem>> kind(
            Class<T> type, Function<T, Problem> problem) {
        return failure ->
                Optional.of(failure).filter(type::isInstance).map(type::cast).map(problem);
    }
}
