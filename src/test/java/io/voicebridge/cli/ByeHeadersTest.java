package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a number adds to the headers of the BYE stays within what Five9 carries. */
class ByeHeadersTest {

    @Test
    @Five9(Five9Habit.TEN_HEADERS)
    void tenHeadersGoOutAndNoneIsTooLong() {
        Map<String, String> twelve =
                IntStream.range(0, 12).boxed().collect(Collectors.toMap(n -> "X-field_" + n, n -> "{{long}}{{long}}"));

        try (ConversationFixture fixture = new ConversationFixture(Database.H2)) {
            String id = fixture.room
                    .conversations()
                    .begin(
                            new NewConversation(
                                    ConversationFixture.TENANT,
                                    "call@peer",
                                    "600",
                                    "+13035550100",
                                    ConversationFixture.NUMBER,
                                    ConversationFixture.NUMBER,
                                    "ag_1",
                                    "qualify-solar",
                                    1,
                                    new SipVariables().read(List.of(new SignalHeader("X-long", "ü".repeat(500)))),
                                    Map.of(),
                                    Route.of("SkillTransfer", "Overflow", "AI failed"),
                                    twelve),
                            Set.of())
                    .conversationId();

            Map<String, String> headers = fixture.room.outcomes().snapshot(id);

            assertThat(headers).hasSize(10).containsKeys("X-RouteType", "X-RouteValue", "X-RouteReason");
            assertThat(headers).allSatisfy((name, value) -> assertThat(
                            (name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(1024));
        }
    }
}
