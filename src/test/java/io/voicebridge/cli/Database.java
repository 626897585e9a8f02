package io.voicebridge.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The databases that the bridge runs on. Each call of {@link #create} makes a new, empty one. */
public enum Database {
    H2 {
        @Override
        Storage.Address create() {
            return new Storage.Address("jdbc:h2:mem:" + fresh() + ";DB_CLOSE_DELAY=0", "sa", "");
        }
    },
    POSTGRESQL {
        @Override
        Storage.Address create() {
            String database = fresh();
            try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + database);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return new Storage.Address(Server.POSTGRES.getJdbcUrl("postgres", database), "postgres", "");
        }
    };

    abstract Storage.Address create();

    static String fresh() {
        return "bridge_" + UUID.randomUUID().toString().replace('-', '_');
    }

    /** One server for all tests of the process; it ends with the process. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
