package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;

/** Lets the database decide what is unique, and says so in the client's words. */
final class Constraints {

    private Constraints() {}

    static void persist(EntityManager entities, Object row, Supplier<Problem> taken) {
        entities.persist(row);
        flush(entities, taken);
    }

    static void flush(EntityManager entities, Supplier<Problem> taken) {
        try {
            entities.flush();
        } catch (PersistenceException e) {
            if (e instanceof ConstraintViolationException || e.getCause() instanceof ConstraintViolationException) {
                throw taken.get();
            }
            throw e;
        }
    }
}
