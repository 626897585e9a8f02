package io.voicebridge.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * A bridge's database that is filled while no bridge has it open: conversations that ended within the last half day, each
 * with its outcome, correlations {@code bench-1} to {@code bench-n}; and some that ended without one, {@code wait-…}.
 *
 * @param url a JDBC URL as the bridge takes it
 */
record LookupTable(String url, String user) {

    private static final int BATCH = 1_000;
    private static final Duration OLDEST = Duration.ofHours(12);

    /** Adds conversations with numbers after {@code from} and up to {@code to}. */
    void grow(String tenant, int from, int to) throws SQLException {
        try (Connection connection = filling();
                PreparedStatement conversation = connection.prepareStatement(
                        "insert into conversation (id, tenant_id, call_id, correlation, ani, dnis, number, number_key,"
                                + " agent_id, agent, agent_version, state, started_at, answered_at, ended_at, ended_by,"
                                + " end_detail, recording, recorded_ms, revision, final_outcome, outcome, route_type,"
                                + " default_route, bye_headers, bye_revision, node, diagnosis) values (?, ?, ?, ?, ?,"
                                + " '+13453453453', '+13453453453', '13453453453', 'ag_bench', 'qualify-solar', 1,"
                                + " 'ended', ?, ?, ?, 'agent', 'the agent hung up', '', 0, 1, true, 'qualified',"
                                + " 'SkillTransfer', '{}', '{}', 1, 'nd_bench', '')");
                PreparedStatement outcome = connection.prepareStatement(
                        "insert into outcome_revision (conversation_id, revision, tenant_id, idempotency_key,"
                                + " request_hash, source, is_final, before_bye, outcome, route_type, route_value,"
                                + " route_reason, summary, intent, dnc, callback_at, consent, confidence, variables,"
                                + " evidence, committed_at) values (?, 1, ?, 'bench', '', 'tool', true, true, 'qualified',"
                                + " 'SkillTransfer', 'Sales_West', 'Wants a quote', ?, 'quote', false, '', 'yes', 0.92,"
                                + " '{\"budget\":\"240\",\"owner\":\"yes\"}', '[]', ?)");
                PreparedStatement party = connection.prepareStatement(
                        "insert into conversation_party (conversation_id, number_key, tenant_id, started_at)"
                                + " values (?, ?, ?, ?)")) {
            Instant oldest = Instant.now().minus(OLDEST);
            for (int n = from + 1; n <= to; n++) {
                String id = "cv_bench%08d".formatted(n);
                Instant started = oldest.plusMillis(OLDEST.toMillis() * n / (to + 1L));
                String ani = "1303%07d".formatted(n);
                conversation.setString(1, id);
                conversation.setString(2, tenant);
                conversation.setString(3, n + "@bench");
                conversation.setString(4, "bench-" + n);
                conversation.setString(5, '+' + ani);
                conversation.setTimestamp(6, Timestamp.from(started));
                conversation.setTimestamp(7, Timestamp.from(started.plusSeconds(1)));
                conversation.setTimestamp(8, Timestamp.from(started.plusSeconds(61)));
                conversation.addBatch();
                outcome.setString(1, id);
                outcome.setString(2, tenant);
                outcome.setString(
                        3, "Owns the house, pays 240 a month, wants a quote for panels on the roof, lead " + n);
                outcome.setTimestamp(4, Timestamp.from(started.plusSeconds(60)));
                outcome.addBatch();
                party.setString(1, id);
                party.setString(2, ani);
                party.setString(3, tenant);
                party.setTimestamp(4, Timestamp.from(started));
                party.addBatch();
                if (n % BATCH == 0 || n == to) {
                    conversation.executeBatch();
                    outcome.executeBatch();
                    party.executeBatch();
                    connection.commit();
                }
            }
            settle(connection);
        }
    }

    /** Adds conversations {@code wait-<name>-1} and so on whose outcome is still to come. */
    void addWaiting(String tenant, String name, int count) throws SQLException {
        try (Connection connection = open();
                PreparedStatement add = connection.prepareStatement("insert into conversation (id, tenant_id, call_id,"
                        + " correlation, ani, dnis, number, number_key, agent_id, agent, agent_version, state, started_at,"
                        + " answered_at, ended_at, ended_by, end_detail, recording, recorded_ms, revision, final_outcome,"
                        + " outcome, route_type, default_route, bye_headers, bye_revision, node, diagnosis) values"
                        + " (?, ?, 'wait@bench', ?, '', '', '', '', 'ag_bench', 'qualify-solar', 1, 'ended', ?, ?, ?,"
                        + " 'caller', '', '', 0, 0, false, '', '', '{}', '{}', -1, 'nd_bench', '')")) {
            for (int n = 1; n <= count; n++) {
                Timestamp now = Timestamp.from(Instant.now());
                add.setString(1, "cv_wait_%s_%06d".formatted(name, n));
                add.setString(2, tenant);
                add.setString(3, "wait-" + name + '-' + n);
                add.setTimestamp(4, now);
                add.setTimestamp(5, now);
                add.setTimestamp(6, now);
                add.addBatch();
            }
            add.executeBatch();
            connection.commit();
        }
    }

    /** What PostgreSQL does by itself after a while: statistics and visibility for what was written at once. */
    private void settle(Connection connection) throws SQLException {
        if (!isPostgres()) {
            return;
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            for (String table : new String[] {"conversation", "outcome_revision", "conversation_party"}) {
                statement.execute("vacuum analyze " + table);
            }
            statement.execute("checkpoint");
        }
    }

    /** When the outcomes of the conversations that were added by this name began to be committed, by their numbers. */
    Map<Integer, Instant> committed(String name) throws SQLException {
        Map<Integer, Instant> committed = new HashMap<>();
        String prefix = "cv_wait_" + name + '_';
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select conversation_id, committed_at from outcome_revision where source = 'webhook'")) {
            while (found.next()) {
                String id = found.getString(1);
                if (id.startsWith(prefix)) {
                    committed.put(
                            Integer.parseInt(id.substring(prefix.length())),
                            found.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        }
        return committed;
    }

    /** Many rows with one statement, where the driver does so. */
    private Connection filling() throws SQLException {
        Connection connection =
                DriverManager.getConnection(isPostgres() ? url + "&reWriteBatchedInserts=true" : url, user, "");
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, "");
        connection.setAutoCommit(false);
        return connection;
    }
}
