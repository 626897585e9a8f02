package io.voicebridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends an H2 database in a file whose process was killed. H2 writes tables and indexes that change meanwhile one after the
 * other: what it finds after a kill can have a row in a table and not in an index of it (h2database issue 2080). Then each
 * statement that changes the row fails with "Timeout trying to lock table" (issue 4388), which the first of them, that ends the
 * calls of the dead process, did about once in ten starts. What was committed is in the tables; so after a kill all is read from
 * them into a new file, with indexes made anew. Before anything else has the database open; one thread.
 */
final class KilledDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(KilledDatabase.class);

    private static final String FILE = "jdbc:h2:file:";
    private static final String SUFFIX = ".mv.db";

    /** A larger one takes longer than anybody waits for a start. */
    private static final long LARGEST = 512L * 1024 * 1024;

    /** No file if it is another database: then there is nothing to do. */
    private final Path file;

    private final Storage.Address address;

    KilledDatabase(Storage.Address address) {
        this.address = address;
        this.file = address.url().startsWith(FILE)
                ? Path.of(address.url().substring(FILE.length()).replaceFirst(";.*", "") + SUFFIX)
                : null;
    }

    /** Says until {@link #closed} that the database is open, and mends it if the last one who said so was killed. */
    void open(String settings) {
        if (file == null) {
            return;
        }
        try {
            if (Files.exists(marker()) && Files.exists(file)) {
                mend(settings);
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(marker(), "The database is open, or its process was killed.\n");
        } catch (IOException e) {
            LOG.warn("Whether the database was closed cannot be written down: {}", e.toString());
        }
    }

    /** The database was closed as it should be. */
    void closed() {
        if (file != null) {
            try {
                Files.deleteIfExists(marker());
            } catch (IOException e) {
                LOG.warn("That the database was closed cannot be written down: {}", e.toString());
            }
        }
    }

    private Path marker() {
        return file.resolveSibling(file.getFileName() + ".open");
    }

    private void mend(String settings) throws IOException {
        if (Files.size(file) > LARGEST) {
            LOG.warn(
                    "The last process was killed. The database has more than {} MB and is taken as it is",
                    LARGEST >> 20);
            return;
        }
        Path fresh = file.resolveSibling("mending-" + file.getFileName());
        Files.deleteIfExists(fresh);
        long begun = System.nanoTime();
        try {
            copy(url(file) + settings, url(fresh) + settings + ";TRACE_LEVEL_FILE=0");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "The last process was killed: the indexes of the database were made anew, in {} ms",
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
        } catch (SQLException e) {
            Files.deleteIfExists(fresh);
            if (e.getErrorCode() != Storage.H2_IN_USE) {
                LOG.warn("The last process was killed, and its database is taken as it is: {}", e.getMessage());
            }
        }
    }

    private static String url(Path file) {
        String name = file.toAbsolutePath().toString();
        return FILE + name.substring(0, name.length() - SUFFIX.length());
    }

    /** Statement by statement, rows as the tables have them. */
    private void copy(String from, String to) throws SQLException {
        try (Connection damaged = connect(from);
                Connection sound = connect(to);
                Statement reading = damaged.createStatement();
                Statement writing = sound.createStatement()) {
            sound.setAutoCommit(false);
            try (ResultSet script = reading.executeQuery("script")) {
                while (script.next()) {
                    writing.execute(script.getString(1));
                }
            }
            sound.commit();
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, address.user(), address.password());
    }
}
