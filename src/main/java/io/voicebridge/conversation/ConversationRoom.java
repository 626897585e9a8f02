package io.voicebridge.conversation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The room put together: its services, sharing one timeline and one set of wake-ups. Closed when the bridge stops, so
 * that the timeline is written to its end.
 */
public record ConversationRoom(
        Conversations conversations,
        Outcomes outcomes,
        Standings standings,
        Registrations registrations,
        Archive archive,
        CallStatistics statistics,
        Retention retention,
        LastLooks lastLooks,
        LegalHolds holds,
        NumberErasure numberErasure,
        DoNotCall doNotCall,
        Rehearsals rehearsals,
        Nodes nodes,
        NodeCommands nodeCommands,
        Timeline timeline,
        Wakeups wakeups)
        implements AutoCloseable {

    /**
     * @param database the one of the entities, for what is read without a transaction
     * @param numberKey reduces any spelling of a number to one key of at most 32 characters; empty for what is none
     * @param timelineEntries that a conversation may have
     * @param node this bridge, the same after a restart, different from others on the same database
     * @param nodePatience how long another bridge may be silent until it is taken for dead
     * @param databaseTime the time of the database, asked for in a transaction
     * @param signals forgets the SIP messages of a Call-ID that this bridge has kept
     */
    public static ConversationRoom open(
            EntityManager entities,
            TransactionTemplate transactions,
            DataSource database,
            Clock clock,
            Ids ids,
            ObjectMapper mapper,
            UnaryOperator<String> numberKey,
            Announcements receivers,
            int timelineEntries,
            String node,
            Duration nodePatience,
            Supplier<Instant> databaseTime,
            Consumer<String> signals) {
        JsonColumn json = new JsonColumn(mapper);
        Announcements announcements = new RealCalls(receivers, entities);
        Masks masks = new Masks(clock);
        Timeline timeline = new Timeline(entities, transactions, clock, json, numberKey, masks, timelineEntries);
        Wakeups wakeups = new Wakeups();
        Standings standings = new Standings(entities, transactions, new CorrelationRead(database), clock, json);
        NodeCommands commands = new NodeCommands(entities, transactions, ids, node);
        Erasure erasure = new Erasure(entities, clock, timeline, announcements, commands, signals);
        OutcomeLedger ledger = new OutcomeLedger(entities, clock, json, timeline, masks);
        Diagnosis diagnosis = new Diagnosis(entities, clock, json);
        Intake intake =
                new Intake(entities, clock, ids, json, numberKey, timeline, wakeups, announcements, node, masks);
        Audit audit = new Audit(entities, transactions, clock, ids);
        LegalHolds holds = new LegalHolds(entities, transactions, clock, ids, audit);
        Archive archive = new Archive(entities, transactions, json, timeline, erasure, holds, audit);
        Conversations conversations = new Conversations(
                entities,
                transactions,
                clock,
                ids,
                timeline,
                wakeups,
                announcements,
                intake,
                ledger,
                diagnosis,
                json,
                numberKey,
                masks);
        return new ConversationRoom(
                conversations,
                new Outcomes(
                        entities,
                        transactions,
                        clock,
                        ledger,
                        standings,
                        new ByeHeaders(entities, json),
                        timeline,
                        wakeups,
                        announcements,
                        diagnosis),
                standings,
                new Registrations(entities, transactions, clock, ids, json, numberKey),
                archive,
                new CallStatistics(entities, transactions, json),
                new Retention(entities, transactions, erasure, audit),
                new LastLooks(entities, transactions, clock, ids, ledger, diagnosis),
                holds,
                new NumberErasure(entities, transactions, archive, holds, announcements, audit),
                new DoNotCall(entities, transactions),
                new Rehearsals(entities, transactions, clock, ids, audit, json),
                new Nodes(entities, transactions, conversations, commands, node, nodePatience, databaseTime),
                commands,
                timeline,
                wakeups);
    }

    @Override
    public void close() {
        timeline.close();
    }
}
