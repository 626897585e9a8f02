package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.OutcomeCommand;
import io.voicebridge.conversation.OutcomeForm;
import io.voicebridge.conversation.OutcomeSource;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.directory.Five9Account;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.event.EventBeat;
import io.voicebridge.event.Outbox;
import io.voicebridge.five9.service.NightWindow;
import io.voicebridge.five9.service.TaskBook;
import io.voicebridge.time.MovingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;

/** A conversation room on an empty database with two tenants, at a time that the test moves. */
final class ConversationFixture implements AutoCloseable {

    static final String TENANT = "tn_one";
    static final String OTHER_TENANT = "tn_two";
    static final int TIMELINE_ENTRIES = 20;
    static final String NUMBER = "+13453453453";

    final Storage storage;
    final ConversationRoom room;
    final MovingClock clock = new MovingClock();
    private final CountedStatements statements = new CountedStatements();
    final EventBeat beat = new EventBeat();

    /** Of all tenants. */
    volatile Five9Account five9 = Five9Account.NONE;

    private final ObjectMapper json = Json.mapper();

    ConversationFixture(Database database) {
        storage = Storage.open(database.create());
        storage.transactions().executeWithoutResult(status -> {
            for (String id : List.of(TENANT, OTHER_TENANT)) {
                storage.entityManager()
                        .createNativeQuery(
                                "insert into tenant (id, version, name, name_key, wait_cap_s, retention_days,"
                                        + " max_calls, webhook_secret, created_at, updated_at) values (:id, 0, :id, :id, 4, 30,"
                                        + " 10, '', now(), now())")
                        .setParameter("id", id)
                        .executeUpdate();
            }
        });
        room = bridge("node-1");
    }

    /** How many statements the work sends to the database: each is a way to it and back. */
    long statementsOf(Runnable work) {
        Statistics statistics = storage.unit().unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        long before = statements.prepared();
        work.run();
        return statistics.getPrepareStatementCount() + statements.prepared() - before;
    }

    /** The room of another bridge on the same database. */
    ConversationRoom bridge(String node) {
        Ids ids = new Ids(clock);
        return ConversationRoom.open(
                storage.entityManager(),
                storage.transactions(),
                statements.of(storage.dataSource()),
                clock,
                ids,
                json,
                text -> NumberKey.of(text, "US").map(NumberKey::text).orElse(""),
                new TaskBook(
                        new Outbox(storage.entityManager(), json, () -> ids.next("ev"), beat),
                        storage.entityManager(),
                        clock,
                        ids,
                        tenant -> five9,
                        NightWindow.of("23:00-06:00 America/Los_Angeles")),
                TIMELINE_ENTRIES,
                node,
                Duration.ofSeconds(30),
                clock::instant,
                callId -> {});
    }

    Begun begin(String ani, String... headers) {
        return begin(Set.of(), ani, headers);
    }

    Begun begin(Set<String> referenced, String ani, String... headers) {
        CallVariables variables = new SipVariables().read(headers(headers));
        return room.conversations()
                .begin(
                        new NewConversation(
                                TENANT,
                                "call@peer",
                                variables.correlation(),
                                ani,
                                NUMBER,
                                NUMBER,
                                "ag_1",
                                "qualify-solar",
                                3,
                                variables,
                                Map.of("town", "city", "ticket", "correlation"),
                                Route.of("SkillTransfer", "Overflow", "AI failed"),
                                Map.of("X-Summary", "{{summary}} for {{city}}", "Via", "never")),
                        referenced);
    }

    OutcomeCommand outcome(String conversationId, String key, String body) {
        try {
            return OutcomeForm.read(json.readTree(body), TENANT, conversationId, key, OutcomeSource.TOOL);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void hangUp(String conversationId) {
        room.conversations().end(conversationId, new EndFacts("caller", "the caller hung up", "", 0));
    }

    long count(String row) {
        return storage.transactions().execute(status -> storage.entityManager()
                .createQuery("select count(r) from " + row + " r", Long.class)
                .getSingleResult());
    }

    private static List<SignalHeader> headers(String... namesAndValues) {
        List<SignalHeader> headers = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new SignalHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        return headers;
    }

    @Override
    public void close() {
        room.close();
        storage.close();
    }
}
