package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    private static final String URL = "jdbc:h2:mem:outage;LOCK_TIMEOUT=1";

    @Test
    void aRowThatAnotherKeepsForTooLongIsWorthAnotherTry() throws SQLException {
        try (Connection one = DriverManager.getConnection(URL);
                Connection other = DriverManager.getConnection(URL)) {
            run(one, "create table number (id int primary key)", "insert into number values (1)");
            one.setAutoCommit(false);
            run(one, "select * from number where id = 1 for update");

            Throwable failure = catchThrowable(() -> run(other, "delete from number where id = 1"));

            assertThat(failure).isInstanceOf(SQLException.class);
            assertThat(Outage.isBehind(new IllegalStateException(failure))).isTrue();
        }
    }

    @Test
    void whatTheDatabaseRefusesForGoodIsNot() throws SQLException {
        try (Connection one = DriverManager.getConnection(URL)) {
            run(one, "create table agent (id int primary key)", "insert into agent values (1)");

            Throwable failure = catchThrowable(() -> run(one, "insert into agent values (1)"));

            assertThat(failure).isInstanceOf(SQLException.class);
            assertThat(Outage.isBehind(failure)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57014", "57P01"})
    void soAreStatesOfPostgreSqlThatPass(String state) {
        assertThat(Outage.isBehind(new SQLException("said by the server", state)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42P01", "53100"})
    void othersAreNot(String state) {
        assertThat(Outage.isBehind(new SQLException("said by the server", state)))
                .isFalse();
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
