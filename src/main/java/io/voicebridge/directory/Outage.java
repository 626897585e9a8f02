package io.voicebridge.directory;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that is away, or that could not do it beside what others did at the moment, from one that answered with an
 * error: only the first is worth another try.
 */
public final class Outage {

    private static final int DEEPEST = 20;

    private Outage() {}

    /** GENERAL_ERROR_1 of H2: its disk is full or broken. PostgreSQL gives no such numbers. */
    private static final int H2_WRITE_FAILED = 50_000;

    /**
     * How states begin that another try may not meet again (PostgreSQL, appendix A; its driver has one class for all): the
     * connection; rolled back for another transaction; no more connections; a lock that others have; cancelled, as by a limit of
     * time; the server stops, stopped or starts.
     */
    private static final List<String> PASSING = List.of("08", "40", "53300", "55P03", "57014", "57P");

    /** Whether the failure, or a cause of it, is that the database could not be reached, broke off, or let nobody in for too long. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isPassing(sql)) {
                return true;
            }
            // Where the rollback failed too, Spring throws that failure and keeps the one that led to it apart
            if (cause instanceof TransactionSystemException system && isBehind(system.getApplicationException())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(SQLException failure) {
        if (failure instanceof SQLTransientException || failure instanceof SQLNonTransientConnectionException) {
            return true;
        }
        if (failure.getErrorCode() == H2_WRITE_FAILED) {
            return true;
        }
        String state = failure.getSQLState();
        if (state == null) {
            // The pool has taken a broken connection away, and who used it tries to roll back
            return "Connection is closed".equals(failure.getMessage());
        }
        return PASSING.stream().anyMatch(state::startsWith);
    }

    /** How a client of the HTTP API is told. */
    public static Problem problem() {
        return new Problem(503, "storage_unavailable", "The database cannot be reached. Try again.")
                .with("Retry-After", "2");
    }
}
