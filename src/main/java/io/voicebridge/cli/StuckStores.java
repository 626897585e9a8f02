package io.voicebridge.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Helps H2 2.4 out of two states that it is left in when it closes itself on a full disk. Thread-safe.
 *
 * <p>A store counts who reads its newest version. A transaction that is closed beside its own statement is taken off that count twice.
 * Below zero each next statement waits, at full speed and without end, for a newer version, which a closed store never gets: a request
 * without an answer, and the thread of the pool that closes connections. Here the store gets a new count, as each newer version brings
 * one; what waited goes on and meets the closed store. A sound store's count is never below zero, so nothing happens to one.
 *
 * <p>A store that could not write may leave its file open and locked, and nobody opens the database again before that store is
 * collected as garbage, which can take hours. Here its file is closed: it is never written to again anyway.
 */
final class StuckStores {

    private static final Logger LOG = LoggerFactory.getLogger(StuckStores.class);

    /** What is needed of H2 is private there. Null where another H2 has other names. */
    private static final Counts COUNTS = Counts.find();

    /**
     * @param current the count of those who read the newest version of a store
     * @param value of a count
     */
    private record Counts(VarHandle current, VarHandle value, Constructor<MVStore.TxCounter> anew) {

        /** Who is stuck counts up and down all the time, and so hides now and then that he is. */
        private static final int READINGS = 100;

        private static Counts find() {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                Constructor<MVStore.TxCounter> anew = MVStore.TxCounter.class.getDeclaredConstructor(long.class);
                anew.setAccessible(true);
                return new Counts(
                        MethodHandles.privateLookupIn(MVStore.class, own)
                                .findVarHandle(MVStore.class, "currentTxCounter", MVStore.TxCounter.class),
                        MethodHandles.privateLookupIn(MVStore.TxCounter.class, own)
                                .findVarHandle(MVStore.TxCounter.class, "counter", int.class),
                        anew);
            } catch (ReflectiveOperationException e) {
                LOG.warn("This H2 cannot be kept from going round for ever when its disk is full: {}", e.toString());
                return null;
            }
        }

        /** @return whether it was stuck */
        private boolean free(MVStore store) throws ReflectiveOperationException {
            MVStore.TxCounter count = (MVStore.TxCounter) current.getVolatile(store);
            // A version's count goes below zero as well when it is the newest no more, and then this changes nothing
            return isBelowZero(count) && current.compareAndSet(store, count, anew.newInstance(count.version));
        }

        private boolean isBelowZero(MVStore.TxCounter count) {
            for (int i = 0; i < READINGS; i++) {
                if ((int) value.getVolatile(count) < 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Those that somebody has had open, until they are garbage. */
    private final Set<MVStore> stores = weak();

    /** Those of them that could not write. */
    private final Set<MVStore> failed = weak();

    private static Set<MVStore> weak() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /** Connections of H2, whose stores are looked after. */
    DataSource of(String url) {
        JdbcDataSource plain = new JdbcDataSource();
        plain.setURL(url);
        return new DelegatingDataSource(plain) {
            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return known(super.getConnection(user, password));
            }
        };
    }

    private Connection known(Connection connection) {
        if (connection instanceof JdbcConnection h2 && h2.getSession() instanceof SessionLocal session) {
            know(session.getDatabase().getStore().getMvStore());
        }
        return connection;
    }

    void know(MVStore store) {
        stores.add(store);
    }

    /** Waits for nobody. To be called often: until then those who are stuck take all the processor time there is. */
    void free() {
        for (MVStore store : List.copyOf(stores)) {
            freeReaders(store);
            freeFile(store);
        }
    }

    private static void freeReaders(MVStore store) {
        try {
            if (COUNTS != null && COUNTS.free(store)) {
                LOG.warn("H2 had lost count of who reads its newest version, and was put right");
            }
        } catch (ReflectiveOperationException e) {
            LOG.warn("H2 could not be put right", e);
        }
    }

    /** Not before H2 itself has had the time from one call to the next for it. May be done again to one that is closed. */
    private void freeFile(MVStore store) {
        if (store.getPanicException() != null && store.getFileStore() != null && !failed.add(store)) {
            try {
                store.getFileStore().close();
            } catch (RuntimeException e) {
                LOG.debug("The file of a store that cannot write was not closed", e);
            }
        }
    }
}
