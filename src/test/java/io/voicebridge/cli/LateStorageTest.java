package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LateStorageTest {

    private final CompletableFuture<Storage> opening = new CompletableFuture<>();
    private final LateStorage late = new LateStorage(opening);

    @Test
    void whatWasHandedOnBeforeItWasOpenWorksAfterwards() {
        var transactions = late.transactions();
        var entities = late.entityManager();
        try (Storage storage = Storage.open(Database.H2.create())) {
            opening.complete(storage);

            Long tenants =
                    transactions.execute(status -> entities.createQuery("select count(t) from TenantRow t", Long.class)
                            .getSingleResult());

            assertThat(tenants).isZero();
        }
    }

    @Test
    void whatATransactionWritesIsUndoneWithIt() {
        try (Storage storage = Storage.open(Database.H2.create())) {
            opening.complete(storage);

            late.transactions().executeWithoutResult(status -> {
                late.entityManager()
                        .createNativeQuery("insert into node (name, seen_at) values ('x', current_timestamp)")
                        .executeUpdate();
                status.setRollbackOnly();
            });

            assertThat(storage.transactions().<Object>execute(status -> storage.entityManager()
                            .createNativeQuery("select count(*) from node", Long.class)
                            .getSingleResult()))
                    .isEqualTo(0L);
        }
    }

    @Test
    void whoUsesWhatCouldNotBeOpenedIsToldWhy() {
        opening.completeExceptionally(new IllegalStateException("another bridge has it"));

        assertThatThrownBy(late::get).isInstanceOf(IllegalStateException.class).hasMessage("another bridge has it");
        assertThatThrownBy(() -> late.dataSource().getConnection()).hasMessage("another bridge has it");
    }

    @Test
    void aStartThatFailedWhileItWasOpeningLeavesItClosed() {
        late.close();
        Storage storage = Storage.open(Database.H2.create());
        opening.complete(storage);

        assertThat(storage.pool().isClosed()).isTrue();
    }
}
