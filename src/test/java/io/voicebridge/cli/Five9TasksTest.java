package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Five9Account;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.five9.service.Batch;
import io.voicebridge.five9.service.Five9Fault;
import io.voicebridge.five9.service.Loads;
import io.voicebridge.five9.service.NightWindow;
import io.voicebridge.five9.service.Task;
import io.voicebridge.five9.service.TaskKind;
import io.voicebridge.five9.service.TaskQueue;
import io.voicebridge.five9.service.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is to be done at Five9 because of outcomes, on both databases, with a clock that stands still. */
class Five9TasksTest {

    private static final NightWindow NIGHT = NightWindow.of("23:00-06:00 America/Los_Angeles");
    private static final String CALLBACK = """
            {"outcome":"callback","callback_at":"%s"}""";
    private static final Map<Database, ConversationFixture> OPEN = new EnumMap<>(Database.class);

    private ConversationFixture calls;
    private TaskQueue queue;
    private Loads loads;
    private Tasks tasks;

    @AfterAll
    static void close() {
        OPEN.values().forEach(ConversationFixture::close);
        OPEN.clear();
    }

    private void on(Database database) {
        calls = OPEN.computeIfAbsent(database, ConversationFixture::new);
        calls.five9 = new Five9Account(
                "api.five9.com", "bridge@acme", "five9", true, "Callbacks", Map.of("not_qualified", "AI no"));
        calls.storage.transactions().executeWithoutResult(status -> {
            for (String forget : List.of(
                    "delete from five9_task", "update tenant set five9_busy_until = null, five9_held_until = null")) {
                calls.storage.entityManager().createNativeQuery(forget).executeUpdate();
            }
        });
        // Noon at Five9
        calls.clock.advance(Duration.between(
                calls.clock.instant(), NIGHT.opensAfter(calls.clock.instant()).plus(Duration.ofHours(13))));
        queue = new TaskQueue(
                calls.storage.entityManager(), calls.storage.transactions(), calls.clock, tenant -> calls.five9, NIGHT);
        loads = new Loads(
                calls.room.archive(),
                calls.room.doNotCall(),
                text -> NumberKey.of(text, "US").map(NumberKey::text).orElse(""),
                calls.clock);
        Ids ids = new Ids(calls.clock);
        tasks = new Tasks(
                calls.storage.entityManager(),
                calls.storage.transactions(),
                calls.clock,
                new Audit(calls.storage.entityManager(), calls.storage.transactions(), calls.clock, ids));
    }

    /** A call that is over, with an outcome. */
    private String call(String number, String outcome, String... headers) {
        String id = calls.begin(number, headers).conversationId();
        calls.room.outcomes().commit(calls.outcome(id, "1", outcome));
        calls.hangUp(id);
        return id;
    }

