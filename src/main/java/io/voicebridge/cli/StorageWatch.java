package io.voicebridge.cli;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Asks the database every {@value #PERIOD_MS} ms, on a connection of its own, whether it is there. While it is not,
 * nobody waits for the pool: {@link #guarded} fails at once. So a request that needs the database several times is
 * answered in time although it is away: only what was under way when it went waits for the socket's time-out.
 * Thread-safe.
 */
final class StorageWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    static final int PERIOD_MS = 500;

    /** How long an answer on the connection that is there is waited for until a new one is tried as well. */
    private static final Duration SLOW = Duration.ofMillis(500);

    /** Who is short of processor time is slow, not away. A request that waits for the database gives up after three seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** With less than that on its disk a database in a file is not written to. */
    static final long RESERVE_BYTES = 16L << 20;

    /** How a database is asked whether it is there. */
    interface Connector {

        /** Opens a connection, or fails, within some seconds. */
        Connection connect() throws SQLException;

        /** Whether the database can be used by this connection. */
        default boolean isAlive(Connection connection) throws SQLException {
            return connection.isValid((int) PATIENCE.toSeconds());
        }

        /** How long nobody has to answer until the database is away. */
        default Duration patience() {
            return PATIENCE;
        }

        /** Called every {@value StorageWatch#PERIOD_MS} ms, whoever waits for an answer; waits for nobody. */
        default void unstick() {}

        /** Lets go of a connection that is not alive; waits for nobody. */
        default void drop(Connection connection) throws SQLException {
            connection.abort(Runnable::run);
        }
    }

    private final Connector connector;
    private final HikariDataSource pool;
    private final Runnable whenAway;
    private final Clock clock;
    /** Two: the watch itself may wait for a database that is stuck. */
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, work -> {
        Thread watch = new Thread(work, "storage-watch");
        watch.setDaemon(true);
        return watch;
    });

    private final ExecutorService askers = Executors.newCachedThreadPool(work -> {
        Thread asker = new Thread(work, "storage-watch-asks");
        asker.setDaemon(true);
        return asker;
    });
    private volatile Optional<Instant> awaySince = Optional.empty();

    /** H2 refuses others the database that the watch itself has open, see {@link #look}. */
    private volatile boolean forgotten;

    private Optional<Connection> own = Optional.empty();
    private int keptReady;

    /** @param whenAway makes the pool forget its connections, which are dead or will be */
    StorageWatch(Connector connector, HikariDataSource pool, Runnable whenAway, Clock clock) {
        this.connector = connector;
        this.pool = pool;
        this.whenAway = whenAway;
        this.clock = clock;
    }

    /** For PostgreSQL: whatever is asked fails after two seconds without an answer. */
    static Connector postgres(Storage.Address address) {
        Properties settings = new Properties();
        settings.setProperty("user", address.user());
        settings.setProperty("password", address.password());
        settings.setProperty("connectTimeout", "2");
        settings.setProperty("socketTimeout", "2");
        settings.setProperty("ApplicationName", "voice-bridge watch");
        return () -> DriverManager.getConnection(address.url(), settings);
    }

    /**
     * For H2 in a file: it closes itself for good when the disk is full, and opens again for the first who connects after all
     * others have let go of it. It is taken for away before that happens.
     *
     * @param room bytes that are free on its disk
     * @param stores that everybody's connections are made by
     */
    static Connector h2(Storage.Address address, LongSupplier room, StuckStores stores) {
        DataSource source = stores.of(address.url());
        return new Connector() {
            @Override
            public Connection connect() throws SQLException {
                return source.getConnection(address.user(), address.password());
            }

            @Override
            public void unstick() {
                stores.free();
            }

            @Override
            public boolean isAlive(Connection connection) throws SQLException {
                if (room.getAsLong() < RESERVE_BYTES) {
                    LOG.debug("The disk of the database is full");
                    return false;
                }
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("select 1");
                }
            }

            /** It is in this process: it fails, or is slow, and never silent. */
            @Override
            public Duration patience() {
                return Duration.ofDays(1);
            }

            @Override
            public void drop(Connection connection) throws SQLException {
                connection.close();
            }
        };
    }

    StorageWatch start() {
        threads.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(connector::unstick, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Since when the database is away; empty while it is there. */
    Optional<Instant> awaySince() {
        return awaySince;
    }

    /** The pool, behind a gate that is shut while the database is away. */
    DataSource guarded() {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                Optional<Instant> since = awaySince;
                if (since.isPresent()) {
                    throw new SQLTransientConnectionException("The database is away since " + since.get());
                }
                try {
                    return super.getConnection();
                } catch (SQLException e) {
                    forgotten |= Storage.isInUse(e);
                    throw e;
                }
            }
        };
    }

    /**
     * One look; on the watch's own thread, or a test's.
     *
     * <p>While it is away the pool is told so at each look. H2 can take an open database off its list: when two statements fail at once,
     * the second of them takes off the one that the pool has opened in between. Then the file stays locked to everybody who is new
     * until the last connection to that one is closed, and the pool would keep it for minutes.
     */
    void look() {
        if (forgotten) {
            forgotten = false;
            letGo();
        }
        boolean away = awaySince.isPresent();
        if (answers() && (!away || poolAnswers())) {
            if (away) {
                LOG.warn("The database is back; it was away since {}", awaySince.get());
                awaySince = Optional.empty();
                pool.setMinimumIdle(keptReady);
            }
        } else {
            if (!away) {
                awaySince = Optional.of(clock.instant());
                rest();
                LOG.error("The database is away: new calls are refused, what calls tell is kept in memory until it is"
                        + " back. Is its disk full?");
            }
            whenAway.run();
        }
    }

    /**
     * Has the pool make no connections that nobody asks for: each attempt that fails has it wait longer before the next, five seconds
     * in the end, and so long everybody would wait for it after the database is back.
     */
    private void rest() {
        keptReady = Math.max(0, pool.getMinimumIdle());
        pool.setMinimumIdle(0);
    }

    /**
     * A connection that died, say by a firewall, is not an outage: a new one decides. Nor is one that is slow: while it is waited for,
     * a new one is tried as well, and whichever answers first tells that the database is there.
     */
    private boolean answers() {
        long end = System.nanoTime() + connector.patience().toNanos();
        CompletableFuture<Boolean> old = own.map(connection -> asked(() -> isAlive(connection)))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
        if (isYes(old, SLOW.toNanos())) {
            return true;
        }
        if (old.isDone()) {
            letGo();
        }
        CompletableFuture<Optional<Connection>> made = asked(this::connected);
        isYes(firstYes(old, made.thenApply(Optional::isPresent)), end - System.nanoTime());
        if (isYes(old, 0)) {
            made.thenAccept(this::drop);
            return true;
        }
        letGo();
        if (made.isDone()) {
            own = made.join();
        } else {
            made.thenAccept(this::drop);
        }
        return own.isPresent();
    }

    /**
     * Those of the pool are made anew as well: they may have died with it, as all do when H2 closes itself, and nothing else tells
     * the pool so while they are in use.
     */
    private void letGo() {
        if (own.isPresent()) {
            whenAway.run();
            drop(own);
            own = Optional.empty();
        }
    }

    private Optional<Connection> connected() {
        try {
            Optional<Connection> made = Optional.of(connector.connect());
            if (isAlive(made.get())) {
                return made;
            }
            drop(made);
        } catch (SQLException e) {
            LOG.debug("The watch cannot connect", e);
        }
        return Optional.empty();
    }

    private <T> CompletableFuture<T> asked(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, askers);
    }

    private static boolean isYes(CompletableFuture<Boolean> answer, long withinNanos) {
        try {
            return answer.get(Math.max(0, withinNanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            LOG.debug("The watch could not ask", e);
            return false;
        }
    }

    /** Yes as soon as one says so; no when both have. */
    private static CompletableFuture<Boolean> firstYes(
            CompletableFuture<Boolean> one, CompletableFuture<Boolean> other) {
        CompletableFuture<Boolean> yes = new CompletableFuture<>();
        one.thenAccept(is -> completeIf(yes, is));
        other.thenAccept(is -> completeIf(yes, is));
        CompletableFuture.allOf(one, other).whenComplete((done, failure) -> yes.complete(false));
        return yes;
    }

    private static void completeIf(CompletableFuture<Boolean> yes, boolean is) {
        if (is) {
            yes.complete(true);
        }
    }

    private boolean isAlive(Connection connection) {
        try {
            return connector.isAlive(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean poolAnswers() {
        try (Connection connection = pool.getConnection()) {
            return connector.isAlive(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private void drop(Optional<Connection> gone) {
        gone.ifPresent(connection -> {
            try {
                connector.drop(connection);
            } catch (SQLException e) {
                LOG.debug("A dead connection could not be closed", e);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drop(own);
        own = Optional.empty();
        askers.shutdownNow();
    }
}
