package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Encrypts anew, with the newest key, what rows keep encrypted, so that an old key is needed no more. Goes through a table in
 * batches, each in a transaction of its own; what is changed meanwhile by somebody else stays as that one left it, which is
 * sealed by the newest key already. May run while bridges serve, and again after it was broken off. Blocks; thread-safe.
 */
public final class Resealing {

    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

    private static final int BATCH = 200;

    /**
     * A column of sealed texts, in a table whose key is {@code id}.
     *
     * @param ownerPrefix what stands before the row's id in the name of the owner that it was sealed for
     */
    public record Column(String table, String name, String ownerPrefix) {}

    /** @param unreadable how many do not open with any key, and stay as they are */
    public record Result(Column column, int renewed, int unreadable) {}

    private record Row(String id, String sealed) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final SecretStore secrets;

    public Resealing(EntityManager entities, TransactionTemplate transactions, SecretStore secrets) {
        this.entities = entities;
        this.transactions = transactions;
        this.secrets = secrets;
    }

    public Result reseal(Column column) {
        int renewed = 0;
        int unreadable = 0;
        String after = "";
        List<Row> rows;
        do {
            rows = next(column, after);
            for (Row row : rows) {
                try {
                    renewed += renew(column, row);
                } catch (IllegalArgumentException e) {
                    LOG.warn("{}", e.getMessage());
                    unreadable++;
                }
                after = row.id();
            }
        } while (rows.size() == BATCH);
        return new Result(column, renewed, unreadable);
    }

    private List<Row> next(Column column, String after) {
        String query = "select id, " + column.name() + " from " + column.table() + " where " + column.name()
                + " is not null and id > :after order by id";
        return transactions.execute(status -> {
            List<Row> rows = new ArrayList<>(BATCH);
            for (Object found : entities.createNativeQuery(query)
                    .setParameter("after", after)
                    .setMaxResults(BATCH)
                    .getResultList()) {
                Object[] columns = (Object[]) found;
                rows.add(new Row((String) columns[0], (String) columns[1]));
            }
            return rows;
        });
    }

    private int renew(Column column, Row row) {
        Optional<String> renewed = secrets.renew(row.sealed(), column.ownerPrefix() + row.id());
        if (renewed.isEmpty()) {
            return 0;
        }
        String update = "update " + column.table() + " set " + column.name() + " = :renewed where id = :id and "
                + column.name() + " = :sealed";
        return transactions.execute(status -> entities.createNativeQuery(update)
                .setParameter("renewed", renewed.get())
                .setParameter("id", row.id())
                .setParameter("sealed", row.sealed())
                .executeUpdate());
    }
}
