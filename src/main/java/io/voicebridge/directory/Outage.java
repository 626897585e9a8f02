package io.voicebridge.directory;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away from one that answered with an error: only the first is worth another try. */
public final class Outage {

    private static final int DEEPEST = 20;

    private Outage() {}

    /** GENERAL_ERROR_1 of H2: its disk is full or broken. PostgreSQL gives no such numbers. */
    private static final int H2_WRITE_FAILED = 50_000;

    /** Whether the failure, or a cause of it, is that the database could not be reached or broke off. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isAway(sql)) {
                return true;
            }
            // Where the rollback failed too, Spring throws that failure and keeps the one that led to it apart
            if (cause instanceof TransactionSystemException system && isBehind(system.getApplicationException())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException) {
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
        // 08: connection; 57P: the server stops, stopped or starts; 53300: it takes no more connections (PostgreSQL, A)
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
    }

    /** How a client of the HTTP API is told. */
    public static Problem problem() {
        return new Problem(503, "storage_unavailable", "The database cannot be reached. Try again.")
                .with("Retry-After", "2");
    }
}
