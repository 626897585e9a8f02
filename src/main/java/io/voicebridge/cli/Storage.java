package io.voicebridge.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.voicebridge.directory.Outage;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The migrated database and the way to it: pool, persistence unit, transactions. Thread-safe.
 *
 * <p>What was committed survives the death of the process. H2 writes every commit to the file system before it returns
 * ({@code WRITE_DELAY=0}) but does not wait for the disk itself, so a power failure can cost it the last commits;
 * PostgreSQL waits for the disk.
 *
 * @param watch tells whether the database is there; empty for H2 in memory
 * @param entityManager a proxy that joins the transaction of the calling thread
 */
record Storage(
        HikariDataSource pool,
        Optional<StorageWatch> watch,
        DataSource dataSource,
        EntityManagerFactory unit,
        EntityManager entityManager,
        JpaTransactionManager transactionManager,
        TransactionTemplate transactions,
        KilledDatabase killed)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /**
     * How long a caller waits for a connection, and for the answer to a statement. A Query module of Five9 gives up after
     * 5 s; whatever of a request comes after the first of these has failed fails at once, see {@link StorageWatch}.
     */
    private static final long CONNECTION_TIMEOUT_MS = 2_000;

    private static final int STATEMENT_TIMEOUT_S = 3;

    private static final int CONNECTIONS = 16;

    /** Of a start that waits for the server. */
    private static final long BETWEEN_ATTEMPTS_MS = 500;

    private static final String H2_FILE = "jdbc:h2:file:";

    /** DATABASE_ALREADY_OPEN_1 of H2's error codes. */
    static final int H2_IN_USE = 90020;

    /**
     * Where the database is.
     *
     * @param url a JDBC URL of H2 or PostgreSQL
     */
    record Address(String url, String user, String password) {

        /** An H2 database in a file of the data directory. */
        static Address inDirectory(Path dataDir) {
            return new Address("jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("bridge"), "sa", "");
        }

        /** As the settings {@code bridge.db} say: H2 in the data directory where they name no database. */
        static Address of(Settings settings) {
            String url = settings.get("bridge.db.url");
            return url.isBlank()
                    ? inDirectory(settings.dataDir())
                    : new Address(url, settings.get("bridge.db.user"), settings.get("bridge.db.password"));
        }

        /** Whether it is PostgreSQL, which several bridges may share. */
        boolean isRemote() {
            return url.startsWith("jdbc:postgresql:");
        }

        /** How it is asked whether it is there. */
        private Optional<StorageWatch.Connector> connector(StuckStores stores) {
            if (isRemote()) {
                return Optional.of(StorageWatch.postgres(this));
            }
            return url.startsWith(H2_FILE)
                    ? Optional.of(StorageWatch.h2(new Address(completeUrl(), user, password), this::room, stores))
                    : Optional.empty();
        }

        /** Bytes that are free on the disk of an H2 file; as many as anybody wants where that cannot be told. */
        private long room() {
            try {
                Path file = Path.of(url.substring(H2_FILE.length()).replaceFirst(";.*", ""));
                return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
            } catch (IOException | InvalidPathException e) {
                return Long.MAX_VALUE;
            }
        }

        /** The URL with the settings that the bridge relies on, which H2 takes from there only. */
        private String completeUrl() {
            if (!url.startsWith("jdbc:h2:")) {
                return url;
            }
            String complete = url;
            for (String setting : new String[] {
                "MODE=PostgreSQL",
                "DATABASE_TO_LOWER=TRUE",
                "DEFAULT_NULL_ORDERING=HIGH",
                "WRITE_DELAY=0",
                "DB_CLOSE_ON_EXIT=FALSE"
            }) {
                String name = setting.substring(0, setting.indexOf('=') + 1);
                complete = complete.contains(';' + name) ? complete : complete + ';' + setting;
            }
            return complete;
        }
    }

    /** Connects, brings the schema up to date and checks that it fits the entities. */
    static Storage open(Address address) {
        KilledDatabase killed = new KilledDatabase(address);
        killed.open(address.completeUrl().substring(address.url().length()));
        StuckStores stores = new StuckStores();
        HikariDataSource pool = new HikariDataSource(poolOf(address, stores));
        try {
            // Not from the pool: a migration may take longer than a statement of a call may
            Flyway.configure()
                    .dataSource(address.completeUrl(), address.user(), address.password())
                    .javaMigrations(new AppendOnlyAudit(), new OneTimelineIndex())
                    // What was written beside something else and came later may have the lower number
                    .outOfOrder(true)
                    .load()
                    .migrate();
            Optional<StorageWatch> watch = address.connector(stores)
                    .map(connector -> new StorageWatch(
                            connector,
                            pool,
                            () -> pool.getHikariPoolMXBean().softEvictConnections(),
                            Clock.systemUTC()));
            DataSource guarded = watch.map(StorageWatch::guarded).orElse(pool);
            EntityManagerFactory unit = Persistence.createEntityManagerFactory(
                    "bridge", Map.of("jakarta.persistence.nonJtaDataSource", guarded));
            JpaTransactionManager transactions = new JpaTransactionManager(unit);
            transactions.setDataSource(guarded);
            transactions.afterPropertiesSet();
            watch.ifPresent(StorageWatch::start);
            return new Storage(
                    pool,
                    watch,
                    guarded,
                    unit,
                    SharedEntityManagerCreator.createSharedEntityManager(unit),
                    transactions,
                    new TransactionTemplate(transactions),
                    killed);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * The same, and waits for a server that cannot be reached yet: after a power cut all machines start at once. Not for one
     * that refuses user or password.
     */
    static Storage openWhenThere(Address address, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            try {
                return open(address);
            } catch (RuntimeException e) {
                if (!address.isRemote() || !Outage.isBehind(e) || System.nanoTime() >= end) {
                    throw e;
                }
                if (!told) {
                    LOG.warn(
                            "The database cannot be reached, and is waited for, {} s at most: {}",
                            patience.toSeconds(),
                            StartFault.sentence(e));
                    told = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was broken off", e);
        }
    }

    /** Whether another process has the database of H2 open. */
    static boolean isInUse(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && sql.getErrorCode() == H2_IN_USE);
    }

    private static HikariConfig poolOf(Address address, StuckStores stores) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("bridge");
        if (address.url().startsWith(H2_FILE)) {
            pool.setDataSource(stores.of(address.completeUrl()));
        } else {
            pool.setJdbcUrl(address.completeUrl());
        }
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        pool.setValidationTimeout(1_000);
        pool.setAutoCommit(false);
        pool.setExceptionOverride(new ClosedDatabase());
        if (address.isRemote()) {
            pool.addDataSourceProperty("connectTimeout", "2");
            pool.addDataSourceProperty("socketTimeout", Integer.toString(STATEMENT_TIMEOUT_S));
            pool.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return pool;
    }

    /** What time it is for the database; in the transaction of the calling thread. */
    static Instant time(EntityManager entities) {
        return (Instant) entities.createNativeQuery("select current_timestamp", Instant.class)
                .getSingleResult();
    }

    /** Since when the database is away; empty while it is there. */
    Optional<Instant> awaySince() {
        return watch.flatMap(StorageWatch::awaySince);
    }

    @Override
    public void close() {
        watch.ifPresent(StorageWatch::close);
        unit.close();
        pool.close();
        killed.closed();
    }
}
