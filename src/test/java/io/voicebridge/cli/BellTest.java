package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two bridges on one PostgreSQL. */
class BellTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Storage.Address database = Database.POSTGRESQL.create();
    private final Set<String> heard = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Bell here = new Bell(database);
    private final Bell there = new Bell(database);

    @BeforeEach
    void start() {
        there.whenHeard(heard::add);
        here.start();
        there.start();
        await().atMost(LONG).until(there::isListening);
    }

    @AfterEach
    void stop() {
        here.stop();
        there.stop();
    }

    @Test
    void whatOneTellsTheOtherHears() {
        here.ring("cv_1");
        here.ring("registered d'Angelo \u00e9 \\ \"");

        await().atMost(LONG).until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("cv_1", "registered d'Angelo \u00e9 \\ \"");
    }

    @Test
    void manyAreToldInTheirOrder() {
        IntStream.range(0, 5_000).forEach(i -> here.ring("cv_" + i));

        await().atMost(LONG).until(() -> heard.size() == 5_000);
        assertThat(heard).startsWith("cv_0", "cv_1").endsWith("cv_4999");
    }

    @Test
    void aNameThatIsTooLongIsLeftToThoseWhoLookThemselves() {
        here.ring("x".repeat(9_000));
        here.ring("cv_1");

        await().atMost(LONG).until(() -> heard.contains("cv_1"));
        assertThat(heard).containsExactly("cv_1");
    }

    @Test
    void bothHearAgainAfterTheirConnectionsWereLost() throws Exception {
        here.ring("before");
        await().atMost(LONG).until(() -> heard.contains("before"));
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'voice-bridge bell' and datname = current_database()");
        }

        await().atMost(LONG).until(() -> {
            here.ring("after");
            return heard.contains("after");
        });
    }

    @Test
    void ringsOnlyWhileItRuns() {
        here.stop();
        here.ring("late");
        here.start();
        here.ring("cv_1");

        await().atMost(LONG).until(() -> heard.contains("cv_1"));
        assertThat(heard).doesNotContain("late");
    }
}
