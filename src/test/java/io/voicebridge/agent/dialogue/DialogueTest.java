package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo's dialogue, read as conversations. */
class DialogueTest {

    private static Talk ann() {
        return Talk.with(Talk.ANN);
    }

    @Test
    void qualifiesOwnerWithBillAndTime() {
        Talk talk = ann().hears("I am calling Ann about your home in Denver.")
                .hears("Do you own your home?")
                .says("Yes, I do.")
                .hears("How much is your electric bill")
                .says("About $240.")
                .hears("this year, or next year")
                .says("This year, please.")
                .hears("Please hold");
        Decision decision = talk.endsAs(Outcome.QUALIFIED);
        assertThat(decision.route()).isEqualTo(new Route(Route.Type.SKILL_TRANSFER, "Sales_West", "Wants a quote"));
        assertThat(decision.summary()).isEqualTo("Owns home, bill 240 dollars a month, wants to start this year.");
        assertThat(decision.variables())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("owns_home", "yes", "monthly_bill", "240", "timing", "this_year"));
        assertThat(decision.evidence())
                .containsEntry("owns_home", List.of("u1"))
                .containsEntry("monthly_bill", List.of("u2"))
                .containsEntry("timing", List.of("u3"));
        assertThat(talk.handsBack()).isTrue();
    }

    @Test
    void greetsWithoutNameWhenVariablesAreMissing() {
        Talk.with(Map.of("city", "Denver")).hears("I am calling about your home. Do you own");
    }

    @Test
    void endsWithoutMoreQuestionsForRenter() {
        assertThat(ann().says("No, I rent.").endsAs(Outcome.NOT_QUALIFIED).rule())
                .isEqualTo("renter");
    }

    @Test
    void endsWithoutMoreQuestionsForSmallBill() {
        Decision decision = ann().says("yeah").says("eighty dollars").endsAs(Outcome.NOT_QUALIFIED);
        assertThat(decision.summary()).contains("the bill is 80 dollars");
    }

    @Test
    void aNumberInAStoryIsNoAmount() {
        ann().says("Yes, I own it.")
                .says("My neighbor has ten old on the road, too.")
                .hears("Sorry, about how many dollars")
                .says("About ten dollars, I think, for the whole house.")
                .endsAs(Outcome.NOT_QUALIFIED);
    }

    @Test
    void theRecogniserIsToldOfObjectionsInSeveralWords() {
        Talk talk = ann().says("Yes, I own it.");

        assertThat(talk.dialogue.expects(talk.state).phrases())
                .contains(
                        "take me off your list", "remove me from your list", "stop calling me", "do not call me again");
    }

    @Test
    void asksForTimeOfCallback() {
        Decision decision = ann().says("This is not a good time, call me later.")
                .hears("What day and time")
                .says("Tomorrow at 5 p.m.")
                .hears("So, tomorrow at 5 PM. Is that right?")
                .says("Yes.")
                .hears("We will call you back")
                .endsAs(Outcome.CALLBACK);
        assertThat(decision.callbackAt()).contains("2026-11-24T17:00:00-07:00");
        assertThat(decision.summary()).isEqualTo("Asked for a callback: tomorrow at 5 PM.");
    }

    @Test
    void keepsCallbackThoughTimeWasNotUnderstood() {
        Talk talk = ann().says("call me back").says("blah").says("blah").says("blah");
        assertThat(talk.endsAs(Outcome.CALLBACK).callbackAt()).isEmpty();
    }

    @Test
    void confirmsObjectionOnceThenObeys() {
        Talk talk = ann().says("Take me off your list.")
                .hears("take you off our list?")
                .goesOn();
        Decision decision = talk.says("Yes.").hears("You are off our list.").endsAs(Outcome.DO_NOT_CALL);
        assertThat(decision.doNotCall()).isTrue();
        assertThat(decision.evidence()).containsEntry("do_not_call", List.of("u1"));
    }

    @Test
    void goesOnWhenObjectionIsTakenBack() {
        ann().says("stop calling").says("No.").hears("Do you own your home?").goesOn();
    }

    @Test
    void obeysObjectionOfCallerWhoHangsUpInsteadOfConfirming() {
        ann().says("yes").says("remove me from that").hangsUp().endsAs(Outcome.DO_NOT_CALL);
    }

    @Test
    void obeysObjectionWhenNobodyAnswersTheQuestion() {
        ann().says("do not call me again").isSilent().endsAs(Outcome.DO_NOT_CALL);
    }

    @Test
    void obeysObjectionThatComesDuringGoodbye() {
        Talk talk = ann().says("yes").says("200").says("next year");
        talk.endsAs(Outcome.QUALIFIED);
        talk.says("Actually take me off your list").endsAs(Outcome.DO_NOT_CALL);
        talk.says("take me off your list").says("yes");
        assertThat(talk.finals()).hasSize(2);
    }

    @Test
    void hearsObjectionDuringGreeting() {
        ann().saysEarly("do not call me").hears("take you off our list?");
    }

    @Test
    void ignoresHelloDuringGreeting() {
        assertThat(ann().saysEarly("Hello?").spoken()).isEmpty();
    }

    @Test
    void hangsUpOnVoicemail() {
        Talk talk = ann().saysEarly("Hi, you have reached Ann. Please leave a message after the tone.");
        assertThat(talk.spoken()).isEmpty();
        talk.endsAs(Outcome.VOICEMAIL);
    }

    @Test
    void doesNotTakeAnsweringCallerForVoicemail() {
        ann().says("yes").says("I will get back to you").goesOn();
    }

    @Test
    void asksAgainThenPassesToPerson() {
        Talk talk = ann().says("banana")
                .hears("own your home, or do you rent?")
                .says("banana")
                .hears("For yes, press 1.")
                .says("banana")
                .hears("find someone to help you");
        assertThat(talk.endsAs(Outcome.FAILED).route().type()).isEqualTo(Route.Type.SKILL_TRANSFER);
    }

    @Test
    void saysGoodbyeAfterSecondSilence() {
        ann().isSilent()
                .hears("Are you still there?")
                .hears("Do you own your home?")
                .isSilent()
                .hears("I cannot hear you")
                .endsAs(Outcome.NO_INPUT);
    }

    @Test
    void startsCountingSilenceAnewAfterAnswer() {
        ann().isSilent().says("yes").isSilent().goesOn();
    }

    @Test
    void repeatsTheQuestion() {
        ann().says("yes")
                .says("Can you repeat that?")
                .hears("How much is your electric bill")
                .goesOn();
    }

    @Test
    void answersByKeys() {
        Talk.byKeys()
                .hears("For yes, press 1.")
                .presses("1")
                .hears("press pound")
                .presses("240")
                .hears("For this year, press 1.")
                .presses("2")
                .endsAs(Outcome.QUALIFIED);
    }

    @Test
    void objectsByKeys() {
        Talk.byKeys().presses("9").hears("Press 1 for yes").presses("1").endsAs(Outcome.DO_NOT_CALL);
    }

    @Test
    void usesRecognizersGuessOnlyWhenTextDecidesNothing() {
        ann().says("Yes please", Optional.of("no, I rent")).hears("electric bill");
        ann().says("sigh rant", Optional.of("no, I rent")).endsAs(Outcome.NOT_QUALIFIED);
    }

    @Test
    void checkpointsWhatWouldStandIfCallDropped() {
        Talk talk = ann().says("yes").checkpoints(Outcome.FAILED).says("240").checkpoints(Outcome.FAILED);
        assertThat(talk.hangsUp().endsAs(Outcome.FAILED).variables()).containsEntry("monthly_bill", "240");
    }

    @Test
    void saysNothingToCallerWhoIsGone() {
        assertThat(ann().hangsUp().spoken()).isEmpty();
    }

    @Test
    void countsCallerWhoNeverSpokeAsNoInput() {
        ann().hangsUp().endsAs(Outcome.NO_INPUT);
    }

    @Test
    void confirmsValueAndTakesCorrection() {
        String yaml = """
                greeting: "Hi."
                steps:
                  - id: budget
                    ask: "What is your budget?"
                    expect: amount
                    confirm: "Was that {{budget}} dollars?"
                rules:
                  - when: { budget: { gte: 1000, lt: 9000 } }
                    outcome: qualified
                    route: { type: PhoneTransfer, value: "+13035550100", reason: "Budget {{budget}}" }
                """;
        Talk talk = Talk.on(yaml)
                .says("five thousand")
                .hears("Was that 5000 dollars?")
                .says("no, six thousand")
                .hears("Was that 6000 dollars?")
                .says("that's right");
        Decision decision = talk.endsAs(Outcome.QUALIFIED);
        assertThat(decision.route().reason()).isEqualTo("Budget 6000");
        assertThat(decision.evidence()).containsEntry("budget", List.of("u2"));
    }

    @Test
    void namesItsVariablesButNotItsSlots() {
        assertThat(Talk.SOLAR.variables()).containsExactly("city", "first_name");
    }

    @Test
    void tellsRecognizerTheLikeliestReplies() {
        Expectation expectation = Talk.SOLAR.expects(ann().state);
        assertThat(expectation.phrases())
                .contains("yes, I own my home", "no, I rent", "take me off your list")
                .hasSizeLessThanOrEqualTo(16);
        assertThat(expectation.keys()).contains('1', '2', '9', '0');
        assertThat(Talk.SOLAR.expects(ann().says("yes").state).keyString()).isTrue();
    }
}
