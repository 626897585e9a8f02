package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.TimelineEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that tell of a question asked wait to be written with others; nobody who reads at this bridge notices. */
class WaitingTimelineTest {

    private static final String TENANT = ConversationFixture.TENANT;

    private ConversationFixture fixture;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void asks(String id, String what) {
        fixture.room.conversations().noteSoon(TENANT, id, new Note("outcome-read", "five9", what));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isWrittenForWhoReadsIt(Database database) {
        on(database);
        String id = fixture.begin("+13035550100").conversationId();

        asks(id, "first");

        assertThat(fixture.room.archive().timeline(TENANT, id))
                .extracting(TimelineEntry::summary)
                .contains("first");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isInOrderForEachOfTheConversationsThatItIsWrittenWith(Database database) {
        on(database);
        String one = fixture.begin("+13035550100").conversationId();
        String two = fixture.begin("+13035550101").conversationId();

        for (int i = 0; i < 3; i++) {
            asks(two, "two, " + i);
            asks(one, "one, " + i);
        }

        assertThat(fixture.room.archive().timeline(TENANT, one))
                .extracting(TimelineEntry::summary)
                .endsWith("one, 0", "one, 1", "one, 2");
        assertThat(fixture.room.archive().timeline(TENANT, two))
                .extracting(TimelineEntry::summary)
                .endsWith("two, 0", "two, 1", "two, 2");
    }

    /** A reader that has locked the conversation would wait for itself. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void isLeftToOthersByWhoReadsWithinATransaction(Database database) {
        on(database);
        String id = fixture.begin("+13035550100").conversationId();

        fixture.storage.transactions().executeWithoutResult(status -> {
            fixture.room.conversations().note(id, new Note("tick", "bridge", "within"));
            asks(id, "later");
            assertThat(fixture.room.archive().timeline(TENANT, id))
                    .extracting(TimelineEntry::summary)
                    .contains("within");
        });

        assertThat(fixture.room.archive().timeline(TENANT, id))
                .extracting(TimelineEntry::summary)
                .contains("within", "later");
    }
}
