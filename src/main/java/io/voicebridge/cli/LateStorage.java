package io.voicebridge.cli;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A {@link Storage} that may still be opening: what is made of it can be handed on at once, and waits when it is used. So routes are
 * made while the database is opened. Thread-safe.
 */
final class LateStorage implements AutoCloseable {

    private final CompletableFuture<Storage> opening;
    private final DataSource dataSource = new DelegatingDataSource() {
        @Override
        protected DataSource obtainTargetDataSource() {
            return get().dataSource();
        }
    };
    private final EntityManagerFactory unit;
    private final EntityManager entityManager;
    private final JpaTransactionManager transactionManager;
    private final TransactionTemplate transactions;

    LateStorage(CompletableFuture<Storage> opening) {
        this.opening = opening;
        this.unit = lateUnit();
        this.entityManager = SharedEntityManagerCreator.createSharedEntityManager(unit);
        this.transactionManager = new JpaTransactionManager(unit);
        transactionManager.setDataSource(dataSource);
        transactionManager.afterPropertiesSet();
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /** Waits until it is open. @throws RuntimeException that opening it has met */
    Storage get() {
        try {
            return opening.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Transactions are found by it, so that it is one object before and after the storage is open. */
    private EntityManagerFactory lateUnit() {
        return (EntityManagerFactory) Proxy.newProxyInstance(
                EntityManagerFactory.class.getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "persistence unit of the bridge";
                        };
                    }
                    try {
                        return method.invoke(get().unit(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    DataSource dataSource() {
        return dataSource;
    }

    EntityManagerFactory unit() {
        return unit;
    }

    EntityManager entityManager() {
        return entityManager;
    }

    JpaTransactionManager transactionManager() {
        return transactionManager;
    }

    TransactionTemplate transactions() {
        return transactions;
    }

    /** Since when the database is away; empty while it is there. */
    Optional<Instant> awaySince() {
        return get().awaySince();
    }

    /** Closes it as soon as it is open; what could not be opened is closed already. */
    @Override
    public void close() {
        opening.thenAccept(Storage::close);
    }
}
