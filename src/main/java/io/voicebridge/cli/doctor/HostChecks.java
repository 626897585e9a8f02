package io.voicebridge.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The machine and what the bridge stands on. */
final class HostChecks {

    private static final long MUCH_TOO_SLOW_MS = 1_000;
    private static final long SLOW_MS = 100;
    /** An hour of 100 calls that are recorded makes 11 GB; below a tenth of that nobody has time to act. */
    private static final long LITTLE_BYTES = 1L << 30;

    private static final long NOTHING_BYTES = 100L << 20;

    private final DataSource database;
    private final Path dataDir;
    private final Clock clock;
    private final Optional<String> missingSpeech;

    /** @param missingSpeech what nobody here understands speech with; empty if something does */
    HostChecks(DataSource database, Path dataDir, Clock clock, Optional<String> missingSpeech) {
        this.database = database;
        this.dataDir = dataDir;
        this.clock = clock;
        this.missingSpeech = missingSpeech;
    }

    List<Check> all() {
        return List.of(
                new Check("The database answers at once", this::databaseAnswers),
                new Check("The clock of this machine and that of the database agree", this::clocksAgree),
                new Check("There is room on the disk of the data folder", this::diskHasRoom),
                new Check("Speech is understood on this machine", this::understandsSpeech));
    }

    private Finding databaseAnswers() throws SQLException {
        long begun = System.nanoTime();
        databaseTime();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (took >= MUCH_TOO_SLOW_MS) {
            return Finding.red("One statement took " + took
                    + " ms. Look at the load of the database, and at the network to it: scripts wait 5 s.");
        }
        return took >= SLOW_MS
                ? Finding.amber("One statement took " + took + " ms. Run the database near this machine.")
                : Finding.GREEN;
    }

    private Instant databaseTime() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_timestamp")) {
            row.next();
            Timestamp time = row.getTimestamp(1);
            return time.toInstant();
        }
    }

    private Finding clocksAgree() throws SQLException {
        Duration apart = Duration.between(databaseTime(), clock.instant()).abs();
        String fix = "They are " + apart.toSeconds() + " s apart. Run an NTP client on both.";
        if (apart.compareTo(ClockCheck.MUCH_SKEWED) >= 0) {
            return Finding.red(fix + " Signed webhooks are refused at 300 s.");
        }
        return apart.compareTo(ClockCheck.SKEWED) >= 0 ? Finding.amber(fix) : Finding.GREEN;
    }

    private Finding diskHasRoom() throws java.io.IOException {
        long free = Files.getFileStore(dataDir).getUsableSpace();
        String fix = (free >> 20) + " MB are free for " + dataDir.toAbsolutePath()
                + ". Delete old recordings (retention_days of the tenants), or give it a larger disk.";
        if (free < NOTHING_BYTES) {
            return Finding.red(fix);
        }
        return free < LITTLE_BYTES ? Finding.amber(fix) : Finding.GREEN;
    }

    private Finding understandsSpeech() {
        return missingSpeech
                .map(what -> Finding.amber(what + " Until then callers of the embedded agent press keys."))
                .orElse(Finding.GREEN);
    }
}
