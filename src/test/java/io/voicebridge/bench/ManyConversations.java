package io.voicebridge.bench;

import io.voicebridge.directory.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fills an H2 database with copies of one conversation, older than it is, half a minute apart, of many customers, with the
 * outcomes and results that calls have.
 */
public final class ManyConversations {

    private static final int APART_SECONDS = 30;
    private static final String BACK = " - (%d - n.x) * interval '" + APART_SECONDS + "' second";
    private static final String OUTCOME = "case mod(n.x, 7) when 0 then 'qualified' when 1 then 'callback' when 2 then"
            + " 'do_not_call' when 3 then 'voicemail' when 4 then 'no_input' when 5 then 'failed' else 'not_qualified' end";

    private static final String CUSTOMER = "'+1720' || lpad(cast(mod(n.x * 7919, 10000000) as varchar), 7, '0')";

    /** One of the model's numbers becomes the customer's own; those of others stay. */
    private static final String PARTY =
            "case when m.number_key = (select min(p.number_key) from conversation_party p where"
                    + " p.conversation_id = m.conversation_id) then " + CUSTOMER + " else m.number_key end";

    private ManyConversations() {}

    /** The customer's number in a copy. */
    public static String customer(long number) {
        return "+1720%07d".formatted(number * 7919 % 10_000_000);
    }

    /** @param model the id of the conversation that is copied, which must have ended */
    public static void copy(Connection database, String model, int count) throws SQLException {
        String back = BACK.formatted(count + 1);
        String id = "copy_id(n.x, %d, %d)"
                .formatted(count + 1, startOf(database, model).toEpochMilli());
        try (Statement alias = database.createStatement()) {
            alias.execute("create alias if not exists copy_id for '" + ManyConversations.class.getName() + ".id'");
        }
        Map<String, String> conversation = new LinkedHashMap<>();
        conversation.put("id", id);
        conversation.put("call_id", "'copy-' || n.x || '@example.com'");
        conversation.put("correlation", "'7000' || n.x");
        conversation.put("ani", CUSTOMER);
        conversation.put("outcome", OUTCOME);
        conversation.put("recording", "''");
        for (String time : new String[] {"started_at", "answered_at", "ended_at"}) {
            conversation.put(time, "m." + time + back);
        }
        copy(database, "conversation", "id", model, count, conversation);
        copy(
                database,
                "conversation_party",
                "conversation_id",
                model,
                count,
                Map.of("conversation_id", id, "number_key", PARTY, "started_at", "m.started_at" + back));
        copy(database, "conversation_variable", "conversation_id", model, count, Map.of("conversation_id", id));
        copy(
                database,
                "outcome_revision",
                "conversation_id",
                model,
                count,
                Map.of("conversation_id", id, "outcome", OUTCOME));
        copy(database, "transcript_item", "conversation_id", model, count, Map.of("conversation_id", id));
        try (Statement alias = database.createStatement()) {
            alias.execute("drop alias copy_id");
        }
        if (!database.getAutoCommit()) {
            database.commit();
        }
    }

    private static Instant startOf(Connection database, String model) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("select started_at from conversation where id = ?")) {
            query.setString(1, model);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("There is no conversation " + model);
                }
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }

    /** The id of a copy, as one made at its time has it. H2 calls this. */
    public static String id(long number, long newest, long modelMillis) {
        Instant start = Instant.ofEpochMilli(modelMillis).minusSeconds((newest - number) * APART_SECONDS);
        return Ids.first("cv", start).substring(0, 15) + "%012d".formatted(number);
    }

    private static void copy(
            Connection database, String table, String key, String model, int count, Map<String, String> changed)
            throws SQLException {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        try (ResultSet all = database.getMetaData().getColumns(null, "public", table, null)) {
            while (all.next()) {
                String column = all.getString("COLUMN_NAME");
                columns.append(columns.isEmpty() ? "" : ", ").append(column);
                values.append(values.isEmpty() ? "" : ", ").append(changed.getOrDefault(column, "m." + column));
            }
        }
        if (columns.isEmpty()) {
            throw new SQLException("There is no table " + table);
        }
        try (PreparedStatement insert = database.prepareStatement("insert into " + table + " (" + columns + ") select "
                + values + " from " + table + " m, system_range(1, " + count + ") n(x) where m." + key + " = ?")) {
            insert.setString(1, model);
            insert.executeUpdate();
        }
    }
}
