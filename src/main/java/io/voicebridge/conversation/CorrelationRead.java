package io.voicebridge.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * All that the answer to a correlation needs, in one statement. Of a look-up's time at the database nine parts of ten were
 * the session and the transaction around the statement, so this one goes by itself: a connection that commits each
 * statement, which costs PostgreSQL no message more. Not for who is in a transaction: that has another connection. Blocks;
 * thread-safe.
 */
final class CorrelationRead {

    /**
     * A call with the correlation.
     *
     * @param registration of the same correlation
     * @param outcome the one that counts
     */
    record Candidate(ConversationRow call, Optional<RegistrationRow> registration, Optional<OutcomeRow> outcome) {}

    private static final String REGISTRATION =
            "r.correlation, r.number, r.conversation_id, r.registered_at, r.expires_at";

    private static final String CALLS = "select " + REGISTRATION + ", c.id, c.tenant_id, c.call_id, c.node,"
            + " c.correlation, c.ani, c.dnis, c.number, c.agent_id, c.agent, c.agent_version, c.state, c.started_at,"
            + " c.answered_at, c.ended_at, c.ended_by, c.end_detail, c.bye_revision, c.revision, c.told_revision,"
            + " c.final_outcome, c.outcome, c.route_type, c.recording_state, c.recording, c.recorded_ms, c.diagnosis,"
            + " c.erased_at, c.traceparent, o.revision, o.source, o.is_final, o.before_bye, o.outcome, o.route_type, o.route_value,"
            + " o.route_reason, o.summary, o.intent, o.dnc, o.callback_at, o.consent, o.confidence, o.variables,"
            + " o.committed_at from conversation c"
            + " left join call_registration r on r.tenant_id = c.tenant_id and r.correlation = c.correlation"
            + " left join outcome_revision o on o.conversation_id = c.id and o.revision = c.revision"
            + " where c.tenant_id = ? and c.correlation = ? order by c.id desc fetch first 10 rows only";

    private static final String REGISTERED =
            "select " + REGISTRATION + " from call_registration r where r.tenant_id = ? and r.correlation = ?";

    private final DataSource database;

    CorrelationRead(DataSource database) {
        this.database = database;
    }

    /** The newest ten, newest first. */
    List<Candidate> calls(String tenantId, String correlation) {
        return read(CALLS, tenantId, correlation, found -> {
            Optional<RegistrationRow> registration = registration(found);
            ConversationRow call = call(found);
            return new Candidate(call, registration, outcome(found));
        });
    }

    Optional<RegistrationRow> registration(String tenantId, String correlation) {
        return read(REGISTERED, tenantId, correlation, found -> registration(found)).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @FunctionalInterface
    private interface Line<T> {
        T of(Columns found) throws SQLException;
    }

    private <T> List<T> read(String statement, String tenantId, String correlation, Line<T> line) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true); // until it is given back
            try (PreparedStatement read = connection.prepareStatement(statement)) {
                read.setString(1, tenantId);
                read.setString(2, correlation);
                List<T> lines = new ArrayList<>(1);
                try (ResultSet found = read.executeQuery()) {
                    while (found.next()) {
                        lines.add(line.of(new Columns(found)));
                    }
                }
                return lines;
            }
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Look-up by correlation", null, e);
        }
    }

    private static Optional<RegistrationRow> registration(Columns found) throws SQLException {
        RegistrationRow row = new RegistrationRow();
        row.correlation = found.text();
        row.number = found.text();
        row.conversationId = found.text();
        row.registeredAt = found.instant();
        row.expiresAt = found.instant();
        return Optional.of(row).filter(there -> there.correlation != null);
    }

    private static ConversationRow call(Columns found) throws SQLException {
        ConversationRow row = new ConversationRow();
        row.id = found.text();
        row.tenantId = found.text();
        row.callId = found.text();
        row.node = found.text();
        row.correlation = found.text();
        row.ani = found.text();
        row.dnis = found.text();
        row.number = found.text();
        row.agentId = found.text();
        row.agent = found.text();
        row.agentVersion = found.number();
        row.state = found.text();
        row.startedAt = found.instant();
        row.answeredAt = found.instant();
        row.endedAt = found.instant();
        row.endedBy = found.text();
        row.endDetail = found.text();
        row.byeRevision = found.number();
        row.revision = found.number();
        row.toldRevision = found.number();
        row.finalOutcome = found.flag();
        row.outcome = found.text();
        row.routeType = found.text();
        row.recordingState = found.text();
        row.recording = found.text();
        row.recordedMs = found.large();
        row.diagnosis = found.text();
        row.erasedAt = found.instant();
        row.traceparent = found.text();
        return row;
    }

    private static Optional<OutcomeRow> outcome(Columns found) throws SQLException {
        OutcomeRow row = new OutcomeRow();
        row.revision = found.number();
        row.source = found.text();
        row.isFinal = found.flag();
        row.beforeBye = found.flag();
        row.outcome = found.text();
        row.routeType = found.text();
        row.routeValue = found.text();
        row.routeReason = found.text();
        row.summary = found.text();
        row.intent = found.text();
        row.dnc = found.flag();
        row.callbackAt = found.text();
        row.consent = found.text();
        row.confidence = found.fraction();
        row.variables = found.text();
        row.committedAt = found.instant();
        return Optional.of(row).filter(there -> there.source != null);
    }

    /** The columns of a line, one after the other. */
    private static final class Columns {
        private final ResultSet line;
        private int column;

        Columns(ResultSet line) {
            this.line = line;
        }

        String text() throws SQLException {
            return line.getString(++column);
        }

        int number() throws SQLException {
            return line.getInt(++column);
        }

        long large() throws SQLException {
            return line.getLong(++column);
        }

        boolean flag() throws SQLException {
            return line.getBoolean(++column);
        }

        /** Null if there is none. */
        Double fraction() throws SQLException {
            double value = line.getDouble(++column);
            return line.wasNull() ? null : value;
        }

        /** Null if there is none. */
        Instant instant() throws SQLException {
            OffsetDateTime time = line.getObject(++column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    }
}
