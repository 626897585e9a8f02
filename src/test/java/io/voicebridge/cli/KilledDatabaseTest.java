package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.jdbc.JdbcConnection;
import org.h2.result.Row;
import org.h2.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 as it is after a kill: with a row that an index does not have. */
class KilledDatabaseTest {

    @TempDir
    Path dataDir;

    private Storage.Address address;
    private Path marker;

    @BeforeEach
    void fill() throws SQLException {
        address = Storage.Address.inDirectory(dataDir);
        marker = dataDir.resolve("bridge.mv.db.open");
        try (Storage storage = Storage.open(address);
                Connection connection = storage.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into node values ('n-1', now())");
            statement.execute("insert into node values ('n-3', now())");
            connection.commit();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                address.url() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=100",
                "sa",
                "");
    }

    /** What a kill between the writing of two maps leaves. */
    private void loseFromIndexes() throws SQLException {
        try (Connection connection = connect()) {
            SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
            Table table = session.getDatabase().getMainSchema().getTableOrView(session, "node");
            for (Index index : table.getIndexes()) {
                if (!index.getIndexType().isScan() && index.getIndexType().isPrimaryKey()) {
                    Cursor rows = index.find(session, null, null, false);
                    rows.next();
                    Row row = rows.get();
                    index.remove(session, row);
                }
            }
            session.commit(false);
        }
    }

    private void isKilled() throws IOException {
        Files.writeString(marker, "");
    }

    private int change() throws SQLException {
        try (Storage storage = Storage.open(address);
                Connection connection = storage.pool().getConnection();
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate("update node set seen_at = now(), name = concat(name, '-x')");
            connection.commit();
            return changed;
        }
    }

    @Test
    void withoutBeingMendedItTakesNoChange() throws Exception {
        loseFromIndexes();

        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update node set name = concat(name, '-x')"))
                    .hasMessageContaining("Timeout trying to lock table");
        }
    }

    @Test
    void afterAKillItsIndexesAreMadeAnew() throws Exception {
        loseFromIndexes();
        isKilled();

        assertThat(change()).isEqualTo(2);
        assertThat(dataDir).isDirectoryNotContaining("glob:**mending*");
    }

    @Test
    void nothingIsLostAndTheSchemaIsTheSame() throws Exception {
        List<String> before = script();
        isKilled();
        Storage.open(address).close();

        assertThat(script()).isEqualTo(before);
    }

    private List<String> script() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("script")) {
            while (script.next()) {
                // A salt is new each time
                if (!script.getString(1).startsWith("CREATE USER")) {
                    lines.add(script.getString(1));
                }
            }
        }
        return lines;
    }

    @Test
    void whatWasClosedIsTakenAsItIs() throws Exception {
        Object before = Files.readAttributes(dataDir.resolve("bridge.mv.db"), "unix:ino")
                .get("ino");
        try (Storage storage = Storage.open(address)) {
            assertThat(marker).exists();
            assertThat(storage.killed()).isNotNull();
        }

        assertThat(marker).doesNotExist();
        assertThat(Files.readAttributes(dataDir.resolve("bridge.mv.db"), "unix:ino")
                        .get("ino"))
                .isEqualTo(before);
    }

    @Test
    void aFileThatCannotBeReadIsLeftForAPerson() throws Exception {
        Files.write(dataDir.resolve("bridge.mv.db"), new byte[10_000]);
        isKilled();

        assertThatThrownBy(() -> Storage.open(address)).isInstanceOf(RuntimeException.class);
        assertThat(Files.size(dataDir.resolve("bridge.mv.db"))).isEqualTo(10_000);
    }
}
