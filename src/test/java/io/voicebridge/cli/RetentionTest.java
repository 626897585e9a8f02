package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.Retention.RecordingNotErased;
import io.voicebridge.conversation.Standing;
import io.voicebridge.conversation.TimelineEntry;
import io.voicebridge.directory.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is forgotten, and what outlives it. The tenants of the fixture keep conversations for 30 days. */
class RetentionTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final String CUSTOMER = "+13035550100";
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private ConversationFixture fixture;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void erasesWithItsRecordingWhatIsOlderThanTheTenantKeepsIt(Database database) throws IOException {
        on(database);
        RecordingFolder recordings = new RecordingFolder(folder);
        String old = ended("600");
        Path recording = Files.writeString(folder.resolve(old + ".wav"), "RIFF");
        refused();
        fixture.clock.advance(DAY.multipliedBy(20));
        String young = ended("700");
        String open = fixture.begin("+13035550102").conversationId();
        fixture.clock.advance(DAY.multipliedBy(11));

        assertThat(fixture.room.retention().sweep(fixture.clock.instant(), recordings::delete))
                .isEqualTo(1);

        assertThat(recording).doesNotExist();
        assertErased(old);
        assertThat(fixture.room.archive().one(TENANT, young).ani()).isEqualTo(CUSTOMER);
        assertThat(fixture.room.archive().one(TENANT, open).state()).isEqualTo("ringing");
        assertThat(fixture.count("RejectedRow")).isZero();
        assertThat(outboxOf(old)).isZero();
        assertThat(outboxOf(young)).isPositive();
        assertThat(audit())
                .singleElement()
                .asString()
                .isEqualTo("older than 30 days: conversations 1, refused calls 1");
        assertThat(fixture.room.retention().sweep(fixture.clock.instant(), recordings::delete))
                .isZero();
        assertThat(audit()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void goesOnBeyondOneBatch(Database database) {
        on(database);
        for (int i = 0; i < 120; i++) {
            ended("c" + i);
        }
        fixture.clock.advance(DAY.multipliedBy(31));

        assertThat(fixture.room.retention().sweep(fixture.clock.instant(), file -> {}))
                .isEqualTo(120);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void keepsWhatHasARecordingThatCannotBeDeleted(Database database) {
        on(database);
        String stuck = ended("600");
        String other = ended("700");
        fixture.clock.advance(DAY.multipliedBy(31));

        int erased = fixture.room.retention().sweep(fixture.clock.instant(), file -> {
            if (file.startsWith(stuck)) {
                throw new RecordingNotErased("read-only", new IOException());
            }
        });

        assertThat(erased).isEqualTo(1);
        assertErased(other);
        assertThat(fixture.room.archive().one(TENANT, stuck).recording()).isEqualTo(stuck + ".wav");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOptOutOutlivesTheConversationWithoutAWordOfIt(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER, "X-CallSessionId", "600").conversationId();
        fixture.room
                .outcomes()
                .commit(fixture.outcome(
                        id, "k1", "{\"outcome\":\"do_not_call\",\"summary\":\"Ann is angry\",\"intent\":\"stop\"}"));
        end(id);
        fixture.room.archive().erase(TENANT, id, "api", file -> {});

        assertThat(numbersNotToCall()).containsExactly("+13035550100");
        Standing.Known known = (Standing.Known) fixture.room.standings().byId(TENANT, id);
        assertThat(known.outcome()).hasValueSatisfying(outcome -> {
            assertThat(outcome.value()).isEqualTo("do_not_call");
            assertThat(outcome.dnc()).isTrue();
            assertThat(outcome.summary() + outcome.intent()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOptOutThatComesAfterTheErasureIsKept(Database database) {
        on(database);
        String id = ended("600");
        fixture.room.archive().erase(TENANT, id, "api", file -> {});
        assertThatThrownBy(() -> fixture.room
                        .outcomes()
                        .commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\",\"summary\":\"x\"}")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("erased"));

        String optOut = "{\"correlation\":\"600\",\"outcome\":\"do_not_call\",\"summary\":\"Ann\"}";
        OutcomeReceipt receipt = fixture.room.outcomes().commit(fixture.outcome("", "k2", optOut));

        assertThat(receipt.conversationId()).isEqualTo(id);
        assertThat(fixture.room.outcomes().commit(fixture.outcome("", "k2", optOut)))
                .isEqualTo(receipt);
        assertThat(numbersNotToCall()).containsExactly("");
        Standing.Known known = (Standing.Known) fixture.room.standings().byId(TENANT, id);
        assertThat(known.outcome().orElseThrow().dnc()).isTrue();
        assertThat(known.outcome().orElseThrow().summary()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aFullTimelineStillTakesOutcomeAndEndAndSaysHowMuchItLeftOut(Database database) {
        on(database);
        String id = fixture.begin(CUSTOMER).conversationId();
        for (int i = 0; i < 15; i++) {
            fixture.room.conversations().note(id, new Note("tick", "bridge", "tick " + i));
        }
        for (int i = 15; i < 40; i++) {
            fixture.room.conversations().noteSoon(TENANT, id, new Note("tick", "bridge", "tick " + i));
        }
        fixture.room.outcomes().commit(fixture.outcome(id, "k1", "{\"outcome\":\"qualified\"}"));
        end(id);
        fixture.room.timeline().close();

        List<TimelineEntry> entries = fixture.room.archive().timeline(TENANT, id);
        assertThat(entries).hasSizeLessThanOrEqualTo(ConversationFixture.TIMELINE_ENTRIES + 4);
        assertThat(entries)
                .extracting(TimelineEntry::kind)
                .contains("outcome-committed", "call-ended")
                .endsWith("timeline-full");
        long ticks =
                entries.stream().filter(entry -> entry.kind().equals("tick")).count();
        assertThat(entries.get(entries.size() - 1).summary()).startsWith(40 - ticks + " more entries were left out");
    }

    private void assertErased(String id) {
        assertThatThrownBy(() -> fixture.room.archive().one(TENANT, id))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(410));
    }

    private String ended(String correlation) {
        String id = fixture.begin(CUSTOMER, "X-CallSessionId", correlation).conversationId();
        end(id);
        return id;
    }

    private void end(String id) {
        fixture.room.conversations().end(id, new EndFacts("caller", "the caller hung up", id + ".wav", 10));
    }

    private void refused() {
        fixture.room
                .conversations()
                .rejected(
                        new RejectedCall(
                                TENANT, "c1", CUSTOMER, "+1999", "10.0.0.1:5060", 480, "agent-unpublished", "r", "h"),
                        Optional.empty());
    }

    private List<String> audit() {
        return rows("select a.detail from AuditRow a where a.actor = 'retention'");
    }

    private List<String> numbersNotToCall() {
        return rows("select d.numberKey from DoNotCallRow d");
    }

    private int outboxOf(String id) {
        return rows("select o.eventId from OutboxRow o where o.subject = '" + id + "'")
                .size();
    }

    private List<String> rows(String query) {
        return new ArrayList<>(fixture.storage.transactions().execute(status -> fixture.storage
                .entityManager()
                .createQuery(query, String.class)
                .getResultList()));
    }
}
