package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.util.Optional;

/**
 * Finds a row by its id among those of one tenant. Rows of others are not read, so that neither the answer nor the time it
 * takes tells whether they exist.
 */
public final class OwnRows {

    private OwnRows() {}

    /** @param type an entity with the fields {@code id} and {@code tenantId} */
    public static <R> Optional<R> find(EntityManager entities, Class<R> type, String tenantId, String id) {
        return entities.createQuery(
                        "select r from " + type.getSimpleName() + " r where r.id = :id and r.tenantId = :tenant", type)
                .setParameter("id", id)
                .setParameter("tenant", tenantId)
                .getResultStream()
                .findFirst();
    }
}
