package io.voicebridge.cli;

import io.voicebridge.directory.Audit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.h2.tools.TriggerAdapter;

/**
 * Keeps H2 from changing the audit; {@link AppendOnlyAudit} has the same for PostgreSQL. H2 makes one by its name, which stands in
 * the database: it must not change.
 */
public final class AuditGuard extends TriggerAdapter {

    private static final List<String> FIXED =
            List.of("id", "tenant_id", "at", "actor", "action", "target", "seq", "personal", "detail_digest", "digest");

    @Override
    public void fire(Connection connection, ResultSet before, ResultSet after) throws SQLException {
        if (after == null || !blots(before, after)) {
            throw new SQLException("audit_entry is append-only", "23514");
        }
    }

    private static boolean blots(ResultSet before, ResultSet after) throws SQLException {
        for (String column : FIXED) {
            if (!Objects.equals(before.getObject(column), after.getObject(column))) {
                return false;
            }
        }
        return !before.getString("party_key").isEmpty()
                && after.getString("party_key").isEmpty()
                && after.getString("salt").isEmpty()
                && after.getString("detail").equals(Audit.BLOTTED);
    }
}
