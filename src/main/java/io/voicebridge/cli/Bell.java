package io.voicebridge.cli;

import io.voicebridge.directory.Reason;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.support.service.ServiceSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other bridges on a PostgreSQL what has changed, and hears it of them (NOTIFY and LISTEN): who waits there is woken at
 * once, and what is remembered of it is forgotten. Nothing depends on it. A name that is not told, because too many wait or the database is away, is found by those who look
 * again from time to time, and so is what happened while this bridge did not hear.
 *
 * <p>Rings after the commit on a connection of its own, many names at once: in the transaction it would hold the lock that all
 * transactions with a NOTIFY share until their commit is on disk. Thread-safe; ringing does not block.
 */
final class Bell extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private static final String CHANNEL = "voice_bridge";
    private static final int MOST_WAITING = 10_000;
    private static final int AT_ONCE = 200;

    /** PostgreSQL takes 8000 bytes. */
    private static final int MOST_CHARACTERS = 500;

    /** How long nothing is heard until it is asked whether the connection is still there. */
    private static final int SILENCE_MS = 5_000;

    private static final long RETRY_MS = 1_000;

    private final Storage.Address address;
    private final List<Consumer<String>> hearers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> told = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean open;
    private volatile boolean listening;

    Bell(Storage.Address address) {
        this.address = address;
    }

    /** @param hearer is given whatever other bridges, and this one, have told; must not block */
    void whenHeard(Consumer<String> hearer) {
        hearers.add(hearer);
    }

    /** Tells a name. */
    void ring(String name) {
        if (open && name.length() <= MOST_CHARACTERS) {
            told.offer(name);
        }
    }

    /** Whether what others tell is heard now. */
    boolean isListening() {
        return listening;
    }

    @Override
    protected void doStart() {
        told.clear();
        open = true;
        threads.add(thread("bell-ring", this::tell));
        threads.add(thread("bell-hear", this::hear));
    }

    private Thread thread(String name, Talk talk) {
        Thread thread = new Thread(() -> keepUp(talk), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What is done with a connection for as long as it is there. */
    private interface Talk {
        void on(Connection connection) throws SQLException, InterruptedException;
    }

    private void keepUp(Talk talk) {
        while (open) {
            try (Connection connection = connect()) {
                connections.add(connection);
                try {
                    talk.on(connection);
                } finally {
                    connections.remove(connection);
                }
            } catch (SQLException e) {
                LOG.debug("Other bridges are not told, or not heard: {}", Reason.of(e));
                if (!rest()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(RETRY_MS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("user", address.user());
        settings.setProperty("password", address.password());
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("socketTimeout", "10");
        settings.setProperty("ApplicationName", "voice-bridge bell");
        return DriverManager.getConnection(address.url(), settings);
    }

    private void tell(Connection connection) throws SQLException, InterruptedException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_notify('" + CHANNEL + "', name) from unnest(?) as name")) {
            List<String> names = new ArrayList<>();
            while (open) {
                names.add(told.take());
                told.drainTo(names, AT_ONCE - 1);
                statement.setArray(1, connection.createArrayOf("text", names.toArray()));
                statement.execute();
                names.clear();
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        PGConnection line = connection.unwrap(PGConnection.class);
        listening = true;
        try {
            while (open) {
                PGNotification[] notifications = line.getNotifications(SILENCE_MS);
                if (notifications == null || notifications.length == 0) {
                    if (!connection.isValid((int) TimeUnit.MILLISECONDS.toSeconds(SILENCE_MS))) {
                        throw new SQLException("The connection is gone");
                    }
                    continue;
                }
                for (PGNotification notification : notifications) {
                    String name = notification.getParameter();
                    hearers.forEach(hearer -> hearer.accept(name));
                }
            }
        } finally {
            listening = false;
        }
    }

    @Override
    protected void doStop() throws Exception {
        open = false;
        threads.forEach(Thread::interrupt);
        for (Connection connection : connections) {
            connection.abort(Runnable::run);
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        }
        threads.clear();
    }
}
