package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.ConversationFilter;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.ReceivedVariable;
import io.voicebridge.conversation.RecordingFacts;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.Standing;
import io.voicebridge.conversation.TimelineEntry;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.directory.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConversationStorageTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final String CUSTOMER = "+13035550100";

    private ConversationFixture fixture;

    @AfterEach
    void close() {
        fixture.close();
    }

    private void on(Database database) {
        fixture = new ConversationFixture(database);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallLastsUntilItEndedAndNotUntilThatWasWrittenDown(Database database) {
        on(database);
        String id = fixture.begin("+13035550100").conversationId();
        Instant answered = fixture.clock.instant();
        fixture.clock.advance(Duration.ofSeconds(15));
        fixture.room.conversations().answered(id, answered);
        fixture.room
                .conversations()
                .end(id, new EndFacts("caller", "the caller hung up", "", 0), answered.plusSeconds(10));

        assertThat(fixture.room.archive().one(ConversationFixture.TENANT, id).durationS())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void keepsVariablesInOrderAndMarksThoseThatTheAgentUses(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER, "X-city", "Denver", "X-first_name", "Zoë \"Z\"")
                .conversationId();

        fixture.room.conversations().used(id, Set.of("CITY", "state"));

        assertThat(fixture.room.archive().variables(TENANT, id))
                .containsExactly(
                        new ReceivedVariable("city", "X-city", "Denver", true, ReceivedVariable.Source.HEADER),
                        new ReceivedVariable(
                                "first_name", "X-first_name", "Zoë \"Z\"", false, ReceivedVariable.Source.HEADER));
        assertThat(timeline(id)).anySatisfy(entry -> assertThat(entry.summary()).endsWith("did not come: state"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void headerWinsOverARegisteredValue(Database database) {
        on(database);
        register("600", "", Map.of("city", "Boulder", "state", "CO"));

        Begun begun = fixture.begin(CUSTOMER, "X-CallSessionID", "600", "X-City", "Denver");

        assertThat(begun.variables()).containsEntry("city", "Denver").containsEntry("STATE", "CO");
        assertThat(begun.received())
                .extracting(ReceivedVariable::source)
                .containsExactly(
                        ReceivedVariable.Source.HEADER,
                        ReceivedVariable.Source.HEADER,
                        ReceivedVariable.Source.REGISTERED);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void joinsTheOneRegistrationThatFitsTheNumbers(Database database) {
        on(database);
        register("600", "3035550100", Map.of("city", "Boulder"));
        register("700", "3035550199", Map.of("city", "Aspen"));

        Begun begun = fixture.begin(CUSTOMER);

        assertThat(begun.correlation()).isEqualTo("600");
        assertThat(begun.variables()).containsEntry("city", "Boulder");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void joinsNoneOfTwoRegistrationsThatFit(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of("city", "Boulder"));
        register("700", CUSTOMER, Map.of("city", "Aspen"));

        Begun begun = fixture.begin(CUSTOMER);

        assertThat(begun.correlation()).isEmpty();
        assertThat(begun.variables()).isEmpty();
        assertThat(timeline(begun.conversationId()))
                .extracting(TimelineEntry::kind)
                .contains("registration-ambiguous");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRegistrationIsForgottenAfterFifteenMinutesWithoutACall(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of("city", "Boulder"));
        fixture.clock.advance(Duration.ofMinutes(16));

        assertThat(fixture.begin(CUSTOMER).variables()).isEmpty();
        assertThat(fixture.begin(CUSTOMER, "X-CallSessionId", "600").variables())
                .doesNotContainKey("city");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    @Five9(Five9Habit.ASKED_AGAIN)
    void registeringAgainBringsUpToDate(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of("city", "Boulder", "state", "CO"));

        Registrations.Receipt again = register("600", CUSTOMER, Map.of("city", "Aspen"));

        assertThat(again.isNew()).isFalse();
        assertThat(fixture.begin(CUSTOMER, "X-CallSessionId", "600").variables())
                .containsEntry("city", "Aspen")
                .containsEntry("state", "CO");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void twoCallsAtOnceWithOneCorrelationAreAmbiguousAlsoAfterwards(Database database) {
        on(database);
        String first = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.clock.advance(Duration.ofSeconds(1));
        String second = fixture.begin("+13035550101", "X-CallSessionId", "600").conversationId();

        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Ambiguous.class);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.hangUp(first);
        fixture.hangUp(second);

        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Ambiguous.class);
        assertThat(timeline(first)).extracting(TimelineEntry::kind).contains("correlation-clash");
        assertThat(timeline(second)).extracting(TimelineEntry::kind).contains("correlation-clash");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCorrelationUsedAgainLaterNamesTheNewerCall(Database database) {
        on(database);
        fixture.hangUp(fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId());
        fixture.clock.advance(Duration.ofSeconds(1));
        String second = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();

        assertThat(known(fixture.room.standings().byCorrelation(TENANT, "600"))
                        .conversation()
                        .id())
                .isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCorrelationRegisteredAgainIsPendingUntilItsCallHasAnOutcomeOfItsOwn(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of("city", "Boulder"));
        String first = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.room.outcomes().commit(fixture.outcome(first, "k1", "{\"outcome\":\"qualified\"}"));
        assertThat(register("600", CUSTOMER, Map.of()).isNew()).isFalse();
        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Known.class);
        fixture.hangUp(first);
        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(register("600", CUSTOMER, Map.of("state", "CO")).isNew()).isTrue();

        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Registered.class);
        Begun second = fixture.begin(CUSTOMER, "X-CallSessionId", "600");
        assertThat(second.variables()).containsEntry("state", "CO").doesNotContainKey("city");
        Standing.Known known = known(fixture.room.standings().byCorrelation(TENANT, "600"));
        assertThat(known.conversation().id()).isEqualTo(second.conversationId());
        assertThat(known.phase(fixture.clock.instant())).isEqualTo(Standing.Phase.PENDING);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCorrelationMayBeRegisteredAgainWhileItsCallIsHandedBack(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of());
        String first = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.room.outcomes().commit(fixture.outcome(first, "k1", "{\"outcome\":\"qualified\"}"));
        fixture.room.conversations().ending(first, "agent");

        register("600", CUSTOMER, Map.of());

        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Registered.class);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutcomeThatComesLateIsOfTheCallThatWasAndNotOfTheOneRegistered(Database database) {
        on(database);
        String first = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.hangUp(first);
        register("600", CUSTOMER, Map.of());

        assertThat(fixture.room
                        .outcomes()
                        .commit(fixture.outcome("", "k1", "{\"correlation\":\"600\",\"outcome\":\"callback\"}"))
                        .conversationId())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anEndDoesNotWaitForItsRecording(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER).conversationId();
        fixture.room.conversations().answered(id, fixture.clock.instant(), id + ".wav");
        fixture.room
                .conversations()
                .end(id, new EndFacts("caller", "the caller hung up", RecordingFacts.WRITING, List.of()));
        assertThat(facts(id).state()).isEqualTo("ended");
        assertThat(facts(id).recordingState()).isEqualTo("writing");

        fixture.room
                .conversations()
                .recorded(id, new RecordingFacts(RecordingFacts.State.TRUNCATED, id + ".wav", 4000, 20));

        assertThat(facts(id).recordingState()).isEqualTo("truncated");
        assertThat(facts(id).recordedMs()).isEqualTo(4000);
        assertThat(timeline(id)).extracting(TimelineEntry::kind).contains("recording-truncated");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRecordingThatACrashCutOffIsKnownByItsName(Database database) {
        on(database);
        String open = fixture.begin(CUSTOMER).conversationId();
        fixture.room.conversations().answered(open, fixture.clock.instant(), open + ".wav");
        String ended = fixture.begin("+13035550101").conversationId();
        fixture.room.conversations().answered(ended, fixture.clock.instant(), ended + ".wav");
        fixture.room
                .conversations()
                .end(ended, new EndFacts("caller", "the caller hung up", RecordingFacts.WRITING, List.of()));

        fixture.room.conversations().recover("node-1");

        for (String id : List.of(open, ended)) {
            assertThat(facts(id).recordingState()).isEqualTo("truncated");
            assertThat(facts(id).recording()).isEqualTo(id + ".wav");
        }
    }

    private ConversationFacts facts(String id) {
        return fixture.room.archive().one(TENANT, id);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void marksWhatTheAgentUsesWhenTheCallBegins(Database database) {
        on(database);
        String id = fixture.begin(Set.of("CITY", "state"), CUSTOMER, "X-city", "Denver", "X-zip", "80014")
                .conversationId();

        assertThat(fixture.room.archive().variables(TENANT, id))
                .extracting(ReceivedVariable::name, ReceivedVariable::used)
                .containsExactly(tuple("city", true), tuple("zip", false));
        assertThat(timeline(id)).anySatisfy(entry -> assertThat(entry.summary()).endsWith("did not come: state"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    @Five9(Five9Habit.EITHER_NUMBER)
    void findsACallByAnyNumberOfTheCustomerAndNeverAnotherTenants(Database database) {
        on(database);
        String id = fixture.begin("+12125550000", "X-CallANI", "3035550100").conversationId();

        for (String key : List.of("+12125550000", CUSTOMER)) {
            assertThat(known(byNumber(TENANT, key)).conversation().id()).isEqualTo(id);
            assertThat(byNumber(ConversationFixture.OTHER_TENANT, key)).isInstanceOf(Standing.Unknown.class);
        }
        assertThat(byNumber(TENANT, ConversationFixture.NUMBER)).isInstanceOf(Standing.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void twoLiveCallsOfOneCustomerAreAmbiguousAndThenTheNewestCounts(Database database) {
        on(database);
        String first = fixture.begin(CUSTOMER).conversationId();
        fixture.clock.advance(Duration.ofSeconds(1));
        String second = fixture.begin(CUSTOMER).conversationId();
        assertThat(byNumber(TENANT, CUSTOMER)).isInstanceOf(Standing.Ambiguous.class);

        fixture.hangUp(first);
        fixture.hangUp(second);

        assertThat(known(byNumber(TENANT, CUSTOMER)).conversation().id()).isEqualTo(second);
        fixture.clock.advance(Duration.ofMinutes(16));
        assertThat(byNumber(TENANT, CUSTOMER)).isInstanceOf(Standing.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aSilentCallerIsNoInputAndATalkingOneWithoutOutcomeIsFailed(Database database) {
        on(database);
        String silent = fixture.begin(CUSTOMER).conversationId();
        String talking = fixture.begin("+13035550101").conversationId();
        fixture.room.conversations().answered(silent);
        fixture.room.conversations().answered(talking);
        fixture.room
                .conversations()
                .transcript(talking, new TranscriptLine("u1", "caller", "Yes", 0, 500, -1, 0.9, "moonshine"));
        fixture.clock.advance(Duration.ofSeconds(20));
        fixture.hangUp(silent);
        fixture.hangUp(talking);

        ConversationFacts silentFacts = fixture.room.archive().one(TENANT, silent);
        assertThat(silentFacts.outcome()).isEqualTo("no_input");
        assertThat(silentFacts.durationS()).isEqualTo(20);
        assertThat(silentFacts.diagnosis()).startsWith("Nothing was heard from the caller");
        Standing.Known failed = known(fixture.room.standings().byId(TENANT, talking));
        assertThat(failed.phase(fixture.clock.instant())).isEqualTo(Standing.Phase.FAILED);
        assertThat(failed.outcome().orElseThrow().route().value()).isEqualTo("Overflow");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCallLeftOpenByACrashIsEndedWithItsCheckpoint(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.room.conversations().answered(id);
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"callback\",\"final\":false}"));

        assertThat(fixture.room.conversations().recover("another-node")).isZero();
        assertThat(fixture.room.conversations().recover("node-1")).isEqualTo(1);

        Standing.Known standing = known(fixture.room.standings().byCorrelation(TENANT, "600"));
        assertThat(standing.phase(fixture.clock.instant())).isEqualTo(Standing.Phase.READY);
        assertThat(standing.conversation().endedBy()).isEqualTo("interrupted");
        assertThat(standing.outcome().orElseThrow().value()).isEqualTo("callback");
        assertThat(timeline(id)).extracting(TimelineEntry::kind).contains("checkpoint-promoted");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTranscriptItemToldAgainReplacesItself(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER).conversationId();
        TranscriptLine line = new TranscriptLine("a1", "agent", "Hello", 0, 500, -1, 1, "agent");
        fixture.room.conversations().transcript(id, line);

        TranscriptLine cut = new TranscriptLine("a1", "agent", "Hello", 0, 300, 300, 1, "agent");
        fixture.room.conversations().transcript(id, cut);

        assertThat(fixture.room.archive().transcript(TENANT, id)).containsExactly(cut);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void listsWithFiltersAndCursor(Database database) {
        on(database);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, fixture.begin(CUSTOMER, "X-city", "Denver_" + i).conversationId());
            fixture.clock.advance(Duration.ofSeconds(1));
        }

        var first = fixture.room.archive().list(TENANT, anything(""), "", 3);
        assertThat(first.items()).extracting(ConversationFacts::id).containsExactlyElementsOf(ids.subList(0, 3));
        var second = fixture.room
                .archive()
                .list(TENANT, anything(""), io.voicebridge.directory.Page.after(first.nextCursor()), 3);
        assertThat(second.items()).extracting(ConversationFacts::id).containsExactlyElementsOf(ids.subList(3, 5));
        assertThat(second.nextCursor()).isNull();
        assertThat(fixture.room
                        .archive()
                        .list(TENANT, anything("denver_3"), "", 50)
                        .items())
                .hasSize(1);
        assertThat(fixture.room.archive().list(TENANT, anything("%"), "", 50).items())
                .isEmpty();
        assertThat(fixture.room
                        .archive()
                        .list(ConversationFixture.OTHER_TENANT, anything(""), "", 50)
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void erasesAllThatIsPersonal(Database database) {
        on(database);
        register("600", CUSTOMER, Map.of("city", "Denver"));
        String id = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        assertProblem(409, () -> fixture.room.archive().erase(TENANT, id, "api", file -> {}));
        fixture.room.conversations().end(id, new EndFacts("caller", "the caller hung up", "r.wav", 10));
        List<String> files = new ArrayList<>();

        fixture.room.archive().erase(TENANT, id, "api", files::add);

        assertThat(files).containsExactly("r.wav");
        assertProblem(410, () -> fixture.room.archive().one(TENANT, id));
        assertProblem(404, () -> fixture.room.archive().one(ConversationFixture.OTHER_TENANT, id));
        assertThat(fixture.room.standings().byCorrelation(TENANT, "600")).isInstanceOf(Standing.Unknown.class);
        for (String row : List.of("VariableRow", "PartyRow", "OutcomeRow", "RegistrationRow")) {
            assertThat(fixture.count(row)).as(row).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void keepsARowOfEveryRefusedCall(Database database) {
        on(database);
        fixture.room
                .conversations()
                .rejected(
                        new RejectedCall(
                                TENANT, "c1", CUSTOMER, "+1999", "10.0.0.1:5060", 480, "agent-unpublished", "r", "h"),
                        Optional.empty());
        fixture.room
                .conversations()
                .rejected(
                        new RejectedCall("", "c2", CUSTOMER, "+1999", "10.0.0.1:5060", 404, "unregistered", "r", "h"),
                        Optional.empty());

        assertThat(fixture.room.archive().rejected(TENANT, "", 50).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.condition()).isEqualTo("agent-unpublished"));
    }

    private Registrations.Receipt register(String correlation, String ani, Map<String, String> variables) {
        return fixture.room
                .registrations()
                .register(
                        TENANT,
                        new Registrations.Announcement(
                                correlation, ConversationFixture.NUMBER, ani, "", "Solar", "", variables));
    }

    private Standing byNumber(String tenant, String key) {
        return fixture.room
                .standings()
                .byNumbers(tenant, List.of(key), ConversationFixture.NUMBER, Duration.ofMinutes(15));
    }

    private List<TimelineEntry> timeline(String id) {
        return fixture.room.archive().timeline(TENANT, id);
    }

    private static ConversationFilter anything(String q) {
        return new ConversationFilter(Optional.empty(), Optional.empty(), "", "", "", "", "", "", q, "");
    }

    private static Standing.Known known(Standing standing) {
        assertThat(standing).isInstanceOf(Standing.Known.class);
        return (Standing.Known) standing;
    }

    private static void assertProblem(int status, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(status));
    }
}
