package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.conversation.Standing;
import io.voicebridge.conversation.Wakeups;
import io.voicebridge.directory.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeCommitTest {

    private static final String TENANT = ConversationFixture.TENANT;

    private ConversationFixture fixture;
    private String id;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        id = fixture.begin("+13035550100", "X-CallSessionId", "600", "X-city", "Denver")
                .conversationId();
        fixture.room.conversations().answered(id);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCheckpointStaysPendingUntilTheLegEnds(Database database) {
        on(database);
        commit("k1", "{\"outcome\":\"qualified\",\"final\":false}");
        assertThat(phase()).isEqualTo(Standing.Phase.PENDING);

        fixture.hangUp(id);

        assertThat(phase()).isEqualTo(Standing.Phase.READY);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aFinalOutcomeIsReadyAtOnceAndClosesTheMatter(Database database) {
        on(database);
        OutcomeReceipt receipt = commit("k1", "{\"outcome\":\"qualified\"}");

        assertThat(receipt).isEqualTo(new OutcomeReceipt(id, 1, true));
        assertThat(phase()).isEqualTo(Standing.Phase.READY);
        assertProblem("outcome_final", () -> commit("k2", "{\"outcome\":\"callback\"}"));
        assertProblem("outcome_final", () -> commit("k3", "{\"outcome\":\"callback\",\"final\":false}"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void doNotCallIsTakenAfterAFinalOutcomeAndIsNeverOverwritten(Database database) {
        on(database);
        commit("k1", "{\"outcome\":\"qualified\"}");
        commit("k2", "{\"outcome\":\"do_not_call\"}");
        assertThat(value()).isEqualTo("do_not_call");

        assertProblem("outcome_final", () -> commit("k3", "{\"outcome\":\"do_not_call\"}"));
        assertThat(value()).isEqualTo("do_not_call");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void doNotCallOfACheckpointOutlivesAFinalQualified(Database database) {
        on(database);
        commit("k1", "{\"outcome\":\"do_not_call\",\"final\":false}");
        commit("k2", "{\"outcome\":\"qualified\"}");

        assertThat(value()).isEqualTo("do_not_call");
        assertThat(phase()).isEqualTo(Standing.Phase.READY);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void doNotCallIsTakenWhenNoOtherOutcomeIsAnyMore(Database database) {
        on(database);
        for (int i = 1; i <= 200; i++) {
            commit("k" + i, "{\"outcome\":\"callback\",\"final\":false}");
        }
        assertProblem("too_many_revisions", () -> commit("more", "{\"outcome\":\"callback\",\"final\":false}"));

        commit("optOut", "{\"outcome\":\"do_not_call\"}");

        assertThat(value()).isEqualTo("do_not_call");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutcomeByCorrelationLeavesWhatHappenedDuringItsLookUp(Database database) {
        on(database);
        fixture.storage.transactions().executeWithoutResult(status -> {
            fixture.room.standings().byCorrelation(TENANT, "600");
            CompletableFuture.runAsync(() -> fixture.hangUp(id)).join();

            OutcomeReceipt receipt = fixture.room
                    .outcomes()
                    .commit(fixture.outcome("", "k1", "{\"correlation\":\"600\",\"outcome\":\"qualified\"}"));

            assertThat(receipt.deliveredBeforeBye()).isFalse();
        });

        assertThat(fixture.room.archive().one(TENANT, id).state()).isEqualTo("ended");
        assertThat(value()).isEqualTo("qualified");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theSameKeyIsTheSameCommit(Database database) {
        on(database);
        OutcomeReceipt first = commit("k1", "{\"outcome\":\"qualified\"}");

        assertThat(commit("k1", "{\"outcome\":\"qualified\"}")).isEqualTo(first);
        assertProblem("idempotency_key_reused", () -> commit("k1", "{\"outcome\":\"callback\"}"));
        assertThat(fixture.count("OutcomeRow")).isEqualTo(1);
        assertThat(committedEvents()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void commitsAtOnceGetRevisionsOfTheirOwnAndDuplicatesGetOne(Database database) {
        on(database);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<OutcomeReceipt>> all = IntStream.range(0, 16)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> commit("k" + i / 2, "{\"outcome\":\"callback\",\"final\":false}"), threads))
                    .toList();

            List<Integer> revisions = all.stream()
                    .map(CompletableFuture::join)
                    .map(OutcomeReceipt::revision)
                    .sorted()
                    .toList();
            assertThat(revisions).containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8);
            assertThat(committedEvents()).isEqualTo(8);
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofTwoFinalOutcomesAtOnceOneIsRefused(Database database) {
        on(database);
        CompletableFuture<Object> one = CompletableFuture.supplyAsync(() -> tried("a", "qualified"));
        CompletableFuture<Object> two = CompletableFuture.supplyAsync(() -> tried("b", "callback"));

        assertThat(List.of(one.join(), two.join()))
                .anyMatch(OutcomeReceipt.class::isInstance)
                .anyMatch(result ->
                        result instanceof Problem problem && problem.code().equals("outcome_final"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void wakesThoseWhoWaitWhenTheTransactionIsCommittedAndNotBefore(Database database) {
        on(database);
        try (Wakeups.Waiter waiter = fixture.room.wakeups().register(id)) {
            fixture.storage.transactions().executeWithoutResult(status -> {
                commit("k1", "{\"outcome\":\"qualified\"}");
                assertThat(waiter.woken()).isNotDone();
            });
            assertThat(waiter.woken()).isCompleted();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nothingRemainsOfACommitThatWasRolledBack(Database database) {
        on(database);
        try (Wakeups.Waiter waiter = fixture.room.wakeups().register(id)) {
            fixture.storage.transactions().executeWithoutResult(status -> {
                commit("k1", "{\"outcome\":\"qualified\"}");
                status.setRollbackOnly();
            });
            assertThat(waiter.woken()).isNotDone();
        }
        assertThat(fixture.count("OutcomeRow")).isZero();
        assertThat(committedEvents()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    @Five9(Five9Habit.BYE_AFTER_OUTCOME)
    void byeCarriesTheRevisionThatCountsAndLaterOnesAreNotDeliveredWithIt(Database database) {
        on(database);
        commit(
                "k1",
                "{\"outcome\":\"qualified\",\"final\":false,\"summary\":\"Wants\\r\\nX-Evil: quote\","
                        + "\"route\":{\"type\":\"SkillTransfer\",\"value\":\"Sales_West\",\"reason\":\"Wants quote\"}}");

        assertThat(fixture.room.outcomes().snapshot(id))
                .containsExactly(
                        java.util.Map.entry("X-RouteType", "SkillTransfer"),
                        java.util.Map.entry("X-RouteValue", "Sales_West"),
                        java.util.Map.entry("X-RouteReason", "Wants quote"),
                        java.util.Map.entry("X-ConversationId", id),
                        java.util.Map.entry("X-Summary", "Wants  X-Evil: quote for Denver"));
        assertThat(commit("k2", "{\"outcome\":\"callback\"}").deliveredBeforeBye())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void byeCarriesTheDefaultRouteIfNothingWasCommitted(Database database) {
        on(database);

        assertThat(fixture.room.outcomes().snapshot(id))
                .containsEntry("X-RouteType", "SkillTransfer")
                .containsEntry("X-RouteValue", "Overflow");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutcomeAfterTheEndReplacesTheBridgesOwn(Database database) {
        on(database);
        fixture.hangUp(id);
        assertThat(value()).isEqualTo("no_input");

        assertThat(commit("k1", "{\"outcome\":\"callback\"}").deliveredBeforeBye())
                .isFalse();

        assertThat(value()).isEqualTo("callback");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void namesEveryFaultWithItsPointer(Database database) {
        on(database);
        assertThatThrownBy(() -> commit(
                        "k1",
                        "{\"outcome\":\"maybe\",\"route\":{\"type\":\"Teleport\"},\"dnc\":\"no\",\"confidence\":2,"
                                + "\"variables\":{\"a/b\":[1]}}"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.faults())
                            .extracting(Problem.Fault::pointer)
                            .containsExactlyInAnyOrder(
                                    "/outcome", "/route/type", "/dnc", "/confidence", "/variables/a~1b");
                });
    }

    private OutcomeReceipt commit(String key, String body) {
        return fixture.room.outcomes().commit(fixture.outcome(id, key, body));
    }

    private Object tried(String key, String outcome) {
        try {
            return commit(key, "{\"outcome\":\"" + outcome + "\"}");
        } catch (Problem problem) {
            return problem;
        }
    }

    private long committedEvents() {
        return fixture.storage.transactions().execute(status -> fixture.storage
                .entityManager()
                .createQuery("select count(e) from OutboxRow e where e.type = 'outcome.committed'", Long.class)
                .getSingleResult());
    }

    private Standing.Phase phase() {
        return ((Standing.Known) fixture.room.standings().byId(TENANT, id)).phase(fixture.clock.instant());
    }

    private String value() {
        return fixture.room.archive().one(TENANT, id).outcome();
    }

    private static void assertProblem(String code, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
