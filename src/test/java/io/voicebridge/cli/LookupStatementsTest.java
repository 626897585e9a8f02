package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Standing;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a look-up costs the database: each statement is a way to it and back. */
class LookupStatementsTest {

    private static final String TENANT = ConversationFixture.TENANT;

    private ConversationFixture fixture;
    private String id;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        id = fixture.begin("+13035550100", "X-CallSessionId", "600").conversationId();
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        fixture.hangUp(id);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutcomeIsFoundByItsCorrelationWithOneStatement(Database database) {
        on(database);

        Standing standing = asks(1, () -> fixture.room.standings().byCorrelation(TENANT, "600"));

        assertThat(standing).isInstanceOfSatisfying(Standing.Known.class, known -> {
            assertThat(known.conversation().id()).isEqualTo(id);
            assertThat(known.outcome().orElseThrow().value()).isEqualTo("qualified");
        });
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsGivenOutAfterTheEndOfTheCallIsNotAskedForAgain(Database database) {
        on(database);
        Standing.Known known = (Standing.Known) fixture.room.standings().byCorrelation(TENANT, "600");

        asks(0, () -> fixture.room.standings().giving(known));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCorrelationThatNobodyHasCostsTwoStatements(Database database) {
        on(database);

        assertThat(asks(2, () -> fixture.room.standings().byCorrelation(TENANT, "601")))
                .isInstanceOf(Standing.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aLookUpByCorrelationSeesAllThatTheOneByIdSees(Database database) {
        on(database);
        String live = fixture.begin("+13035550101", "X-CallSessionId", "602").conversationId();
        String bare = fixture.begin("+13035550102", "X-CallSessionId", "603").conversationId();
        fixture.room.outcomes().commit(fixture.outcome(live, "k2", "{\"outcome\":\"failed\",\"confidence\":0.5}"));
        fixture.hangUp(bare);

        for (Map.Entry<String, String> call :
                Map.of("600", id, "602", live, "603", bare).entrySet()) {
            assertThat(fixture.room.standings().byCorrelation(TENANT, call.getKey()))
                    .isEqualTo(fixture.room.standings().byId(TENANT, call.getValue()));
        }
    }

    private <T> T asks(int statements, Supplier<T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        assertThat(fixture.statementsOf(() -> answer.set(question.get()))).isEqualTo(statements);
        return answer.get();
    }
}
