package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NodeCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two bridges on one database; the call is on the first, and time is the test's. */
class NodesTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final NodeCommand.Kind HANG_UP = NodeCommand.Kind.HANG_UP;

    private ConversationFixture fixture;
    private ConversationRoom first;
    private ConversationRoom second;
    private String call;

    @AfterEach
    void close() {
        second.close();
        fixture.close();
    }

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        first = fixture.room;
        second = fixture.bridge("node-2");
        call = fixture.begin("+13035550100").conversationId();
        first.conversations().answered(call, fixture.clock.instant());
    }

    /** @return how many calls of others the second bridge has ended */
    private int beats(int times, boolean firstToo) {
        int ended = 0;
        for (int i = 0; i < times; i++) {
            if (firstToo) {
                first.nodes().beat();
            }
            ended += second.nodes().beat();
            fixture.clock.advance(BEAT);
        }
        return ended;
    }

    private ConversationFacts facts() {
        return second.archive().one(TENANT, call);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void endsTheCallsOfABridgeThatHasBeenSilentForThirtySeconds(Database database) {
        on(database);
        beats(10, true);

        assertThat(beats(6, false)).as("within 30 s").isZero();
        assertThat(beats(2, false)).isEqualTo(1);

        assertThat(facts().endedBy()).isEqualTo("interrupted");
        assertThat(facts().endDetail()).isEqualTo("the bridge that had the call is gone");
        assertThat(facts().outcome())
                .as("the number's default route goes with it")
                .isEqualTo("failed");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void leavesTheCallsOfABridgeThatIsThere(Database database) {
        on(database);

        assertThat(beats(20, true)).isZero();
        assertThat(facts().isLive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void judgesNobodyRightAfterTheDatabaseWasAwayForAll(Database database) {
        on(database);
        beats(10, true);
        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(beats(6, false)).as("the other may be a little later").isZero();
        first.nodes().beat();
        assertThat(beats(4, false)).isZero();
        assertThat(facts().isLive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aBridgeThatHasJustStartedJudgesNobody(Database database) {
        on(database);
        first.nodes().beat();
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(second.nodes().beat()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void saysWhoIsGoneToWhomeverTakesOver(Database database) {
        on(database);
        List<String> gone = new ArrayList<>();
        second.nodes().whenGone(gone::add);
        beats(10, true);

        beats(8, false);
        assertThat(gone).containsExactly("node-1");
        second.nodes().leave();
        assertThat(gone).containsExactly("node-1", "node-2");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void takingOverIsTriedAgainIfItFails(Database database) {
        on(database);
        List<String> gone = new ArrayList<>();
        second.nodes().whenGone(name -> {
            gone.add(name);
            if (gone.size() == 1) {
                throw new IllegalStateException("the database is away");
            }
        });
        beats(10, true);

        assertThatThrownBy(() -> beats(8, false)).hasMessage("the database is away");
        beats(1, false);
        beats(4, false);
        assertThat(gone).containsExactly("node-1", "node-1");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aBridgeThatHasLeftIsNotWaitedFor(Database database) {
        on(database);
        beats(10, true);
        first.conversations().end(call, new EndFacts("caller", "hung up", "", 0));

        first.nodes().leave();

        assertThat(fixture.count("NodeRow")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatOneBridgeIsAskedForIsGivenToTheOneThatHasTheCallOnce(Database database) {
        on(database);
        NodeCommand command = new NodeCommand(TENANT, call, HANG_UP, "null");

        assertThat(first.nodeCommands().isHere(facts())).isTrue();
        assertThat(second.nodeCommands().isHere(facts())).isFalse();
        second.nodeCommands().ask(facts(), command);

        assertThat(second.nodeCommands().take()).isEmpty();
        assertThat(first.nodeCommands().take()).containsExactly(command);
        assertThat(first.nodeCommands().take()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasAskedOfABridgeThatIsGoneIsForgottenWithItsCalls(Database database) {
        on(database);
        beats(10, true);
        second.nodeCommands().ask(facts(), new NodeCommand(TENANT, call, HANG_UP, "null"));

        beats(8, false);

        assertThat(fixture.count("NodeCommandRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRecordingIsErasedByTheBridgeThatHasItAndWaitsForThatOneToComeBack(Database database) {
        on(database);
        beats(10, true);
        String other = fixture.begin("+13035550101").conversationId();
        first.conversations().answered(other, fixture.clock.instant(), "other.wav");
        beats(8, false);

        second.archive().erase(TENANT, other, "api", file -> {});

        assertThat(first.nodeCommands().take())
                .contains(new NodeCommand(TENANT, other, NodeCommand.Kind.ERASE_RECORDING, "\"other.wav\""));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRecordingIsStillErasedIfTheBridgeThatHasItDiesBeforeItWasTold(Database database) {
        on(database);
        beats(10, true);
        String other = fixture.begin("+13035550101").conversationId();
        first.conversations().answered(other, fixture.clock.instant(), "other.wav");
        first.conversations().end(other, new EndFacts("caller", "hung up", "", 0));
        second.archive().erase(TENANT, other, "api", file -> {});

        beats(8, false);

        assertThat(first.nodeCommands().take())
                .extracting(NodeCommand::kind)
                .as("what was in its memory is gone with it")
                .containsExactly(NodeCommand.Kind.ERASE_RECORDING);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theSipMessagesOfAnErasedCallAreForgottenByTheBridgeThatHadIt(Database database) {
        on(database);
        beats(10, true);
        String callId = facts().callId();
        first.conversations().end(call, new EndFacts("caller", "hung up", "", 0));

        second.archive().erase(TENANT, call, "api", file -> {});

        assertThat(first.nodeCommands().take())
                .containsExactly(new NodeCommand(TENANT, call, NodeCommand.Kind.FORGET_SIGNALS, '"' + callId + '"'));
    }
}
