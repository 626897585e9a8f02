package io.voicebridge.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<Backlog.CaughtUp> told = new CopyOnWriteArrayList<>();
    private final Backlog backlog = new Backlog(Clock.systemUTC(), told::add);
    private volatile boolean away;

    @AfterEach
    void close() {
        away = false;
        backlog.close();
    }

    private Runnable entry(String text) {
        return () -> {
            if (away) {
                throw new IllegalStateException(new SQLTransientConnectionException("The database is away"));
            }
            written.add(text);
        };
    }

    @Test
    void writesAtOnceWhileTheDatabaseIsThere() {
        backlog.write("cv_1", entry("a"));

        assertThat(written).containsExactly("a");
        assertThat(told).isEmpty();
    }

    @Test
    void keepsTheOrderOfAKey() {
        away = true;
        backlog.write("cv_1", entry("a"));
        backlog.write("cv_1", entry("b"));
        backlog.writeLast("cv_1", entry("c"));
        assertThat(backlog.size()).isEqualTo(3);

        away = false;

        await().until(() -> told.size() == 1);
        assertThat(written).containsExactly("a", "b", "c");
        assertThat(told.get(0).written()).isEqualTo(3);
        assertThat(told.get(0).lost()).isZero();
    }

    @Test
    void whatComesWhileOthersWaitGoesBehindThem() {
        away = true;
        backlog.write("cv_1", entry("a"));
        Runnable second = entry("b");
        backlog.keep("cv_1", () -> {
            backlog.write("cv_1", entry("c"));
            second.run();
        });

        away = false;

        await().until(() -> told.size() == 1);
        assertThat(written).containsExactly("a", "b", "c");
    }

    @Test
    void countsWhatItCannotKeepAndKeepsTheLastAllTheSame() {
        away = true;
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < Backlog.MOST_OF_A_KEY + 5; i++) {
            backlog.write("cv_1", entry("e" + i));
            kept.add("e" + i);
        }
        backlog.writeLast("cv_1", entry("end"));

        away = false;

        await().until(() -> told.size() == 1);
        assertThat(told.get(0).lost()).isEqualTo(5);
        assertThat(written).hasSize(Backlog.MOST_OF_A_KEY + 1).endsWith("end").startsWith(kept.get(0));
    }

    @Test
    void anErrorThatIsNoOutageGoesToTheCaller() {
        assertThatThrownBy(() -> backlog.write("cv_1", () -> {
                    throw new IllegalArgumentException("no such conversation");
                }))
                .hasMessage("no such conversation");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void anEntryThatFailsLaterForAnotherReasonDoesNotHoldUpTheRest() {
        away = true;
        backlog.write("cv_1", entry("a"));
        backlog.keep("cv_1", () -> {
            throw new IllegalArgumentException("no such conversation");
        });
        backlog.write("cv_1", entry("b"));

        away = false;

        await().until(() -> told.size() == 1);
        assertThat(written).containsExactly("a", "b");
        assertThat(told.get(0).lost()).isEqualTo(1);
    }
}
