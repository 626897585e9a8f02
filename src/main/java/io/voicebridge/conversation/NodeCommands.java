package io.voicebridge.conversation;

import com.fasterxml.jackson.databind.node.TextNode;
import io.voicebridge.conversation.NodeCommand.Kind;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is asked of one bridge and has to be done by another, since that one has the call. It goes through the database, which
 * they share anyway: no bridge needs to reach another, or to trust it. Blocks; thread-safe.
 */
public final class NodeCommands {

    /** That wait for one bridge at most: it is there and takes them within a second, or it is dead. */
    private static final int WAITING = 1000;

    private static final int AT_ONCE = 50;

    private static final Duration SIGNALS_KEPT = Duration.ofDays(1);

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final String name;

    /** @param name of this bridge */
    NodeCommands(EntityManager entities, TransactionTemplate transactions, Ids ids, String name) {
        this.entities = entities;
        this.transactions = transactions;
        this.ids = ids;
        this.name = name;
    }

    /** True if this is the bridge that has, or had, the call. */
    public boolean isHere(ConversationFacts conversation) {
        return conversation.node().equals(name);
    }

    /**
     * Asks the bridge that has the call.
     *
     * @throws Problem 503 {@code node_busy} if it has not taken what was asked of it before
     */
    public void ask(ConversationFacts conversation, NodeCommand command) {
        transactions.executeWithoutResult(status -> {
            long waiting = entities.createQuery(
                            "select count(c) from NodeCommandRow c where c.node = :node and c.kind <> :kept",
                            Long.class)
                    .setParameter("node", conversation.node())
                    .setParameter("kept", Kind.ERASE_RECORDING.name())
                    .getSingleResult();
            if (waiting >= WAITING) {
                throw new Problem(503, "node_busy", "The bridge that has the call does not take what it is asked to do")
                        .with("Retry-After", "5");
            }
            persist(conversation.node(), command);
        });
    }

    /**
     * In the transaction that erases a conversation: the bridge that had the call deletes the recording, if that is not here.
     * Waits until that bridge is back, should it be gone.
     */
    void eraseRecording(ConversationRow row) {
        if (!row.node.equals(name)) {
            String file = TextNode.valueOf(row.recording).toString();
            persist(row.node, new NodeCommand(row.tenantId, row.id, Kind.ERASE_RECORDING, file));
        }
    }

    /**
     * The same for its SIP messages, which are in that bridge's memory, and in that of none once it has been started again. They are
     * kept for a day at most.
     */
    void forgetSignals(ConversationRow row, Instant now) {
        if (!row.node.equals(name) && row.endedAt != null && row.endedAt.isAfter(now.minus(SIGNALS_KEPT))) {
            String callId = TextNode.valueOf(row.callId).toString();
            persist(row.node, new NodeCommand(row.tenantId, row.id, Kind.FORGET_SIGNALS, callId));
        }
    }

    private void persist(String node, NodeCommand command) {
        NodeCommandRow row = new NodeCommandRow();
        row.id = ids.next("nc");
        row.node = node;
        row.tenantId = command.tenantId();
        row.conversationId = command.conversationId();
        row.kind = command.kind().name();
        row.body = command.body();
        row.traceparent = command.traceparent();
        entities.persist(row);
    }

    /** What this bridge is to do, in the order in which it was asked. Each is given out once. */
    public List<NodeCommand> take() {
        return transactions.execute(status -> {
            List<NodeCommandRow> rows = entities.createQuery(
                            "from NodeCommandRow c where c.node = :node order by c.id", NodeCommandRow.class)
                    .setParameter("node", name)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setMaxResults(AT_ONCE)
                    .getResultList();
            rows.forEach(entities::remove);
            return rows.stream()
                    .map(row -> new NodeCommand(
                            row.tenantId, row.conversationId, Kind.valueOf(row.kind), row.body, row.traceparent))
                    .toList();
        });
    }

    /** What was asked of a bridge that is gone: its calls are, too. Its recordings may come back with its disk. */
    void forget(String node) {
        transactions.executeWithoutResult(
                status -> entities.createQuery("delete from NodeCommandRow c where c.node = :node and c.kind <> :kept")
                        .setParameter("node", node)
                        .setParameter("kept", Kind.ERASE_RECORDING.name())
                        .executeUpdate());
    }
}
