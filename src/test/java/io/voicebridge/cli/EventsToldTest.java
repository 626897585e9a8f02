package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.TransferResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a call is in the outbox, in the transaction of what it tells. */
class EventsToldTest {

    private static final String CALLER = "+13035550100";

    private ConversationFixture fixture;

    private record Event(String subject, String type, Instant at, JsonNode data) {}

    private void on(Database database) {
        fixture = new ConversationFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallIsToldInTheOrderOfWhatHappened(Database database) {
        on(database);
        String id = fixture.begin(CALLER, "X-CallSessionId", "600", "X-first_name", "Ann")
                .conversationId();
        fixture.room.conversations().answered(id);
        fixture.room
                .conversations()
                .transferred(
                        id,
                        new Note("transfer-failed", "bridge", "busy"),
                        TransferResult.failed("warm", "+13125550111", "busy", 486, "resume"),
                        fixture.clock.instant());
        fixture.room
                .conversations()
                .transferred(
                        id,
                        new Note("transfer-completed", "bridge", "connected"),
                        TransferResult.completed("cold", "+13125550111"),
                        fixture.clock.instant());
        fixture.room
                .outcomes()
                .commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\",\"summary\":\"Owns home\"}"));
        fixture.hangUp(id);

        assertThat(events()).allSatisfy(event -> {
            assertThat(event.subject()).isEqualTo(id);
            assertThat(event.data().path("conversation_id").asText()).isEqualTo(id);
            assertThat(event.data().path("correlation").asText()).isEqualTo("600");
            assertThat(event.at()).isEqualTo(fixture.clock.instant());
            assertThat(event.data().toString())
                    .as("who the customer is")
                    .doesNotContain("3035550100")
                    .doesNotContain("Ann");
        });
        assertThat(events())
                .extracting(Event::type)
                .containsExactly(
                        "conversation.started",
                        "transfer.failed",
                        "transfer.completed",
                        "outcome.committed",
                        "conversation.ended");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRefusedCallIsToldWithTheConditionThatFailed(Database database) {
        on(database);
        String id = fixture.begin(CALLER).conversationId();

        fixture.room.conversations().rejected(refused(ConversationFixture.TENANT), Optional.empty());
        fixture.room.conversations().rejected(refused(ConversationFixture.TENANT), Optional.of(id));
        fixture.room.conversations().rejected(refused(""), Optional.empty());

        assertThat(events())
                .extracting(Event::type)
                .containsExactly("conversation.started", "call.rejected", "call.rejected", "conversation.ended");
        Event alone = events().get(1);
        assertThat(alone.subject()).startsWith("rj_");
        assertThat(alone.data().path("condition").asText()).isEqualTo("agent-unpublished");
        assertThat(alone.data().path("conversation_id").asText()).isEmpty();
        assertThat(events().get(2).subject()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatDidNotHappenIsNotTold(Database database) {
        on(database);
        String id = fixture.begin(CALLER).conversationId();

        fixture.storage.transactions().executeWithoutResult(status -> {
            fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
            fixture.hangUp(id);
            status.setRollbackOnly();
        });

        assertThat(events()).extracting(Event::type).containsExactly("conversation.started");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsWrittenLateIsToldWithTheTimeAtWhichItHappened(Database database) {
        on(database);
        String id = fixture.begin(CALLER).conversationId();
        Instant then = fixture.clock.instant();
        fixture.clock.advance(java.time.Duration.ofSeconds(30));

        fixture.room
                .conversations()
                .end(id, new io.voicebridge.conversation.EndFacts("caller", "hung up", "", 0), then);

        assertThat(events().get(1).at()).isEqualTo(then);
    }

    private static RejectedCall refused(String tenant) {
        return new RejectedCall(
                tenant, "c1", CALLER, "+13453453453", "10.0.0.1:5060", 480, "agent-unpublished", "not published", "");
    }

    private List<Event> events() {
        return fixture.storage.transactions().execute(status -> fixture.storage
                .entityManager()
                .createQuery(
                        "select o.subject, o.type, o.happenedAt, o.payload from OutboxRow o order by o.seq",
                        Object[].class)
                .getResultStream()
                .map(row -> new Event((String) row[0], (String) row[1], (Instant) row[2], json((String) row[3])))
                .toList());
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
