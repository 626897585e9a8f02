package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The states that H2 is left in when it closes itself on a full disk. Where the bridge goes round for ever a test, which runs with
 * assertions, meets one of H2's.
 */
class StuckStoresTest {

    @TempDir
    Path folder;

    private final StuckStores stores = new StuckStores();
    private Connection connection;
    private MVStore store;

    @BeforeEach
    void open() throws SQLException {
        connection = stores.of("jdbc:h2:file:" + folder.resolve("bridge")).getConnection("sa", "");
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        store = session.getDatabase().getStore().getMvStore();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void select() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from information_schema.tables");
        }
    }

    /** As a transaction does that is closed beside its own statement. */
    private void loseCount() {
        MVStore.TxCounter count = store.registerVersionUsage();
        store.deregisterVersionUsage(count);
        store.deregisterVersionUsage(count);
    }

    @Test
    void whoeverIsStuckGoesOn() throws Exception {
        loseCount();
        assertThatThrownBy(this::select).isInstanceOf(AssertionError.class);

        stores.free();

        select();
    }

    @Test
    void whoeverIsStuckInAStoreThatIsClosedIsToldSo() {
        store.closeImmediately();
        loseCount();

        stores.free();

        assertThatThrownBy(this::select).isInstanceOf(SQLException.class);
    }

    @Test
    void aSoundStoreIsLeftAsItIs() throws Exception {
        MVStore.TxCounter count = store.registerVersionUsage();

        stores.free();
        stores.free();

        assertThat(store.registerVersionUsage()).isSameAs(count);
        select();
        store.deregisterVersionUsage(count);
        store.deregisterVersionUsage(count);
    }

    /** Nobody but the collector of garbage closed it. */
    @Test
    void theFileOfAStoreThatCouldNotWriteCanBeOpenedAgain() {
        String file = folder.resolve("other.mv.db").toString();
        MVStore failed = MVStore.open(file);
        stores.know(failed);
        assertThatThrownBy(() -> failed.panic(new MVStoreException(2, "No space left on device")))
                .isInstanceOf(MVStoreException.class);
        assertThatThrownBy(() -> MVStore.open(file)).hasMessageContaining("locked");

        stores.free();
        stores.free();

        MVStore.open(file).close();
    }
}
