package io.voicebridge.agent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.Disclosure;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.turn.Mailbox;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo's agent on a call, in virtual time. */
class EmbeddedSessionTest {

    private static final String HELLO = "Hello, this is Sam";
    private static final String OWN = "Do you own your home?";
    private static final String BILL = "How much is your electric bill";
    private static final String WHEN = "this year, or next year?";

    private final VirtualScheduler time = new VirtualScheduler();
    private AgentProfile profile;
    private EmbeddedAgent agent;

    @BeforeEach
    void load() throws IOException {
        JsonNode file = new YAMLMapper()
                .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile());
        profile = new AgentProfile(
                "qualify-solar", 1, "embedded", "", "", file.path("dialogue").asText());
        agent = new EmbeddedAgent(Voices.engines(time, true), TurnTaking.STANDARD);
    }

    private PhoneCall call() {
        return new PhoneCall(agent, time, profile, Map.of("first_name", "Ann", "city", "Denver"));
    }

    private void greeting(String line) {
        profile = new AgentProfile(
                "a", 1, "embedded", "", "", profile.dialogue().replaceFirst("(?s)greeting:.*?\n\n", line + "\n\n"));
    }

    /** Who rents is connected with a person. */
    private void transferring() {
        profile = new AgentProfile(
                "a",
                1,
                "embedded",
                "",
                "",
                profile.dialogue()
                        .replace(
                                "    summary: \"Rents the home.\"\n",
                                "    summary: \"Rents the home.\"\n    transfer: { to: \"+18005550123\", mode: warm, whisper: Rents }\n"));
    }

    @Test
    void talksFromGreetingToHandBack() {
        PhoneCall call =
                call().hears(HELLO).hears(OWN).says("yes I do").hears(BILL).says("about 240 dollars");
        call.hears(WHEN).says("this year").hears("Please hold").isHandedBack();
        JsonNode outcome = call.endsAs("qualified");
        assertThat(outcome.path("route").path("value").asText()).isEqualTo("Sales_West");
        assertThat(outcome.path("variables").path("monthly_bill").asText()).isEqualTo("240");
        assertThat(outcome.path("evidence").path("timing").get(0).asText()).isEqualTo("u3");
        assertThat(call.callerLines()).containsExactly("yes I do", "about 240 dollars", "this year");
    }

    @Test
    void greetsAtOnceWhenPrepared() {
        agent.prepare(profile);
        PhoneCall call = call().hears(OWN);
        assertThat(call.firstAudioAt - call.openedAt).isLessThanOrEqualTo(20);
    }

    @Test
    void hasLinesReadyOnceFirstCallWentOn() {
        call().hears(OWN).waits(3_000).hangsUp();
        PhoneCall second = call().hears(OWN);
        assertThat(second.firstAudioAt - second.openedAt).isLessThanOrEqualTo(20);
    }

    @Test
    void speaksFirstClauseWhileNextIsRendered() {
        time.computeMs = 200;
        PhoneCall call = call().hears(HELLO);
        assertThat(call.firstAudioAt - call.openedAt).isBetween(200L, 220L);
    }

    @Test
    void endsTurnEarlierAfterExpectedReply() {
        PhoneCall call = call().hears(OWN).says("yes").hears(BILL).says("240").hears(WHEN);
        assertThat(call.metric("endpoint_ms")).hasSize(2);
        assertThat(call.metric("endpoint_ms").get(0)).isBetween(340.0, 400.0);
        assertThat(call.metric("endpoint_ms").get(1)).isBetween(580.0, 640.0);
        assertThat(call.metric("turn_gap_ms").get(0)).isLessThan(600);
    }

    @Test
    void measuresTheLongestTimeInWhichNobodyWasHeard() {
        PhoneCall call = call().hears(OWN).waits(4_000).says("yes").hears(BILL).hangsUp();
        assertThat(call.metric("dead_air_max_ms")).singleElement().satisfies(ms -> assertThat(ms)
                .isBetween(3_900.0, 4_600.0));
    }

    @Test
    void waitsForCallerWhoPausesInSentence() {
        PhoneCall call =
                call().hears(OWN).says("yes").hears(BILL).says("two hundred").waits(300);
        call.says("and forty dollars")
                .waitsUntil("heard", () -> call.callerLines().size() == 2);
        assertThat(call.callerLines().get(1)).contains("forty");
    }

    @Test
    void stopsWhenCallerSpeaks() {
        PhoneCall call = call().beginsToHear("a2").says("yes I own it").hears(BILL);
        assertThat(call.stops).isEqualTo(1);
        assertThat(call.metric("bargein_stop_ms")).singleElement().satisfies(ms -> assertThat(ms)
                .isBetween(80.0, 140.0));
        assertThat(call.metric("interruptions")).hasSize(1);
        assertThat(interrupted(call, OWN)).isBetween(300L, 700L);
    }

    private static long interrupted(PhoneCall call, String line) {
        return call.transcript.stream()
                .filter(i -> i.role() == TranscriptItem.Role.AGENT && i.text().contains(line))
                .findFirst()
                .orElseThrow()
                .interruptedAtMs();
    }

    @Test
    void goesOnAfterNoise() {
        PhoneCall call = call().beginsToHear("a2").coughs(160).hears(OWN);
        assertThat(call.stops).isEqualTo(1);
        assertThat(call.metric("false_interruptions")).hasSize(1);
        assertThat(call.metric("interruptions")).isEmpty();
        assertThat(interrupted(call, OWN)).isEqualTo(-1);
        call.says("yes").hears(BILL);
    }

    @Test
    void ignoresFirstMomentOfItsOwnAudio() {
        PhoneCall call = call().isTold("a2").coughs(160).hears(OWN);
        assertThat(call.stops).isZero();
    }

    @Test
    void doesNotCutGreetingThatMustBeHeard() {
        greeting("greeting: { say: \"This call may be recorded for quality.\", interruptible: false }");
        PhoneCall call = call().beginsToHear("a1").says("hello who is this").hears(OWN);
        assertThat(call.stops).isZero();
        assertThat(call.agentLines()).containsExactly("This call may be recorded for quality.", OWN);
    }

    private void discloses(String text) {
        profile = new AgentProfile("a", 1, "embedded", "", "", profile.dialogue(), "{\"disclosure\":\"" + text + "\"}");
    }

    @Test
    void disclosesBeforeItGreetsAndIsNotCutShort() {
        discloses("{{first_name}}, this call is recorded, and I am a machine.");
        PhoneCall call = call().beginsToHear("d1").says("hello who is this").hears(HELLO);

        TranscriptItem first = call.transcript.stream()
                .filter(item -> item.role() == TranscriptItem.Role.AGENT)
                .findFirst()
                .orElseThrow();
        assertThat(first.text()).isEqualTo("Ann, this call is recorded, and I am a machine.");
        assertThat(first.source()).isEqualTo(Disclosure.SOURCE);
        assertThat(first.interruptedAtMs()).isEqualTo(-1);
        assertThat(first.startMs()).isLessThanOrEqualTo(100);
        assertThat(call.stops).isZero();
    }

    @Test
    void saysHowMuchOfADisclosureWasHeardBeforeTheCallerHungUp() {
        discloses("This call is recorded, and I am a machine.");
        PhoneCall call = call().beginsToHear("d1").hangsUp();

        assertThat(call.transcript).singleElement().satisfies(item -> {
            assertThat(item.source()).isEqualTo(Disclosure.SOURCE);
            assertThat(item.interruptedAtMs()).isBetween(300L, 500L);
        });
    }

    @Test
    void doesNotTakeADisclosureForHeardThatTheCallNeverReported() {
        discloses("This call is recorded.");
        PhoneCall call = call();
        call.playsOut = false;
        call.waitsUntil("it goes on", () -> !call.transcript.isEmpty());

        assertThat(call.transcript.get(0).source()).isEqualTo(Disclosure.SOURCE);
        assertThat(call.transcript.get(0).interruptedAtMs()).isNotNegative();
    }

    @Test
    void isHeldToItsDisclosureWhenItTakesACallOver() {
        discloses("This call is recorded.");
        PhoneCall call = new PhoneCall(
                agent, time, new AgentCall("cv_1", profile, Map.of()).after(new Handover(1, "the other one is gone")));
        call.hears(OWN);

        assertThat(call.transcript.get(0).text()).isEqualTo("This call is recorded.");
        assertThat(call.transcript.get(0).id()).isEqualTo("2.d1");
    }

    @Test
    void takesUpGreetingAgainAfterHello() {
        PhoneCall call = call().beginsToHear("a1").says("hello who is this").hears(OWN);
        assertThat(call.agentLines()).hasSize(2);
        assertThat(call.callerLines()).containsExactly("hello who is this");
    }

    @Test
    void asksAgainAfterSilenceThenSaysGoodbye() {
        PhoneCall call = call().hears(OWN).waits(5_500);
        assertThat(call.agentLines()).hasSize(2);
        call.hears("Are you still there?")
                .hears("I cannot hear you")
                .isHandedBack()
                .endsAs("no_input");
        assertThat(call.metric("reprompts")).hasSize(2);
    }

    @Test
    void countsSilenceByTheClockWhenNoiseGoesOn() {
        PhoneCall call = call().hears(OWN);
        call.caller.addAll(Voices.noise(60_000));
        call.hears("I did not catch that");
    }

    @Test
    void takesKeysAsAnswer() {
        PhoneCall call = call().beginsToHear("a1")
                .presses("1")
                .hears(BILL)
                .presses("240#")
                .hears(WHEN)
                .presses("1");
        call.endsAs("qualified");
        assertThat(call.transcript).anySatisfy(item -> {
            assertThat(item.text()).isEqualTo("Pressed 240");
            assertThat(item.source()).isEqualTo("dtmf");
        });
    }

    @Test
    void endsNumberWhenNoMoreKeysCome() {
        call().hears(OWN).presses("1").hears(BILL).presses("240").waits(3_100).hears(WHEN);
    }

    @Test
    void worksByKeysWithoutRecognizer() {
        agent = new EmbeddedAgent(Voices.engines(time, false), TurnTaking.STANDARD);
        PhoneCall call = call().hears("For yes, press 1. For no, press 2.")
                .says("yes yes yes")
                .presses("2");
        call.isHandedBack().endsAs("not_qualified");
    }

    @Test
    void savesCheckpointWithEachAnswer() {
        PhoneCall call = call().hears(OWN).says("yes").hears(BILL);
        assertThat(call.commits(false)).hasSize(1);
        assertThat(PhoneCall.arguments(call.commits(false).get(0))
                        .path("variables")
                        .path("owns_home")
                        .asText())
                .isEqualTo("yes");
    }

    @Test
    void handsBackOnlyAfterCommitIsSafeAndGoodbyeWasHeard() {
        PhoneCall call = call().hears(OWN);
        call.bridgeAnswers = false;
        call.says("no I rent").hears("Goodbye").waits(1_000);
        assertThat(call.endCall()).isEmpty();
        ToolCall commit = call.commits(true).get(0);
        call.session.toolResult(commit.id(), "{\"status\":\"ok\",\"revision\":1}");
        call.isHandedBack();
        assertThat(PhoneCall.arguments(call.endCall().orElseThrow())
                        .path("committed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void connectsWithAPersonOnceCommitIsSafeAndLastLineWasHeard() {
        transferring();
        PhoneCall call = call().hears(OWN);
        call.bridgeAnswers = false;
        call.says("no I rent").hears("Goodbye").waits(1_000);
        assertThat(call.transfer()).isEmpty();

        call.session.toolResult(call.commits(true).get(0).id(), "{\"status\":\"ok\",\"revision\":1}");
        call.waitsUntil("transfer_call", () -> call.transfer().isPresent());

        assertThat(PhoneCall.arguments(call.transfer().orElseThrow()))
                .isEqualTo(PhoneCall.arguments(new ToolCall(
                        "t",
                        ToolCall.TRANSFER_CALL,
                        "{\"to\":\"+18005550123\",\"mode\":\"warm\",\"whisper\":\"Rents\",\"on_fail\":\"hangup\"}")));
        call.session.toolResult(call.transfer().orElseThrow().id(), "{\"status\":\"ok\"}");
        assertThat(call.waits(20_000).endCall()).as("the bridge ends it").isEmpty();
    }

    @Test
    void handsBackWhenTheTransferCannotBeTried() {
        transferring();
        PhoneCall call = call().hears(OWN);
        call.refusedTool = ToolCall.TRANSFER_CALL;
        call.says("no I rent").isHandedBack();
        assertThat(call.failures)
                .extracting(AgentFailure::code, AgentFailure::endsSession)
                .containsExactly(Tuple.tuple("transfer_failed", false));
    }

    @Test
    void handsBackWhenNobodyAnswersTheTransfer() {
        transferring();
        PhoneCall call = call().hears(OWN);
        call.silentTool = ToolCall.TRANSFER_CALL;
        call.says("no I rent").isHandedBack();
    }

    @Test
    void transfersNobodyWhoObjectsAfterTheLastLine() {
        transferring();
        PhoneCall call = call().hears(OWN).says("no I rent").says("take me off your list");
        call.isHandedBack();
        assertThat(call.endsAs("do_not_call").path("dnc").asBoolean()).isTrue();
        assertThat(call.transfer()).isEmpty();
    }

    @Test
    void commitsBeforeGoodbyeIsOver() {
        PhoneCall call = call().hears(OWN).says("no I rent");
        call.waitsUntil("the commit", () -> !call.commits(true).isEmpty());
        assertThat(call.agentLines()).noneMatch(line -> line.contains("Goodbye"));
        call.isHandedBack();
        assertThat(call.agentLines()).anyMatch(line -> line.contains("Goodbye"));
    }

    @Test
    void asksForCommitAgainUnderSameIdThenEndsAnyway() {
        PhoneCall call = call().hears(OWN);
        call.toolAnswer = "{\"status\":\"unavailable\"}";
        call.says("no I rent").isHandedBack();
        assertThat(call.commits(true)).hasSize(3).extracting(ToolCall::id).containsOnly("commit-1");
        assertThat(PhoneCall.arguments(call.endCall().orElseThrow())
                        .path("committed")
                        .asBoolean(true))
                .isFalse();
        assertThat(call.failures).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("commit_failed");
            assertThat(f.endsSession()).isFalse();
        });
    }

    @Test
    void endsAnywayWhenNobodyAnswersCommit() {
        PhoneCall call = call().hears(OWN);
        call.bridgeAnswers = false;
        call.says("no I rent").isHandedBack();
        assertThat(call.endAskedAt - call.openedAt).isLessThan(40_000);
    }

    @Test
    void acceptsThatSomebodyElseDecided() {
        PhoneCall call = call().hears(OWN);
        call.toolAnswer = "{\"status\":\"outcome_final\"}";
        call.says("no I rent").isHandedBack();
        assertThat(call.failures).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenItCouldNotEvenBegin() {
        PhoneCall call = new PhoneCall(agent, time, profile, null).waits(100);
        assertThat(call.failures).singleElement().satisfies(failure -> assertThat(failure.endsSession())
                .isTrue());
        call.session.close();
        call.waits(100);
        assertThat(call.isClosed).isTrue();
        assertThat(agent.sessions()).isZero();
    }

    @Test
    void savesWhatIsKnownWhenCallerHangsUp() {
        PhoneCall call = call().hears(OWN).says("yes").hears(BILL).hangsUp();
        assertThat(call.endsAs("failed").path("variables").path("owns_home").asText())
                .isEqualTo("yes");
        assertThat(call.isClosed).isTrue();
        assertThat(agent.sessions()).isZero();
    }

    @Test
    void hearsLastWordsOfCallerWhoHangsUpOnThem() {
        PhoneCall call = call().hears(OWN).says("take me off your list").hangsUp();
        JsonNode outcome = call.endsAs("do_not_call");
        assertThat(outcome.path("dnc").asBoolean()).isTrue();
        assertThat(call.callerLines()).containsExactly("take me off your list");
    }

    @Test
    void countsCallerWhoHangsUpOnGreetingAsNoInput() {
        PhoneCall call = call().beginsToHear("a1").hangsUp();
        call.endsAs("no_input");
        assertThat(call.transcript).singleElement().satisfies(item -> assertThat(item.interruptedAtMs())
                .isGreaterThan(0));
    }

    @Test
    void savesNothingTwiceWhenClosedAfterHandBack() {
        PhoneCall call = call().hears(OWN).says("no I rent").isHandedBack().hangsUp();
        call.session.close();
        call.waits(100);
        assertThat(call.commits(true)).hasSize(1);
    }

    @Test
    void endsAtTimeLimit() {
        profile = new AgentProfile(
                "a", 1, "embedded", "", "", profile.dialogue().replace("max_seconds: 300", "max_seconds: 10"));
        PhoneCall call = call().hears(OWN).says("yes").hears(BILL);
        call.isHandedBack().endsAs("failed");
        assertThat(call.endAskedAt - call.openedAt).isBetween(10_000L, 16_000L);
    }

    @Test
    void doesNotHangWhenCallForgetsToSayThatLineWasPlayed() {
        PhoneCall call = call();
        call.playsOut = false;
        call.waitsUntil(OWN, () -> call.agentLines().stream().anyMatch(line -> line.contains(OWN)));
    }

    @Test
    void givesCallBackWhenItCannotKeepUp() {
        PhoneCall call = call().hears(OWN);
        time.stuck = true;
        for (int i = 0; i < Mailbox.CAPACITY + 1; i++) {
            call.session.played("a1", 0, false);
        }
        time.stuck = false;
        call.waits(100);
        assertThat(call.failures).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("overloaded");
            assertThat(f.endsSession()).isTrue();
        });
        call.endsAs("no_input");
    }

    @Test
    void givesCallBackWhenItHasNoVoice() {
        agent = new EmbeddedAgent(
                Voices.deafening(
                        time,
                        new Voices.Speaking() {
                            @Override
                            public short[] synthesize(String text, String voice) {
                                throw new IllegalStateException("no voice");
                            }
                        },
                        new Voices.Listening()),
                TurnTaking.STANDARD);
        PhoneCall call = call().waits(500);
        assertThat(call.failures).singleElement().satisfies(f -> assertThat(f.endsSession())
                .isTrue());
        call.endsAs("no_input");
    }

    @Test
    void takesACallOverWithItsFirstQuestionAndNamesOfItsOwn() {
        AgentCall taken = new AgentCall("cv_1", profile, Map.of("first_name", "Ann", "city", "Denver"))
                .after(new Handover(1, "socket_closed"));
        PhoneCall call = new PhoneCall(agent, time, taken)
                .hears("Sorry, I lost you for a moment.")
                .hears(OWN)
                .says("no I rent")
                .isHandedBack();
        assertThat(call.agentLines()).noneMatch(line -> line.contains(HELLO));
        assertThat(call.transcript).extracting(TranscriptItem::id).allMatch(id -> id.startsWith("2."));
        assertThat(call.tools).extracting(ToolCall::id).allMatch(id -> id.startsWith("2."));
        assertThat(call.endsAs("not_qualified")
                        .path("evidence")
                        .path("owns_home")
                        .get(0)
                        .asText())
                .isEqualTo("2.u1");
    }

    @Test
    void saysWhatTheBridgeWantsSaidAndCannotBeCutShortThere() {
        PhoneCall call = call().hears(OWN);
        call.session.say("This call is recorded for quality.", false);
        call.beginsToHear("a3")
                .says("yes I own it")
                .hears("This call is recorded")
                .hears(BILL);
        assertThat(call.stops).isZero();
    }

    @Test
    void offersKeysWhenRecognizerFails() {
        agent = new EmbeddedAgent(
                Voices.deafening(time, new Voices.Speaking(), new Voices.Listening() {
                    @Override
                    public Recognition recognize(short[] pcm, List<String> expected) {
                        throw new IllegalStateException("no model");
                    }
                }),
                TurnTaking.STANDARD);
        PhoneCall call =
                call().hears(OWN).says("yes I do").hears("or do you rent?").says("yes I do");
        call.hears("press 1").presses("1").hears(BILL);
        assertThat(call.failures).singleElement().satisfies(f -> assertThat(f.endsSession())
                .isFalse());
    }

    @Test
    void refusesProfileItCannotFollow() {
        AgentProfile none = new AgentProfile("a", 1, "embedded", "", "", "");
        assertThatThrownBy(() -> agent.prepare(none)).hasMessageContaining("needs a dialogue");
        AgentProfile broken = new AgentProfile("a", 1, "embedded", "", "", "greeting: hi");
        assertThatThrownBy(() -> agent.prepare(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/steps");
    }
}
