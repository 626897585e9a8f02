package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTest {

    @ParameterizedTest
    @EnumSource(Database.class)
    void migratesAnEmptyDatabaseToTheSchemaOfTheEntities(Database database) {
        try (Storage storage = Storage.open(database.create())) {
            Long tenants = storage.transactions().execute(status -> storage.entityManager()
                    .createQuery("select count(t) from TenantRow t", Long.class)
                    .getSingleResult());

            assertThat(tenants).isZero();
        }
    }

    @Test
    void makesUpForAMigrationThatCameLaterWithALowerNumber(@TempDir Path folder) throws Exception {
        Storage.Address address = Storage.Address.inDirectory(folder);
        Path earlier = Files.createDirectory(folder.resolve("earlier"));
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path migration : migrations.toList()) {
                if (!migration.getFileName().toString().startsWith("V58__")) {
                    Files.copy(migration, earlier.resolve(migration.getFileName()));
                }
            }
        }
        Flyway.configure()
                .dataSource(address.url() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", address.user(), "")
                .locations("filesystem:" + earlier)
                .javaMigrations(new AppendOnlyAudit())
                .load()
                .migrate();

        try (Storage storage = Storage.open(address)) {
            assertThat(tenants(storage)).isZero();
        }
    }

    /** H2 makes one by itself, for the foreign key. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void anEntryOfATimelineIsWrittenToOneIndexOfItsConversation(Database database) throws Exception {
        try (Storage storage = Storage.open(database.create());
                Connection connection = storage.dataSource().getConnection();
                ResultSet columns = connection
                        .getMetaData()
                        .getIndexInfo(null, connection.getSchema(), "timeline_entry", false, false)) {
            List<String> first = new ArrayList<>();
            while (columns.next()) {
                if (columns.getShort("ORDINAL_POSITION") == 1) {
                    first.add(columns.getString("COLUMN_NAME"));
                }
            }

            assertThat(first).containsExactlyInAnyOrder("id", "conversation_id", "tenant_id");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void tellsTheTimeOfTheDatabase(Database database) {
        try (Storage storage = Storage.open(database.create())) {
            Instant time = storage.transactions().execute(status -> Storage.time(storage.entityManager()));

            assertThat(time).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }

    /** As a full disk does it: H2 closes for all who have it open, and stays closed for those who ask again at once. */
    @Test
    void anH2FileThatClosedItselfIsOpenedAgain(@TempDir Path folder) throws Exception {
        try (Storage storage = Storage.open(Storage.Address.inDirectory(folder))) {
            assertThat(tenants(storage)).isZero();
            Storage.Address address = Storage.Address.inDirectory(folder);
            Connection other = DriverManager.getConnection(address.url(), address.user(), "");
            other.createStatement().execute("shutdown immediately");
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(tenants(storage)).isZero());
            await().until(() -> storage.awaySince().isEmpty());
        }
    }

    @Test
    void anH2FileIsAwayWhileItsDiskIsNearlyFull() throws Exception {
        AtomicLong room = new AtomicLong(StorageWatch.RESERVE_BYTES);
        Storage.Address address = Database.H2.create();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(address.url());
            pool.setUsername(address.user());
            AtomicInteger evicted = new AtomicInteger();
            try (StorageWatch watch = new StorageWatch(
                    StorageWatch.h2(address, room::get, new StuckStores()),
                    pool,
                    evicted::incrementAndGet,
                    Clock.systemUTC())) {
                watch.look();
                assertThat(watch.awaySince()).isEmpty();

                room.set(StorageWatch.RESERVE_BYTES - 1);
                watch.look();
                assertThat(watch.awaySince()).isPresent();
                assertThatThrownBy(() -> watch.guarded().getConnection())
                        .hasMessageContaining("The database is away since");
                assertThat(evicted).hasPositiveValue();

                room.set(StorageWatch.RESERVE_BYTES);
                watch.look();
                assertThat(watch.awaySince()).isEmpty();
            }
        }
    }

    private static Long tenants(Storage storage) {
        return storage.transactions().execute(status -> storage.entityManager()
                .createQuery("select count(t) from TenantRow t", Long.class)
                .getSingleResult());
    }
}
