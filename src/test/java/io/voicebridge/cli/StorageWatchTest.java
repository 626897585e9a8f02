package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the database is away, and when it is only slow. */
class StorageWatchTest {

    private final Storage.Address address = Database.H2.create();
    private final HikariDataSource pool = new HikariDataSource();
    private final AtomicInteger evicted = new AtomicInteger();
    private final List<Connection> made = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    /** How the first connection answers at the second look, and how a new one does. */
    private interface Answer {
        boolean isAlive() throws SQLException, InterruptedException;
    }

    private volatile Answer old = () -> true;
    private volatile Answer fresh = () -> true;

    private final StorageWatch watch =
            new StorageWatch(new Connections(), pool, evicted::incrementAndGet, Clock.systemUTC());

    private final class Connections implements StorageWatch.Connector {
        @Override
        public Connection connect() throws SQLException {
            Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
            synchronized (made) {
                made.add(connection);
            }
            return connection;
        }

        @Override
        public boolean isAlive(Connection connection) throws SQLException {
            boolean first;
            synchronized (made) {
                first = connection == made.get(0);
            }
            try {
                return (first ? old : fresh).isAlive();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }
    }

    @BeforeEach
    void connect() {
        pool.setJdbcUrl(address.url());
        pool.setUsername(address.user());
        watch.look();
        assertThat(watch.awaySince()).isEmpty();
    }

    @AfterEach
    void close() {
        never.countDown();
        watch.close();
        pool.close();
    }

    private boolean silence() throws InterruptedException {
        never.await();
        return false;
    }

    @Test
    void isThereWhenItAnswersLate() {
        CountDownLatch tried = new CountDownLatch(1);
        old = () -> {
            tried.await();
            return true;
        };
        fresh = () -> {
            tried.countDown();
            return silence();
        };

        watch.look();

        assertThat(watch.awaySince()).isEmpty();
        assertThat(evicted).as("the connections are good").hasValue(0);
    }

    /** Each attempt that fails would have it wait longer before the next. */
    @Test
    void thePoolMakesNoConnectionsOfItsOwnAccordWhileItIsAway() throws SQLException {
        pool.getConnection().close();
        int ready = pool.getMinimumIdle();
        assertThat(ready).isPositive();

        old = fresh = () -> false;
        watch.look();
        assertThat(pool.getMinimumIdle()).isZero();

        old = fresh = () -> true;
        watch.look();
        assertThat(watch.awaySince()).isEmpty();
        assertThat(pool.getMinimumIdle()).isEqualTo(ready);
    }

    @Test
    void isThereWhenANewConnectionAnswers() {
        old = this::silence;

        watch.look();

        assertThat(watch.awaySince()).isEmpty();
        assertThat(evicted).as("those of the pool may be dead too").hasValue(1);
    }

    @Test
    void isAwayWhenNobodyAnswers() {
        old = this::silence;
        fresh = this::silence;

        watch.look();

        assertThat(watch.awaySince()).isPresent();
    }

    @Test
    void isAwayAtOnceWhenItRefuses() {
        old = () -> {
            throw new SQLException("reset");
        };
        fresh = () -> {
            throw new SQLException("refused");
        };
        long begun = System.nanoTime();

        watch.look();

        assertThat(watch.awaySince()).isPresent();
        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(2);
    }
}
