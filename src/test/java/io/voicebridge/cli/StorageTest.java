package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    @ParameterizedTest
    @EnumSource(Database.class)
    void tellsTheTimeOfTheDatabase(Database database) {
        try (Storage storage = Storage.open(database.create())) {
            Instant time = storage.transactions().execute(status -> Storage.time(storage.entityManager()));

            assertThat(time).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }
}
