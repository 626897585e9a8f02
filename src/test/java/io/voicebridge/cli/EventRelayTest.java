package io.voicebridge.cli;

import static io.voicebridge.cli.EventFixture.OK;
import static io.voicebridge.cli.EventFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.event.EventRelay;
import io.voicebridge.event.EventRelay.Telling;
import io.voicebridge.event.EventRoom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which events are handed out for Kafka, and to whom. */
class EventRelayTest {

    private EventFixture fixture;
    private EventRoom first;
    private EventRoom second;

    private void on(Database database) {
        fixture = new EventFixture(database);
        first = fixture.node("node-1", true);
        second = fixture.node("node-2", true);
    }

    @AfterAll
    static void close() {
        EventFixture.closeAll();
    }

    private static List<String> types(List<Telling> some) {
        return some.stream()
                .map(telling ->
                        EventFixture.json(telling.message()).path("type").asText())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void oneEventOfAConversationIsHandedOutAtATime(Database database) {
        on(database);
        String one = fixture.shortCall();
        String other = fixture.shortCall();

        List<Telling> some = first.relay().next(100);
        assertThat(some).extracting(Telling::subject).containsExactly(one, other);
        assertThat(types(some)).containsOnly("conversation.started");
        assertThat(first.relay().next(100)).as("what was not told").isEqualTo(some);

        first.relay().told(some);
        assertThat(types(first.relay().next(100))).containsExactly("conversation.ended", "conversation.ended");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void oneBridgeTellsUntilItsLeaseIsOver(Database database) {
        on(database);
        fixture.shortCall();

        assertThat(first.relay().next(1)).hasSize(1);
        assertThat(second.relay().next(1)).isEmpty();
        fixture.calls.clock.advance(Duration.ofSeconds(59));
        assertThat(second.relay().next(1)).isEmpty();
        assertThat(first.relay().next(1)).as("which renews it").hasSize(1);
        fixture.calls.clock.advance(Duration.ofSeconds(59));
        assertThat(second.relay().next(1)).isEmpty();
        fixture.calls.clock.advance(Duration.ofSeconds(1));
        assertThat(second.relay().next(1)).hasSize(1);
        assertThat(first.relay().next(1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anotherTellsAtOnceWhatABridgeThatIsGoneWouldHave(Database database) {
        on(database);
        fixture.shortCall();
        assertThat(first.relay().next(1)).hasSize(1);

        second.relay().release("node-3");
        assertThat(second.relay().next(1)).as("another's lease").isEmpty();
        second.relay().release("node-1");
        assertThat(second.relay().next(1)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatKafkaHasIsKeptForAWebhookAndTheOtherWayRound(Database database) {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();

        EventFixture.deliver(first, shipment -> OK);
        first.retention().sweep();
        assertThat(fixture.calls.count("OutboxRow")).as("for Kafka").isEqualTo(2);

        first.relay().told(first.relay().next(1));
        assertThat(fixture.calls.count("OutboxRow")).as("no webhook wants it").isEqualTo(1);
        first.relay().told(first.relay().next(1));
        assertThat(fixture.calls.count("OutboxRow"))
                .as("can be asked for again")
                .isEqualTo(1);
        assertThat(first.relay().next(1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void thatKafkaWasToldOfAnOptOutStaysOnTheTimeline(Database database) {
        on(database);
        String id = fixture.calls.begin("+13035550100").conversationId();
        fixture.calls.room.outcomes().commit(fixture.calls.outcome(id, "a", "{\"outcome\":\"do_not_call\"}"));
        fixture.calls.hangUp(id);
        tellAll(1);
        assertThat(first.relay().owesOptOut(TENANT, id)).isTrue();
        assertThat(timesTold(id)).isZero();

        List<Telling> optOut = first.relay().next(1);
        first.relay().told(optOut);
        first.relay().told(optOut);
        tellAll(1);

        assertThat(first.relay().owesOptOut(TENANT, id)).isFalse();
        assertThat(timesTold(id)).isEqualTo(1);
    }

    private void tellAll(int events) {
        for (int i = 0; i < events; i++) {
            first.relay().told(first.relay().next(1));
        }
    }

    private long timesTold(String id) {
        return fixture.calls.room.archive().timeline(TENANT, id).stream()
                .filter(entry -> entry.kind().equals("opt-out-told"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatKafkaHasNotTakenIsNeverGivenUp(Database database) {
        on(database);
        fixture.shortCall();
        first.spreader().spread();
        fixture.calls.clock.advance(Duration.ofDays(100));

        first.retention().sweep();

        assertThat(first.relay().backlog())
                .isEqualTo(new EventRelay.Backlog(
                        2, Optional.of(fixture.calls.clock.instant().minus(Duration.ofDays(100)))));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWaitsForAKafkaThatWasTurnedOffIsGivenUpInTheEnd(Database database) {
        on(database);
        fixture.shortCall();
        first.spreader().spread();
        EventRoom off = fixture.node("node-1");

        fixture.calls.clock.advance(Duration.ofDays(14));
        off.retention().sweep();
        assertThat(fixture.calls.count("OutboxRow")).isEqualTo(2);
        fixture.calls.clock.advance(Duration.ofSeconds(1));
        off.retention().sweep();

        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasErasedIsNotTold(Database database) {
        on(database);
        String id = fixture.shortCall();
        List<Telling> some = first.relay().next(1);
        fixture.calls.room.archive().erase(TENANT, id, "test", recording -> {});

        first.relay().told(some);

        assertThat(first.relay().next(1)).isEmpty();
        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }
}
