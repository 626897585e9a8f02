package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.bench.ManyConversations;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.ConversationFilter;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.directory.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists have the newest conversation first and go on where a page ended, whichever filter orders them. */
class NewestFirstTest {

    /** More than one page of a search looks at. */
    private static final int COPIES = 1_800;

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyFilterListsNewestFirstAcrossPages(Database database) {
        try (ConversationFixture bridge = new ConversationFixture(database)) {
            String first = call(bridge);
            String second = call(bridge);
            String third = call(bridge);

            for (ConversationFilter filter : List.of(
                    filter("", "", "", "", Optional.empty()),
                    filter("live", "", "", "", Optional.empty()),
                    filter("", ConversationFixture.NUMBER, "", "", Optional.empty()),
                    filter("", "", "ag_1", "", Optional.empty()),
                    filter("", "", "", "qualified", Optional.empty()),
                    filter("live", ConversationFixture.NUMBER, "ag_1", "qualified", Optional.empty()),
                    filter("", ConversationFixture.NUMBER, "ag_1", "qualified", Optional.of(LONG_AGO)))) {
                Page<ConversationFacts> page = bridge.room.archive().list(ConversationFixture.TENANT, filter, "", 2);
                Page<ConversationFacts> older = bridge.room
                        .archive()
                        .list(ConversationFixture.TENANT, filter, Page.after(page.nextCursor()), 2);

                assertThat(page.items())
                        .as("%s", filter)
                        .extracting(ConversationFacts::id)
                        .containsExactly(third, second);
                assertThat(older.items())
                        .as("%s", filter)
                        .extracting(ConversationFacts::id)
                        .containsExactly(first);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsOverIsNotUp(Database database) {
        try (ConversationFixture bridge = new ConversationFixture(database)) {
            bridge.hangUp(call(bridge));
            String up = call(bridge);

            assertThat(bridge.room
                            .archive()
                            .list(ConversationFixture.TENANT, filter("live", "", "", "", Optional.empty()), "", 10)
                            .items())
                    .extracting(ConversationFacts::id)
                    .containsExactly(up);
        }
    }

    @Test
    void aSearchLooksAtAPartAndItsCursorGoesOn() throws Exception {
        try (ConversationFixture bridge = new ConversationFixture(Database.H2)) {
            String newest = call(bridge);
            bridge.hangUp(newest);
            copy(bridge, newest);
            Instant started = bridge.room
                    .archive()
                    .one(ConversationFixture.TENANT, newest)
                    .startedAt();
            String oldest = ManyConversations.id(1, COPIES + 1, started.toEpochMilli());
            ConversationFilter sought = search(oldest.substring("cv_".length()));

            Page<ConversationFacts> page = bridge.room.archive().list(ConversationFixture.TENANT, sought, "", 50);
            Page<ConversationFacts> older =
                    bridge.room.archive().list(ConversationFixture.TENANT, sought, Page.after(page.nextCursor()), 50);

            assertThat(page.items()).isEmpty();
            assertThat(older.items()).extracting(ConversationFacts::id).containsExactly(oldest);
            assertThat(older.nextCursor()).isNull();
        }
    }

    @Test
    void aCallThatIsNamedWholeIsFoundHoweverOldItIs() throws Exception {
        try (ConversationFixture bridge = new ConversationFixture(Database.H2)) {
            String correlation = "600000000054602";
            String old =
                    bridge.begin("+17205550123", "X-CallSessionId", correlation).conversationId();
            bridge.clock.advance(Duration.ofDays(2));
            String newest = call(bridge);
            bridge.hangUp(newest);
            copy(bridge, newest);

            for (String name : List.of(old, correlation, "+17205550123", "(720) 555-0123", " 720 555 0123 ")) {
                Page<ConversationFacts> page =
                        bridge.room.archive().list(ConversationFixture.TENANT, search(name), "", 50);

                assertThat(page.items())
                        .as(name)
                        .extracting(ConversationFacts::id)
                        .containsExactly(old);
                assertThat(page.nextCursor()).as(name).isNull();
            }
        }
    }

    /** What a filter picks lies apart, so that fewer of them cost as much. */
    @Test
    void aSearchInAFilterLooksAtASmallerPart() throws Exception {
        try (ConversationFixture bridge = new ConversationFixture(Database.H2)) {
            String newest = call(bridge);
            bridge.hangUp(newest);
            copy(bridge, newest);
            ConversationFilter sought = new ConversationFilter(
                    Optional.empty(), Optional.empty(), "", "", "", "", "", "voicemail", "nobody has this", "");

            int pages = 1;
            Page<ConversationFacts> page = bridge.room.archive().list(ConversationFixture.TENANT, sought, "", 50);
            while (page.nextCursor() != null) {
                page = bridge.room
                        .archive()
                        .list(ConversationFixture.TENANT, sought, Page.after(page.nextCursor()), 50);
                pages++;
            }

            // 1,800 copies, a seventh of them voicemail
            assertThat(pages).isEqualTo(2);
        }
    }

    @Test
    void allCallsOfACustomerAreFoundPageByPage() {
        try (ConversationFixture bridge = new ConversationFixture(Database.H2)) {
            String first = call(bridge);
            String second = call(bridge);
            String third = call(bridge);
            ConversationFilter sought = search("+13035550100");

            Page<ConversationFacts> page = bridge.room.archive().list(ConversationFixture.TENANT, sought, "", 2);
            Page<ConversationFacts> older =
                    bridge.room.archive().list(ConversationFixture.TENANT, sought, Page.after(page.nextCursor()), 2);

            assertThat(page.items()).extracting(ConversationFacts::id).containsExactly(third, second);
            assertThat(older.items()).extracting(ConversationFacts::id).containsExactly(first);
        }
    }

    private static void copy(ConversationFixture bridge, String model) throws SQLException {
        try (Connection database = bridge.storage.dataSource().getConnection()) {
            ManyConversations.copy(database, model, COPIES);
        }
    }

    private static ConversationFilter search(String text) {
        return new ConversationFilter(
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                "",
                "",
                "",
                "",
                text,
                NumberKey.of(text, "US").map(NumberKey::text).orElse(""));
    }

    private static String call(ConversationFixture bridge) {
        bridge.clock.advance(Duration.ofSeconds(1));
        String id = bridge.begin("+13035550100").conversationId();
        bridge.room.conversations().answered(id);
        bridge.room.outcomes().commit(bridge.outcome(id, "k", "{\"outcome\":\"qualified\"}"));
        return id;
    }

    private static ConversationFilter filter(
            String status, String number, String agent, String outcome, Optional<Instant> from) {
        return new ConversationFilter(from, Optional.empty(), status, number, agent, "", "", outcome, "", "");
    }
}
