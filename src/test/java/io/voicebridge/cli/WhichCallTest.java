package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
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

    @Test
    @Five9(Five9Habit.SHOWN_NUMBER)
    void theNumberThatATransferShowsFindsItsCall() {
        String transferred = fixture.begin("+13035550100").conversationId();
        fixture.begin("+13035550101");

        fixture.room.conversations().presented(transferred, "(312) 555-0111");

        for (String asked : List.of("+13125550111", "+13035550100")) {
            assertThat(byNumber(asked)).isInstanceOfSatisfying(Standing.Known.class, known -> assertThat(
                            known.conversation().id())
                    .isEqualTo(transferred));
        }
    }

    @Test
    void twoTransfersThatShowOneNumberAreAmbiguous() {
        for (String customer : List.of("+13035550100", "+13035550101")) {
            fixture.room.conversations().presented(fixture.begin(customer).conversationId(), "+13125550111");
        }

        assertThat(byNumber("+13125550111")).isInstanceOf(Standing.Ambiguous.class);
    }

    @Test
    void theNumberThatATransferShowsIsNotOptedOutWithTheCustomer() {
        String transferred = fixture.begin("+13035550100").conversationId();
        fixture.room.conversations().presented(transferred, "+13125550111");

        fixture.room.outcomes().commit(fixture.outcome(transferred, "k1", "{\"outcome\":\"do_not_call\"}"));

        assertThat(fixture.storage
                        .entityManager()
                        .createQuery("select d.numberKey from DoNotCallRow d", String.class)
                        .getResultList())
                .containsExactly("+13035550100");
    }
}
