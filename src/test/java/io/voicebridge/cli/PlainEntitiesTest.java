package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.junit.jupiter.api.Test;

class PlainEntitiesTest {

    @Test
    void noRowHasASubclassForLazyRelationsOrForItsFields() {
        try (Storage storage = Storage.open(Database.H2.create())) {
            MappingMetamodelImplementor rows =
                    storage.unit().unwrap(SessionFactoryImplementor.class).getMappingMetamodel();

            assertThat(rows.streamEntityDescriptors()).isNotEmpty().allSatisfy(row -> assertThat(optimized(row))
                    .isFalse());
        }
    }

    private static boolean optimized(EntityPersister row) {
        return row.getRepresentationStrategy().getReflectionOptimizer() != null
                || row.getRepresentationStrategy().getProxyFactory() != null
                        && row.getRepresentationStrategy()
                                .getProxyFactory()
                                .getClass()
                                .getName()
                                .contains("bytebuddy");
    }
}
