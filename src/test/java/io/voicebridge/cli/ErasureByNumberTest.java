package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conversation.DoNotCall;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.LegalHold;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.NumberErasure;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.TransferResult;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person may ask for, and what is kept all the same. */
class ErasureByNumberTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final String CUSTOMER = "+13035550100";
    private static final String OTHER = "+13035550111";

    private final List<String> deleted = new ArrayList<>();
    private ConversationFixture fixture;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Duty(
            value = "Erasure and legal hold",
            says =
                    "A customer is forgotten by number in conversations, registrations and refused calls, and the audit says"
                            + " so without the number; what is held stays, for retention too; an opt-out outlives it all.")
    @ParameterizedTest
    @EnumSource(Database.class)
    void aNumberIsForgottenWhereverItStands(Database database) {
        on(database);
        String spelled = ended("(303) 555-0100");
        String other = ended(OTHER);
        String up = fixture.begin(CUSTOMER).conversationId();
        register(CUSTOMER);
        register(OTHER);
        refused(CUSTOMER);
        refused(OTHER);

        NumberErasure.Result result = erase(CUSTOMER);

        assertThat(result)
                .isEqualTo(new NumberErasure.Result(1, 1, 1, List.of(new NumberErasure.Left(up, "call_in_progress"))));
        assertThat(deleted).containsExactly(spelled + ".wav");
        assertErased(spelled);
        assertThat(fixture.room.archive().one(TENANT, other).ani()).isEqualTo(OTHER);
        assertThat(fixture.count("RegistrationRow")).isEqualTo(1);
        assertThat(fixture.count("RejectedRow")).isEqualTo(1);
        assertThat(rows("select a.detail from AuditRow a where a.action = 'number.erase'"))
                .containsExactly("conversations 1, registrations 1, refused calls 1, left 1");
        assertThat(rows("select concat(a.target, a.detail) from AuditRow a"))
                .noneMatch(text -> text.contains("3035550100"));

        end(up);
        assertThat(erase(CUSTOMER).conversations()).isEqualTo(1);
        assertThat(erase(CUSTOMER)).isEqualTo(new NumberErasure.Result(0, 0, 0, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anotherTenantsConversationsOfTheSamePersonStay(Database database) {
        on(database);
        String id = ended(CUSTOMER);

        fixture.room.numberErasure().erase(ConversationFixture.OTHER_TENANT, "key_1", CUSTOMER, deleted::add);

        assertThat(fixture.room.archive().one(TENANT, id).ani()).isEqualTo(CUSTOMER);
        assertThat(deleted).isEmpty();
    }

    @Duty("Erasure and legal hold")
    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsHeldIsLeftAloneUntilTheHoldIsLifted(Database database) {
        on(database);
        String byId = ended(CUSTOMER);
        String byNumber = ended(OTHER);
        refused(OTHER);
        String free = ended("+13035550122");
        LegalHold one = fixture.room.holds().onConversation(TENANT, "key_1", byId, "Complaint 4711");
        LegalHold all = fixture.room.holds().onNumber(TENANT, "key_1", OTHER, "Court order");

        assertThat(erase(CUSTOMER).left()).containsExactly(new NumberErasure.Left(byId, "legal_hold"));
        assertHeld(() -> erase(OTHER));
        assertHeld(() -> fixture.room.archive().erase(TENANT, byNumber, "api", deleted::add));
        fixture.clock.advance(Duration.ofDays(31));
        assertThat(fixture.room.retention().sweep(fixture.clock.instant(), deleted::add))
                .isEqualTo(1);
        assertErased(free);
        assertThat(fixture.count("RejectedRow")).isEqualTo(1);
        assertThat(fixture.room.archive().one(TENANT, byId).ani()).isEqualTo(CUSTOMER);

        fixture.room.holds().lift(TENANT, "key_1", one.id());
        fixture.room.holds().lift(TENANT, "key_1", all.id());
        assertThat(fixture.room.retention().sweep(fixture.clock.instant(), deleted::add))
                .isEqualTo(2);
        assertThat(fixture.count("RejectedRow")).isZero();
        assertThat(rows("select a.action from AuditRow a where a.target = '" + one.id() + "' order by a.id"))
                .containsExactly("legal-hold.place", "legal-hold.lift");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nobodyHoldsOrLiftsWhatIsAnothersOrGone(Database database) {
        on(database);
        String id = ended(CUSTOMER);
        LegalHold hold = fixture.room.holds().onNumber(TENANT, "key_1", OTHER, "Court order");

        assertProblem(
                404,
                () -> fixture.room.holds().onConversation(ConversationFixture.OTHER_TENANT, "key_2", id, "curious"));
        assertProblem(404, () -> fixture.room.holds().lift(ConversationFixture.OTHER_TENANT, "key_2", hold.id()));
        erase(CUSTOMER);
        assertProblem(410, () -> fixture.room.holds().onConversation(TENANT, "key_1", id, "too late"));
        assertThat(fixture.room.holds().list(TENANT, "", 10).items()).containsExactly(hold);
        assertThat(fixture.room
                        .holds()
                        .list(ConversationFixture.OTHER_TENANT, "", 10)
                        .items())
                .isEmpty();
    }

    @Duty(
            value = "Opt-out",
            says =
                    "Who asked not to be called again is on a list with time and call, that outlives the erasure of the call"
                            + " and can be had as CSV.")
    @ParameterizedTest
    @EnumSource(Database.class)
    void anOptOutIsProvable(Database database) {
        on(database);
        String first = optOut(CUSTOMER);
        fixture.clock.advance(Duration.ofSeconds(1));
        String second = optOut(OTHER);
        erase(CUSTOMER);

        Page<DoNotCall.Entry> page = fixture.room.doNotCall().list(TENANT, "", "", 1);
        assertThat(page.items()).containsExactly(new DoNotCall.Entry(OTHER, second, fixture.clock.instant()));
        assertThat(fixture.room
                        .doNotCall()
                        .list(TENANT, "", Page.after(page.nextCursor()), 1)
                        .items())
                .extracting(DoNotCall.Entry::conversationId)
                .containsExactly(first);
        assertThat(fixture.room.doNotCall().list(TENANT, CUSTOMER, "", 10).items())
                .extracting(DoNotCall.Entry::number)
                .containsExactly(CUSTOMER);
        assertThat(fixture.room
                        .doNotCall()
                        .list(ConversationFixture.OTHER_TENANT, "", "", 10)
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoACallerWasConnectedWithIsForgottenOnThatCallToo(Database database) {
        on(database);
        String id = ended(CUSTOMER);
        String held = ended(CUSTOMER);
        fixture.room.holds().onConversation(TENANT, "key_1", held, "Complaint");
        for (String each : List.of(id, held)) {
            fixture.room
                    .conversations()
                    .transferred(
                            each,
                            new Note(
                                    "transfer-completed",
                                    "bridge",
                                    "The caller was connected with +1 303 555 0111",
                                    Map.of("mode", "cold"),
                                    "+1 303 555 0111"),
                            TransferResult.completed("cold", "+1 303 555 0111"),
                            fixture.clock.instant());
        }

        erase(OTHER);

        assertThat(fixture.room.archive().one(TENANT, id).ani())
                .as("the call is another's")
                .isEqualTo(CUSTOMER);
        assertThat(summaries(id)).noneMatch(text -> text.contains("0111")).contains(Audit.BLOTTED);
        assertThat(summaries(held)).anyMatch(text -> text.contains("0111"));
        assertThat(rows("select o.payload from OutboxRow o where o.type = 'transfer.completed' and o.subject = '" + id
                        + "'"))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("\"to\":\"\"").contains("cold"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theNumberThatATransferShowsIsNoReasonToForgetOrHoldItsCustomer(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER).conversationId();
        fixture.room.conversations().presented(id, OTHER);
        fixture.hangUp(id);
        LegalHold hold = fixture.room.holds().onNumber(TENANT, "key_1", OTHER, "Court order");

        NumberErasure.Result customer = erase(CUSTOMER);

        assertThat(customer.conversations()).as("held by its own number only").isEqualTo(1);
        fixture.room.holds().lift(TENANT, "key_1", hold.id());
        String another = fixture.begin(CUSTOMER).conversationId();
        fixture.room.conversations().presented(another, OTHER);
        fixture.hangUp(another);
        assertThat(erase(OTHER).conversations()).isZero();
        assertThat(fixture.room.archive().one(TENANT, another).ani()).isEqualTo(CUSTOMER);
        assertThat(rows("select p.numberKey from PartyRow p where p.conversationId = '" + another + "'"))
                .as("whoever it is, is found by it no more")
                .containsExactly(CUSTOMER);
    }

    private List<String> summaries(String id) {
        return rows("select t.summary from TimelineRow t where t.conversationId = '" + id + "'");
    }

    private NumberErasure.Result erase(String number) {
        return fixture.room.numberErasure().erase(TENANT, "key_1", number, deleted::add);
    }

    private String optOut(String number) {
        String id = fixture.begin(number).conversationId();
        fixture.room.outcomes().commit(fixture.outcome(id, "k-" + id, "{\"outcome\":\"do_not_call\"}"));
        end(id);
        return id;
    }

    private String ended(String number) {
        String id = fixture.begin(number).conversationId();
        end(id);
        return id;
    }

    private void end(String id) {
        fixture.room.conversations().end(id, new EndFacts("caller", "the caller hung up", id + ".wav", 10));
    }

    private void register(String number) {
        fixture.room
                .registrations()
                .register(
                        TENANT,
                        new Registrations.Announcement("", ConversationFixture.NUMBER, number, "", "c", "", Map.of()));
    }

    private void refused(String number) {
        fixture.room
                .conversations()
                .rejected(
                        new RejectedCall(
                                TENANT, "c1", number, "+1999", "10.0.0.1:5060", 480, "agent-unpublished", "r", "h"),
                        Optional.empty());
    }

    private void assertErased(String id) {
        assertProblem(410, () -> fixture.room.archive().one(TENANT, id));
    }

    private static void assertHeld(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo("legal_hold"));
    }

    private static void assertProblem(int status, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(status));
    }

    private List<String> rows(String query) {
        return fixture.storage.transactions().execute(status -> fixture.storage
                .entityManager()
                .createQuery(query, String.class)
                .getResultList());
    }
}
