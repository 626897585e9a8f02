package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.CallStatistics;
import io.voicebridge.conversation.CallStatistics.Period;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.RecordingFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted of calls, on both databases. */
class CallStatisticsTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T10:00:00Z");

    @ParameterizedTest
    @EnumSource(Database.class)
    void countsCallsOfEachPeriodByTheirOutcome(Database database) {
        try (ConversationFixture bridge = new ConversationFixture(database)) {
            qualified(bridge, "agent");
            bridge.clock.advance(Duration.ofHours(1));
            ended(bridge, "caller");
            bridge.begin("+13035550103");

            CallStatistics.Figures figures = figures(bridge);

            assertThat(figures.live()).isEqualTo(1);
            assertThat(figures.periods())
                    .containsExactly(
                            new Period(BEGIN, 1, Map.of("qualified", 1L)),
                            new Period(BEGIN.plus(Duration.ofHours(1)), 2, Map.of("", 1L, "no_input", 1L)));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void looksIntoCallsThatWereAnsweredAndAreOver(Database database) {
        try (ConversationFixture bridge = new ConversationFixture(database)) {
            String asked = qualified(bridge, "agent");
            bridge.room
                    .conversations()
                    .note(
                            asked,
                            new Note("outcome-read", "five9", "asked", Map.of("status", "ready", "took_ms", 5100)));
            qualified(bridge, "agent");
            ended(bridge, "caller");

            CallStatistics.Sample sample = figures(bridge).sample();

            assertThat(sample.calls()).isEqualTo(3);
            assertThat(sample.noOutcome()).as("nobody gave one").isEqualTo(1);
            assertThat(sample.handedBack()).isEqualTo(2);
            assertThat(sample.returned()).isEqualTo(1);
            assertThat(sample.lookups()).containsExactly(5100L);
            assertThat(sample.lookupsLate()).isEqualTo(1);
            assertThat(sample.turnGaps()).containsExactly(400L, 400L, 400L);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void countsNothingOfAnotherTenant(Database database) {
        try (ConversationFixture bridge = new ConversationFixture(database)) {
            qualified(bridge, "agent");

            CallStatistics.Figures figures = bridge.room
                    .statistics()
                    .of(ConversationFixture.OTHER_TENANT, BEGIN, BEGIN.plus(Duration.ofHours(2)), 1);

            assertThat(figures.live()).isZero();
            assertThat(figures.rejected()).isZero();
            assertThat(figures.periods()).containsExactly(new Period(BEGIN, 0, Map.of()));
            assertThat(figures.sample().calls()).isZero();
        }
    }

    private static CallStatistics.Figures figures(ConversationFixture bridge) {
        return bridge.room.statistics().of(ConversationFixture.TENANT, BEGIN, BEGIN.plus(Duration.ofHours(2)), 2);
    }

    private static String qualified(ConversationFixture bridge, String endedBy) {
        String id = bridge.begin("+13035550100").conversationId();
        bridge.room.conversations().answered(id);
        bridge.room.outcomes().commit(bridge.outcome(id, "k", "{\"outcome\":\"qualified\",\"final\":true}"));
        end(bridge, id, endedBy);
        return id;
    }

    private static void ended(ConversationFixture bridge, String endedBy) {
        String id = bridge.begin("+13035550102").conversationId();
        bridge.room.conversations().answered(id);
        end(bridge, id, endedBy);
    }

    private static void end(ConversationFixture bridge, String id, String endedBy) {
        bridge.room
                .conversations()
                .end(
                        id,
                        new EndFacts(
                                endedBy,
                                "",
                                RecordingFacts.NONE,
                                List.of(),
                                Map.of("turn_gap_ms", Map.of("count", 2, "median", 400, "max", 900))));
    }
}
