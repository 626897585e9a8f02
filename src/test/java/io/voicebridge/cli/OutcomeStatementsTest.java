package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.OutcomeCommand;
import io.voicebridge.conversation.OutcomeForm;
import io.voicebridge.conversation.OutcomeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an outcome costs the database: each statement is a way to it and back, while the call's row is locked. */
class OutcomeStatementsTest {

    private ConversationFixture fixture;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        String warm = fixture.begin("+13035550199").conversationId();
        fixture.room.outcomes().commit(fixture.outcome(warm, "k1", "{\"outcome\":\"qualified\"}")); // numbers of rows
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theFirstOfACallIsFoundLockedAndWrittenWithSevenStatements(Database database) {
        on(database);
        fixture.begin("+13035550100", "X-CallSessionId", "600");

        // Found, locked; the event gets its number; written are outcome, timeline, event and the call's row
        assertThat(statements(byCorrelation("600"))).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void oneThatComesAfterTheCallIsJudgedWithFiveMore(Database database) {
        on(database);
        String id = fixture.begin("+13035550100", "X-CallSessionId", "600").conversationId();
        fixture.hangUp(id);

        // The revisions, for the bridge has written one itself; what there is of the call, its entries, what was asked
        // in
        // vain; and its row again, with the judgement
        assertThat(statements(byCorrelation("600"))).isEqualTo(12);
    }

    private long statements(OutcomeCommand command) {
        return fixture.statementsOf(() -> fixture.room.outcomes().commit(command));
    }

    private OutcomeCommand byCorrelation(String correlation) {
        return OutcomeForm.read(
                Json.mapper().createObjectNode().put("outcome", "qualified").put("correlation", correlation),
                ConversationFixture.TENANT,
                "",
                "k1",
                OutcomeSource.WEBHOOK);
    }
}
