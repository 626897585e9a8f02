package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conversation.Wakeups;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A bridge on PostgreSQL, and another one that this test stands for. */
class BellWiringTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void anOutcomeWakesThoseWhoWaitAtAnotherBridge() throws Exception {
        Storage.Address database = Database.POSTGRESQL.create();
        try (ApiServer server = ApiServer.start(
                        folder,
                        Database.POSTGRESQL,
                        Map.of("bridge.db.url", database.url(), "bridge.db.user", database.user()));
                Connection other = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = other.createStatement()) {
            statement.execute("listen voice_bridge");

            String here = new KafkaCalls(server).withOutcome();

            Set<String> told = new LinkedHashSet<>();
            await().atMost(LONG).until(() -> {
                for (PGNotification each : other.unwrap(PGConnection.class).getNotifications(1000)) {
                    told.add(each.getParameter());
                }
                return told.contains(here);
            });

            try (Wakeups.Waiter waiter = server.bean("wakeups", Wakeups.class).register("cv_there")) {
                await().atMost(LONG).until(() -> {
                    statement.execute("notify voice_bridge, 'cv_there'");
                    return waiter.woken().isDone();
                });
                assertThat(waiter.woken()).isCompleted();
            }
        }
    }
}
