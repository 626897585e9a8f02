package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.TimelineEntry;
import io.voicebridge.five9.Fields;
import io.voicebridge.five9.FlatFormat;
import io.voicebridge.five9.FlatView;
import io.voicebridge.five9.OutcomeAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first answer of a revision is the answer. */
class ToldOutcomeTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final String CUSTOMER = "+13035550100";

    private ConversationFixture fixture;
    private OutcomeAnswers answers;
    private String id;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        answers = new OutcomeAnswers(
                fixture.room.standings(),
                fixture.room.archive(),
                fixture.room.conversations(),
                fixture.room.lastLooks(),
                fixture.room.wakeups(),
                fixture.clock,
                text -> text,
                tenant -> 25,
                (tenant, call, outcome) -> Optional.empty(),
                100,
                ForkJoinPool.commonPool());
        id = begin();
    }

    private String begin() {
        String begun = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.room.conversations().answered(begun);
        fixture.clock.advance(Duration.ofSeconds(30));
        return begun;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    @Five9(Five9Habit.ASKED_AGAIN)
    void whatWasToldWhileTheCallWasUpIsToldAgainAfterwardsInEveryFormat(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        List<String> before = inEveryFormat(id);

        hangUp(id);

        assertThat(inEveryFormat(id)).isEqualTo(before);
        assertThat(ask(id)).contains("\"status\":\"ready\"", "\"ended_by\":\"\"", "\"duration_s\":\"\"");
        assertThat(fixture.room.archive().one(TENANT, id)).satisfies(facts -> {
            assertThat(facts.endedBy()).isEqualTo("caller");
            assertThat(facts.durationS()).isEqualTo(30);
        });
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anAnswerThatNobodyAskedForEarlyIsComplete(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        hangUp(id);

        assertThat(ask(id)).contains("\"ended_by\":\"caller\"", "\"duration_s\":\"30\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutcomeIsGivenOutForADayAfterTheEndOfItsCall(Database database) {
        on(database);
        fixture.room
                .outcomes()
                .commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\",\"summary\":\"Owns home\"}"));
        hangUp(id);
        fixture.clock.advance(Duration.ofHours(24));
        assertThat(ask(id)).contains("\"status\":\"ready\"", "Owns home");

        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(ask(id))
                .contains("\"status\":\"expired\"", "\"outcome\":\"\"", "\"summary\":\"\"", "\"route_type\":\"\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasAnnouncedIsPendingForFifteenMinutesAndThenExpired(Database database) {
        on(database);
        fixture.room
                .registrations()
                .register(
                        TENANT,
                        new Registrations.Announcement(
                                "601", ConversationFixture.NUMBER, CUSTOMER, "", "Solar_West", "", Map.of()));
        assertThat(asked("601")).contains("\"status\":\"pending\"", "\"conversation_id\":\"\"");

        fixture.clock.advance(Duration.ofMinutes(15));

        assertThat(asked("601")).contains("\"status\":\"expired\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aQuestionThatWasPendingDoesNotMakeTheAnswerIncomplete(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\",\"final\":false}"));
        assertThat(ask(id)).contains("\"status\":\"pending\"");
        hangUp(id);

        assertThat(ask(id)).contains("\"status\":\"ready\"", "\"ended_by\":\"caller\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aLaterRevisionHasACompleteAnswerOfItsOwn(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        ask(id);
        hangUp(id);
        fixture.room.outcomes().commit(fixture.outcome(id, "k2", "{\"outcome\":\"do_not_call\"}"));

        assertThat(ask(id)).contains("\"outcome\":\"do_not_call\"", "\"ended_by\":\"caller\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void askersAndTheEndOfTheCallAtOnceAgreeOnOneAnswer(Database database) throws Exception {
        on(database);
        for (int round = 0; round < 10; round++) {
            String call = round == 0 ? id : begin();
            fixture.room.outcomes().commit(fixture.outcome(call, "k1", "{\"outcome\":\"qualified\"}"));
            Set<String> told = ConcurrentHashMap.newKeySet();
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int asker = 0; asker < 3; asker++) {
                all.add(CompletableFuture.runAsync(() -> {
                    await(start);
                    told.add(ask(call));
                    told.add(ask(call));
                }));
            }
            all.add(CompletableFuture.runAsync(() -> {
                await(start);
                hangUp(call);
            }));
            start.countDown();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();

            told.add(ask(call));
            assertThat(told).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aQuestionThatMayWaitAndComesWithOurByeIsAnsweredWithTheEndOfTheCall(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        fixture.room.outcomes().snapshot(id, "agent");
        CompletableFuture<FlatView> answer = answers.answer(TENANT, fields(id, "wait", "3"));
        assertThat(answer).isNotDone();

        hangUp(id, "agent");

        assertThat(answer.join().write(FlatFormat.JSON))
                .contains("\"status\":\"ready\"", "\"ended_by\":\"agent\"", "\"duration_s\":\"30\"")
                .isEqualTo(ask(id));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aQuestionWithoutWaitIsAnsweredThoughTheCallIsEnding(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        fixture.room.outcomes().snapshot(id, "agent");

        assertThat(answers.answer(TENANT, fields(id))).isDone();
        assertThat(ask(id)).contains("\"status\":\"ready\"", "\"ended_by\":\"\"");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anEndThatIsNeverWrittenHoldsTheAnswerBackForASecondAndNotForAllOfTheWait(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        fixture.room.outcomes().snapshot(id, "agent");

        assertThat(answers.answer(TENANT, fields(id, "wait", "25")))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(view ->
                        assertThat(view.write(FlatFormat.JSON)).contains("\"status\":\"ready\"", "\"ended_by\":\"\""));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasToldBeforeTheHangUpIsToldAtOnceWhileTheCallIsEnding(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        String before = ask(id);
        fixture.room.outcomes().snapshot(id, "agent");

        CompletableFuture<FlatView> answer = answers.answer(TENANT, fields(id, "wait", "25"));

        assertThat(answer).isDone();
        assertThat(answer.join().write(FlatFormat.JSON)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyReadIsOnTheTimeline(Database database) {
        on(database);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        ask(id);
        fixture.room.timeline().close();

        assertThat(fixture.room.archive().timeline(TENANT, id))
                .extracting(TimelineEntry::kind)
                .contains("outcome-read");
    }

    private List<String> inEveryFormat(String conversationId) {
        List<String> texts = new ArrayList<>();
        for (FlatFormat format : FlatFormat.values()) {
            for (String ascii : List.of("0", "1")) {
                for (String vars : List.of("0", "1")) {
                    texts.add(answers.answer(TENANT, fields(conversationId, "ascii", ascii, "vars", vars))
                            .join()
                            .write(format));
                }
            }
        }
        return texts;
    }

    private String ask(String conversationId) {
        return answers.answer(TENANT, fields(conversationId)).join().write(FlatFormat.JSON);
    }

    private static Fields fields(String conversationId, String... more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("conversation_id", conversationId);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return new Fields(values, "");
    }

    private void hangUp(String conversationId) {
        hangUp(conversationId, "caller");
    }

    private void hangUp(String conversationId, String by) {
        fixture.room.conversations().end(conversationId, new EndFacts(by, "hung up", "", 0));
    }

    private String asked(String correlation) {
        return answers.answer(TENANT, new Fields(Map.of("correlation", correlation), ""))
                .join()
                .write(FlatFormat.JSON);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
