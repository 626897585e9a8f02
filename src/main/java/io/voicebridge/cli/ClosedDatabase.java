package io.voicebridge.cli;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Has the pool let go of a connection to an H2 database that closed itself, at its first failure. H2 tells that by codes of its own,
 * which the pool does not know; it would lend a connection that was used within the last half second again and again.
 */
final class ClosedDatabase implements SQLExceptionOverride {

    /** H2: "Database is already closed". */
    private static final int DATABASE_CLOSED = 90_098;

    /** H2: "Database is already closed (to disable automatic closing at VM shutdown ...)". */
    private static final int DATABASE_CALLED_AT_SHUTDOWN = 90_121;

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        int code = failure.getErrorCode();
        return code == DATABASE_CLOSED || code == DATABASE_CALLED_AT_SHUTDOWN
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
