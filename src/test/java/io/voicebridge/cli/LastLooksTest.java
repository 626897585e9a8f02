package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Note;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call's diagnosis says at its end, and what it says when a script that works would have asked. */
class LastLooksTest {

    private static String call(ConversationFixture fixture, String correlation) {
        String id = fixture.begin("+13035550100", "X-CallSessionId", correlation, "X-city", "Denver")
                .conversationId();
        fixture.room.conversations().answered(id);
        fixture.clock.advance(Duration.ofSeconds(60));
        fixture.room
                .outcomes()
                .commit(fixture.outcome(id, "t1", "{\"outcome\":\"qualified\",\"summary\":\"Owns home\"}"));
        fixture.room.conversations().ending(id, "agent");
        fixture.room.conversations().end(id, new io.voicebridge.conversation.EndFacts("agent", "we hung up", "", 0));
        return id;
    }

    private static String diagnosis(ConversationFixture fixture, String id) {
        return fixture.room.archive().one(ConversationFixture.TENANT, id).diagnosis();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aScriptThatNeverAsksIsNoticedAfterTwelveSecondsAndOnce(Database database) {
        try (ConversationFixture fixture = new ConversationFixture(database)) {
            String id = call(fixture, "6001");
            assertThat(diagnosis(fixture, id)).startsWith("As expected: qualified");

            fixture.clock.advance(Duration.ofSeconds(11));
            assertThat(fixture.room.lastLooks().look()).isZero();
            fixture.clock.advance(Duration.ofSeconds(1));

            assertThat(fixture.room.lastLooks().look()).isEqualTo(1);
            assertThat(diagnosis(fixture, id)).contains("No Query came within 10 s");
            assertThat(fixture.room.lastLooks().look()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aQuestionForAnotherCorrelationStandsBesideTheCalls(Database database) {
        try (ConversationFixture fixture = new ConversationFixture(database)) {
            String id = call(fixture, "6001");
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.room.lastLooks().missed(ConversationFixture.OTHER_TENANT, "not-ours");
            fixture.room.lastLooks().missed(ConversationFixture.TENANT, "call-77");
            fixture.room.lastLooks().missed(ConversationFixture.TENANT, "call-77");
            assertThat(fixture.count("MissedQueryRow")).isEqualTo(2);

            fixture.clock.advance(Duration.ofSeconds(11));
            fixture.room.lastLooks().look();

            assertThat(diagnosis(fixture, id)).contains("'6001'", "'call-77'").doesNotContain("not-ours");
            fixture.clock.advance(Duration.ofMinutes(11));
            fixture.room.lastLooks().look();
            assertThat(fixture.count("MissedQueryRow")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aScriptThatAskedIsToldSo(Database database) {
        try (ConversationFixture fixture = new ConversationFixture(database)) {
            String id = call(fixture, "6001");
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.room
                    .conversations()
                    .note(id, new Note("outcome-read", "five9", "asked", Map.of("status", "ready")));

            fixture.clock.advance(Duration.ofSeconds(11));
            fixture.room.lastLooks().look();

            assertThat(diagnosis(fixture, id)).endsWith("and Five9 was told.");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void headersThatThePstnDroppedAreToldBeforeAllThatFollowsFromIt(Database database) {
        try (ConversationFixture fixture = new ConversationFixture(database)) {
            String id = fixture.begin(Set.of("city"), "+13035550100", "X-Twilio-CallSid", "CA1")
                    .conversationId();
            fixture.room.conversations().answered(id);
            fixture.clock.advance(Duration.ofSeconds(60));
            fixture.room.outcomes().commit(fixture.outcome(id, "t1", "{\"outcome\":\"callback\"}"));
            fixture.hangUp(id);

            assertThat(diagnosis(fixture, id)).contains("over the PSTN");
        }
    }
}
