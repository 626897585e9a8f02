package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
