package io.voicebridge.cli;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Takes one of two indexes off the timeline of H2, which had made one by itself for the foreign key, on the conversation
 * alone: each entry was written to both, and the entries of one conversation are few enough to be sorted. In Java, as
 * PostgreSQL has made none and keeps the other.
 */
final class OneTimelineIndex implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("83");
    }

    @Override
    public String getDescription() {
        return "one timeline index";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        if (context.getConnection().getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("drop index timeline_entry_of_conversation");
            }
        }
    }
}
