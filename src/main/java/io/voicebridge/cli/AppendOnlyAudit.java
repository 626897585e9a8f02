package io.voicebridge.cli;

import io.voicebridge.directory.Audit;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Makes the database refuse to change or delete what is in the audit, but for blotting out the number that an entry names. In
 * Java, as each database has triggers of its own kind. Whoever owns the database can take it away: then the chain tells.
 */
final class AppendOnlyAudit implements JavaMigration {

    private static final String POSTGRES_FUNCTION = """
            create function audit_entry_guard() returns trigger language plpgsql as $guard$
            begin
                if tg_op = 'UPDATE' then
                    if (old.id, old.tenant_id, old.at, old.actor, old.action, old.target, old.personal, old.detail_digest, old.digest)
                            = (new.id, new.tenant_id, new.at, new.actor, new.action, new.target, new.personal, new.detail_digest, new.digest)
                        and old.seq is not distinct from new.seq
                        and old.party_key <> '' and new.party_key = '' and new.salt = '' and new.detail = '%s' then
                        return new;
                    end if;
                end if;
                raise exception 'audit_entry is append-only' using errcode = 'check_violation';
            end
            $guard$
            """;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("57");
    }

    @Override
    public String getDescription() {
        return "append only audit";
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
        boolean postgres =
                context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
        try (Statement statement = context.getConnection().createStatement()) {
            if (postgres) {
                statement.execute(POSTGRES_FUNCTION.formatted(Audit.BLOTTED));
                statement.execute("create trigger audit_entry_guard before update or delete on audit_entry"
                        + " for each row execute function audit_entry_guard()");
                statement.execute("create trigger audit_entry_kept before truncate on audit_entry"
                        + " for each statement execute function audit_entry_guard()");
            } else {
                statement.execute("create trigger audit_entry_guard before update, delete on audit_entry"
                        + " for each row call 'io.voicebridge.cli.AuditGuard'");
            }
        }
    }
}
