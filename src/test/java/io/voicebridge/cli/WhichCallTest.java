package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which call a question means: that of its correlation, wherever that came from, and never another customer's. */
class WhichCallTest {

    private static final Duration RECENT = Duration.ofMinutes(15);

    private final ConversationFixture fixture = new ConversationFixture(Database.H2);

    @AfterEach
    void close() {
        fixture.close();
    }

    private Standing byNumber(String customer) {
        return fixture.room
                .standings()
                .byNumbers(ConversationFixture.TENANT, List.of(customer), ConversationFixture.NUMBER, RECENT);
    }

    @Test
    void theHeaderThatTheNumberNamesHasTheCorrelation() {
        String named = fixture.begin("+13035550100", "X-CallSessionId", "600", "X-Ticket", "T-1")
                .correlation();
        String usual = fixture.begin("+13035550101", "X-CallSessionId", "601").correlation();

        assertThat(named).isEqualTo("T-1");
        assertThat(usual).isEqualTo("601");
        assertThat(fixture.room.standings().byCorrelation(ConversationFixture.TENANT, "T-1"))
                .isInstanceOf(Standing.Known.class);
    }

    @Test
    void twoCallsOfOneNumberThatWereUpTogetherAreAmbiguousAfterTheirEndToo() {
        String first = fixture.begin("+13035550100").conversationId();
        fixture.clock.advance(Duration.ofSeconds(5));
        String second = fixture.begin("+13035550100").conversationId();
        fixture.clock.advance(Duration.ofSeconds(5));
        fixture.hangUp(first);
        fixture.hangUp(second);

        assertThat(byNumber("+13035550100")).isInstanceOf(Standing.Ambiguous.class);
    }

    @Test
    void ofTwoCallsOneAfterTheOtherTheNewestIsMeant() {
        String first = fixture.begin("+13035550100").conversationId();
        fixture.hangUp(first);
        fixture.clock.advance(Duration.ofSeconds(5));
        String second = fixture.begin("+13035550100").conversationId();

        assertThat(byNumber("+13035550100")).isInstanceOfSatisfying(Standing.Known.class, known -> assertThat(
                        known.conversation().id())
                .isEqualTo(second));
    }
}
