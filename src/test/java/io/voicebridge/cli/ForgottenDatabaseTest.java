package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When two statements fail at once on a full disk, H2 takes the database off its list twice, and the second time it may be the one
 * that somebody has opened in between. Its file stays locked, for whoever is new, until all who have that one let go of it.
 */
class ForgottenDatabaseTest {

    @TempDir
    Path folder;

    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final HikariDataSource pool = new HikariDataSource();
    private Storage.Address address;
    private StorageWatch watch;

    @BeforeEach
    void open() throws SQLException {
        address = Storage.Address.inDirectory(folder);
        pool.setJdbcUrl(address.url());
        pool.setUsername(address.user());
        pool.setConnectionTimeout(300);
        pool.setMinimumIdle(0);
        watch = new StorageWatch(
                StorageWatch.h2(address, room::get, new StuckStores()),
                pool,
                () -> pool.getHikariPoolMXBean().softEvictConnections(),
                Clock.systemUTC());
        lend();
        watch.look();
        assertThat(watch.awaySince()).isEmpty();
    }

    @AfterEach
    void close() {
        watch.close();
        pool.close();
    }

    private void forget() throws Exception {
        Method forget = Engine.class.getDeclaredMethod("close", String.class);
        forget.setAccessible(true);
        forget.invoke(null, folder.toRealPath().resolve("bridge").toString());
        assertThatThrownBy(this::connect).hasMessageContaining("already in use");
    }

    private void lend() throws SQLException {
        pool.getConnection().close();
    }

    private void connect() throws SQLException {
        DriverManager.getConnection(address.url(), address.user(), address.password())
                .close();
    }

    @Test
    void isOpenedAnewWhenThePoolHasIt() throws Exception {
        room.set(0);
        watch.look();
        lend();
        forget();

        room.set(Long.MAX_VALUE);

        await().untilAsserted(() -> {
            watch.look();
            assertThat(watch.awaySince()).isEmpty();
        });
        connect();
    }

    @Test
    void isOpenedAnewWhenTheWatchHasItAndThePoolIsRefused() throws Exception {
        forget();
        pool.getHikariPoolMXBean().softEvictConnections();
        assertThatThrownBy(() -> watch.guarded().getConnection()).hasStackTraceContaining("already in use");

        await().ignoreExceptions().untilAsserted(() -> {
            watch.look();
            watch.guarded().getConnection().close();
        });
        connect();
    }
}