    private Task task(String conversation) {
        List<Task> all = tasks.of(ConversationFixture.TENANT, conversation);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** The one batch that is due, without what need not be sent. */
    private Batch taken() {
        List<Batch> batches = queue.take(4);
        assertThat(batches).hasSize(1);
        return batches.get(0);
    }

    private Loads.Load loaded(Batch batch) {
        Loads.Load load = loads.of(batch);
        queue.narrow(batch, load);
        return load;
    }

    private static Five9Fault fault(Five9Fault.Kind kind, String message) {
        return new Five9Fault(kind, "", message);
    }

    private void night() {
        calls.clock.advance(Duration.between(calls.clock.instant(), NIGHT.next(calls.clock.instant())));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOptOutWaitsForTheHoursInWhichFive9TakesIt(Database database) {
        on(database);
        String id = call("+13035550100", "{\"outcome\":\"do_not_call\"}", "X-phone_number", "303 555 0111");

        assertThat(queue.take(4)).isEmpty();
        assertThat(task(id).state()).isEqualTo("pending");
        assertThat(task(id).nextAt()).isEqualTo(NIGHT.next(calls.clock.instant()));

        night();
        Batch batch = taken();
        assertThat(loaded(batch).body()).isEqualTo(Map.of("numbers", List.of("3035550100", "3035550111")));
        queue.done(batch, Map.of());
        assertThat(task(id).state()).isEqualTo("done");
        assertThat(queue.take(4)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void manyOptOutsGoTogetherAndWhenTheyAreRefusedOneByOne(Database database) {
        on(database);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(call("+1303555010" + i, "{\"outcome\":\"do_not_call\"}"));
        }
        night();
        Batch all = taken();
        assertThat(all.items()).hasSize(3);
        queue.failed(all, fault(Five9Fault.Kind.REFUSED, "bad number"));

        List<Integer> sizes = new ArrayList<>();
        for (Batch batch : List.of(taken())) {
            sizes.add(batch.items().size());
            queue.done(batch, Map.of());
        }
        Batch second = taken();
        queue.failed(second, fault(Five9Fault.Kind.REFUSED, "bad number"));
        Batch third = taken();
        queue.done(third, Map.of());

        assertThat(sizes).containsExactly(1);
        String refused = second.items().get(0).conversationId();
        assertThat(task(refused).nextAt())
                .as("again in the next night")
                .isEqualTo(NIGHT.opensAfter(calls.clock.instant()));
        assertThat(ids.stream().filter(id -> task(id).state().equals("done"))).hasSize(2);

        night();
        calls.clock.advance(Duration.between(calls.clock.instant(), NIGHT.opensAfter(calls.clock.instant())));
        queue.failed(taken(), fault(Five9Fault.Kind.REFUSED, "bad number"));
        assertThat(task(refused).state()).isEqualTo("failed");
        assertThat(task(refused).detail()).isEqualTo("bad number");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTenantHasOneRequestUnderWayAndAnotherWhenItsBridgeDied(Database database) {
        on(database);
        String first = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        call("+13035550101", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));

        Batch batch = taken();
        assertThat(batch.items()).extracting(Batch.Item::conversationId).containsExactly(first);
        assertThat(queue.take(4)).as("the line is busy").isEmpty();

        calls.clock.advance(Duration.ofSeconds(61));
        Batch again = taken();
        assertThat(again.items()).isEqualTo(batch.items());
        assertThat(again.maybeDone()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallbackBecomesARecordThatIsCalledAtItsTime(Database database) {
        on(database);
        String id = call(
                "+13035550100",
                CALLBACK.formatted("2026-12-24T17:00:00-05:00"),
                "X-first_name",
                "Ann",
                "X-phone_number",
                "(303) 555-0111");

        Loads.Load load = loaded(taken());

        assertThat(load.body())
                .containsEntry("list", "Callbacks")
                .containsEntry(
                        "time_to_call", Instant.parse("2026-12-24T22:00:00Z").toEpochMilli())
                .containsEntry("fields", Map.of("number1", "3035550111", "first_name", "Ann"));
        assertThat(task(id).kind()).isEqualTo(TaskKind.CALLBACK);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallbackWithoutATimeSaysSo(Database database) {
        on(database);
        String id = call("+13035550100", CALLBACK.formatted("tomorrow after five"));
        Batch batch = taken();
        Loads.Load load = loaded(batch);
        queue.done(batch, load.notes());

        assertThat(load.body()).containsEntry("time_to_call", 0L);
        assertThat(task(id).detail()).startsWith("Without a time");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallbackWhoseAnswerWasLostIsSentAgainBeforeItsTimeOnly(Database database) {
        on(database);
        String early =
                call("+13035550100", CALLBACK.formatted(calls.clock.instant().plus(Duration.ofHours(2))));
        queue.failed(taken(), fault(Five9Fault.Kind.LOST, "no answer"));
        assertThat(queue.take(4)).as("a while later").isEmpty();
        calls.clock.advance(Duration.ofMinutes(1));
        Batch again = taken();
        assertThat(loaded(again).items()).hasSize(1);
        queue.failed(again, fault(Five9Fault.Kind.REFUSED, "Specified record already exist in the list."));
        assertThat(task(early).state()).as("the first one had come through").isEqualTo("done");

        String late =
                call("+13035550101", CALLBACK.formatted(calls.clock.instant().plus(Duration.ofSeconds(30))));
        queue.failed(taken(), fault(Five9Fault.Kind.LOST, "no answer"));
        calls.clock.advance(Duration.ofMinutes(1));
        assertThat(loaded(taken()).items()).isEmpty();
        assertThat(task(late).state()).isEqualTo("failed");
        assertThat(task(late).detail()).contains("could call the customer twice");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRecordThatIsInTheListAlreadyIsAFaultTheFirstTime(Database database) {
        on(database);
        String id = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        queue.failed(taken(), fault(Five9Fault.Kind.REFUSED, "Specified record already exist in the list."));

        assertThat(task(id).state()).isEqualTo("failed");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatFive9DoesNotTakeFromThisUserHoldsTheTenantForAnHour(Database database) {
        on(database);
        String id = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        call("+13035550101", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        queue.failed(taken(), fault(Five9Fault.Kind.CREDENTIALS, "Five9 answered 401"));

        calls.clock.advance(Duration.ofMinutes(59));
        assertThat(queue.take(4)).isEmpty();
        assertThat(task(id).detail()).isEqualTo("Five9 answered 401");
        calls.clock.advance(Duration.ofMinutes(2));
        assertThat(taken().maybeDone()).as("nothing was done").isFalse();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void afterTooManyRequestsTheNextHourIsWaitedFor(Database database) {
        on(database);
        call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        calls.clock.advance(Duration.ofMinutes(25));
        queue.failed(taken(), fault(Five9Fault.Kind.QUOTA, "limit"));

        calls.clock.advance(Duration.ofMinutes(34));
        assertThat(queue.take(4)).isEmpty();
        calls.clock.advance(Duration.ofMinutes(3));
        assertThat(queue.take(4)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallbackThatIsNoneAnyMoreIsCancelled(Database database) {
        on(database);
        String id = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        calls.room.outcomes().commit(calls.outcome(id, "2", "{\"outcome\":\"do_not_call\"}"));

        assertThat(loaded(taken()).items()).isEmpty();
        assertThat(tasks.of(ConversationFixture.TENANT, id))
                .extracting(Task::kind, Task::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(TaskKind.CALLBACK, "cancelled"),
                        org.assertj.core.groups.Tuple.tuple(TaskKind.DNC, "pending"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCustomerWhoIsForgottenIsNotCalledBackAndStaysOptedOut(Database database) {
        on(database);
        String back = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        String never = call("+13035550101", "{\"outcome\":\"do_not_call\"}");
        for (String id : List.of(back, never)) {
            calls.room.archive().erase(ConversationFixture.TENANT, id, "test", recording -> {});
        }

        assertThat(tasks.of(ConversationFixture.TENANT, back)).isEmpty();
        night();
        assertThat(loaded(taken()).body()).isEqualTo(Map.of("numbers", List.of("3035550101")));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void dispositionsOfOneCampaignGoTogether(Database database) {
        on(database);
        call("+13035550100", "{\"outcome\":\"not_qualified\"}", "X-CallCampaign", "Solar");
        call("+13035550101", "{\"outcome\":\"not_qualified\"}", "X-CallCampaign", "Roofs");
        call("+13035550102", "{\"outcome\":\"not_qualified\"}", "X-CallCampaign", "Solar");
        String nowhere = call("+13035550103", "{\"outcome\":\"not_qualified\"}");

        Batch batch = taken();
        Loads.Load load = loads.of(batch);
        queue.done(queue.narrow(batch, load), Map.of());

        assertThat(load.body())
                .isEqualTo(Map.of(
                        "campaign", "Solar", "dispositions", Map.of("3035550100", "AI no", "3035550102", "AI no")));
        assertThat(task(nowhere).detail()).contains("X-CallCampaign");
        assertThat(loaded(taken()).body()).containsEntry("campaign", "Roofs");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatFailedIsTriedAgainWhenSomebodyAsks(Database database) {
        on(database);
        String id = call("+13035550100", CALLBACK.formatted("2026-12-24T17:00:00-05:00"));
        queue.failed(taken(), fault(Five9Fault.Kind.REFUSED, "List was not found"));
        tasks.replay(ConversationFixture.TENANT, "key", task(id).id());
        Batch batch = taken();
        queue.done(batch, Map.of());

        assertThat(task(id).state()).isEqualTo("done");
        assertThat(tasks.list(ConversationFixture.TENANT, "done", null, null).items())
                .extracting(Task::id)
                .contains(task(id).id());
        assertThat(tasks.list(ConversationFixture.OTHER_TENANT, null, null, null)
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTenantWithoutAUserHasNothingToDo(Database database) {
        on(database);
        calls.five9 = Five9Account.NONE;
        String id = call("+13035550100", "{\"outcome\":\"do_not_call\"}");

        assertThat(tasks.of(ConversationFixture.TENANT, id)).isEmpty();
        assertThat(Optional.of(queue.take(4))).contains(List.of());
    }
}
