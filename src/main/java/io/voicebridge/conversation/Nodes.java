package io.voicebridge.conversation;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The bridges that share a database. Each says again and again that it is there; one that has been silent for long enough is
 * taken for dead, and another ends the calls that it had, so that Five9 is told where to go on.
 *
 * <p>All times are the database's: clocks of bridges that differ, or that somebody sets, kill nobody. A bridge that was without
 * the database itself judges nobody until it has been back for as long as it would wait for another. Blocks; thread-safe.
 */
public final class Nodes {

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Conversations conversations;
    private final NodeCommands commands;
    private final String name;
    private final Duration patience;
    private final Supplier<Instant> databaseTime;
    private final List<Consumer<String>> heirs = new CopyOnWriteArrayList<>();

    /** Since when this bridge has said that it is there without a gap; null until the first time. */
    private Instant steadySince;

    private Instant last;

    /**
     * @param name of this bridge
     * @param patience how long a bridge may be silent, some times as long as the time between two beats
     * @param databaseTime called in a transaction
     */
    Nodes(
            EntityManager entities,
            TransactionTemplate transactions,
            Conversations conversations,
            NodeCommands commands,
            String name,
            Duration patience,
            Supplier<Instant> databaseTime) {
        this.entities = entities;
        this.transactions = transactions;
        this.conversations = conversations;
        this.commands = commands;
        this.name = name;
        this.patience = patience;
        this.databaseTime = databaseTime;
    }

    /**
     * To be called while wiring.
     *
     * @param heir told the name of a bridge that is gone, this one's own when it stops; takes over what that one held. Called
     *     again if it fails, or if whoever called it died
     */
    public void whenGone(Consumer<String> heir) {
        heirs.add(heir);
    }

    /**
     * Says that this bridge is there, and ends the calls of those that are not.
     *
     * @return how many calls of others were ended
     */
    public synchronized int beat() {
        Instant now = transactions.execute(status -> {
            Instant time = databaseTime.get();
            say(time);
            return time;
        });
        if (last == null || Duration.between(last, now).compareTo(patience.dividedBy(2)) > 0) {
            steadySince = now;
        }
        last = now;
        boolean judges = Duration.between(steadySince, now).compareTo(patience) >= 0;
        return judges ? bury(now.minus(patience)) : 0;
    }

    private void say(Instant time) {
        NodeRow row = entities.find(NodeRow.class, name);
        if (row == null) {
            if (last != null) {
                LOG.warn(
                        "Others have taken this bridge for dead: it was silent for more than {} s. The calls that it "
                                + "had then are closed as interrupted",
                        patience.toSeconds());
            }
            row = new NodeRow();
            row.name = name;
            row.seenAt = time;
            entities.persist(row);
            return;
        }
        row.seenAt = time;
    }

    private int bury(Instant before) {
        List<String> silent = transactions.execute(status -> entities.createQuery(
                        "select n.name from NodeRow n where n.seenAt < :before and n.name <> :me", String.class)
                .setParameter("before", before)
                .setParameter("me", name)
                .getResultList());
        int ended = 0;
        for (String other : silent) {
            ended += bury(other, before);
        }
        return ended;
    }

    /** The row is given up last: a bridge that dies over this work leaves it to the next one. */
    private int bury(String other, Instant before) {
        int ended = conversations.recover(other, "the bridge that had the call is gone");
        heirs.forEach(heir -> heir.accept(other));
        int gone = transactions.execute(
                status -> entities.createQuery("delete from NodeRow n where n.name = :other and n.seenAt < :before")
                        .setParameter("other", other)
                        .setParameter("before", before)
                        .executeUpdate());
        commands.forget(other);
        if (gone > 0) {
            LOG.warn(
                    "Bridge {} has been silent for more than {} s; {} calls of it were ended",
                    other,
                    patience.toSeconds(),
                    ended);
        }
        return ended;
    }

    /** The bridge stops: nobody needs to wait for it. */
    public synchronized void leave() {
        heirs.forEach(heir -> heir.accept(name));
        transactions.executeWithoutResult(status -> entities.createQuery("delete from NodeRow n where n.name = :me")
                .setParameter("me", name)
                .executeUpdate());
    }
}
