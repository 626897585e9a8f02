package io.voicebridge.conversation.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each trouble of a call, one by one, told with its fix. Begins from a call that went well. */
class CallRulesTest {

    private static final Instant ANSWER = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant END = ANSWER.plusSeconds(60);

    private String correlation = "6001";
    private Optional<Instant> answered = Optional.of(ANSWER);
    private Instant end = END;
    private String endedBy = "agent";
    private String detail = "we hung up";
    private int headers = 3;
    private boolean registered;
    private boolean spoke = true;
    private Evidence.Result outcome = new Evidence.Result(true, true, true, "qualified", true);
    private final List<Evidence.Entry> notes = new ArrayList<>();
    private final List<String> strayed = new ArrayList<>();
    private Instant now = END.plusSeconds(12);

    private CallRulesTest note(String kind, Map<String, Object> with) {
        return noteAt(END.minusSeconds(5), kind, with);
    }

    private CallRulesTest noteAt(Instant at, String kind, Map<String, Object> with) {
        notes.add(new Evidence.Entry(kind, at, "what happened", with));
        return this;
    }

    private CallRulesTest asked() {
        return noteAt(END.plusSeconds(1), "outcome-read", Map.of("status", "ready"));
    }

    private String told() {
        return CallRules.diagnose(new Evidence(
                correlation, answered, end, endedBy, detail, headers, registered, spoke, outcome, notes, strayed, now));
    }

    @Test
    void aCallThatWentWellSaysSoAndThatFive9WasTold() {
        assertThat(asked().told())
                .isEqualTo("As expected: qualified was committed before the call ended, and Five9 was told.");
    }

    @Test
    void aCallIsNotBlamedForAQuestionThatIsNotDueYet() {
        now = END.plusSeconds(9);
        strayed.add("6002");

        assertThat(told()).isEqualTo("As expected: qualified was committed before the call ended.");
    }

    @Test
    void noQueryAfterOurBye() {
        assertThat(told()).contains("No Query came within 10 s", "is Return After 3rd Party Call checked");
    }

    @Test
    void aQuestionDuringTheCallIsNotTheOneAfterIt() {
        assertThat(note("outcome-read", Map.of("status", "ready")).told()).contains("No Query came");
    }

    @Test
    void aCustomerWhoHangsUpLeavesNoScriptThatAsks() {
        endedBy = "caller";

        assertThat(told()).startsWith("As expected");
    }

    @Test
    void bothCorrelationsAreShownSideBySide() {
        strayed.add("call-77");

        assertThat(told()).contains("the call had '6001'", "the Query asked for 'call-77'", "Use the same variable");
    }

    @Test
    void aStrayQuestionDoesNotCountOnceTheRightOneCame() {
        strayed.add("call-77");

        assertThat(asked().told()).startsWith("As expected");
    }

    @Test
    void carrierHeadersWithoutLeadHeadersMeanThePstn() {
        headers = 0;

        assertThat(note("carrier-headers", Map.of()).told())
                .contains("over the PSTN, which drops headers", "Register the variables first");
    }

    @Test
    void aRegisteredCallNeedsNoHeaders() {
        headers = 0;
        registered = true;

        assertThat(note("carrier-headers", Map.of()).asked().told()).startsWith("As expected");
    }

    @Test
    void variablesThatNeverCameAreNamed() {
        assertThat(note("variable-missing", Map.of("names", List.of("city", "state")))
                        .asked()
                        .told())
                .contains("(city, state)", "Send Data to 3rd Party", "X-");
    }

    @Test
    void anOutcomeThatCameLate() {
        outcome = new Evidence.Result(true, true, false, "qualified", true);

        assertThat(asked().told()).contains("came after the call had ended", "Commit before");
    }

    @Test
    void noOutcomeAtAll() {
        outcome = new Evidence.Result(false, false, false, "failed", false);

        assertThat(told()).contains("before the agent committed an outcome", "default route");
    }

    @Test
    void onlyACheckpoint() {
        outcome = new Evidence.Result(true, false, true, "callback", true);

        assertThat(asked().told()).contains("last checkpoint counts");
    }

    @Test
    void anEmptyScreenPop() {
        outcome = new Evidence.Result(true, true, true, "qualified", false);

        assertThat(asked().told()).contains("no summary", "screen pop");
    }

    @Test
    void oneWayAudioTowardsUs() {
        assertThat(note("media", Map.of("packets_received", 0, "packets_sent", 3000))
                        .told())
                .contains("one-way audio", "bridge.rtp.ports", "bridge.rtp.advertised.host");
    }

    @Test
    void packetsThatCannotBeReadMeanSrtpOnOneSide() {
        assertThat(note("media", Map.of("packets_received", 0, "packets_unusable", 2900, "packets_sent", 3000))
                        .told())
                .contains("2900 packets", "SRTP on one side only");
    }

    @Test
    void packetsInAnotherKey() {
        assertThat(note("media", Map.of("packets_received", 0, "packets_unauthentic", 2900, "packets_sent", 3000))
                        .told())
                .contains("2900 packets", "not made with the key", "SRTP")
                .doesNotContain("firewall");
    }

    @Test
    void oneWayAudioTowardsTheCaller() {
        assertThat(note("media", Map.of("packets_received", 3000, "packets_sent", 0, "send_failures", 12))
                        .told())
                .contains("one-way audio", "media address of the caller's offer");
    }

    @Test
    void aCallerWhoIsNotHeard() {
        spoke = false;
        outcome = new Evidence.Result(false, false, false, "no_input", false);
        assertThat(told()).startsWith("Nothing was heard from the caller: check that audio reaches the bridge");

        assertThat(note("media", Map.of("packets_received", 3000, "packets_sent", 3000))
                        .told())
                .contains("though audio arrived", "recording");
    }

    @Test
    void aCallerWhoIsGoneAtOnce() {
        end = ANSWER.plusSeconds(2);
        endedBy = "caller";
        spoke = false;
        outcome = new Evidence.Result(false, false, false, "no_input", false);

        assertThat(told()).contains("within three seconds", "live answers only");
    }

    @Test
    void anAgentThatFailed() {
        assertThat(note("agent-failed", Map.of("fatal", true, "code", "provider_gone"))
                        .told())
                .contains("The agent failed (provider_gone)", "default route");
    }

    @Test
    void aFaultThatTheAgentSurvivedIsNotTheTrouble() {
        assertThat(note("agent-failed", Map.of("fatal", false, "code", "slow"))
                        .asked()
                        .told())
                .startsWith("As expected");
    }

    @Test
    void twoCallsOfOneCorrelation() {
        assertThat(note("correlation-clash", Map.of()).told()).contains("same correlation", "X-CallSessionId");
    }

    @Test
    void severalRegistrationsOfTheSameNumbers() {
        assertThat(note("registration-ambiguous", Map.of()).told()).contains("Several registered calls fit");
    }

    @Test
    void aScriptThatWasToldPendingOnly() {
        endedBy = "caller";

        assertThat(note("outcome-read", Map.of("status", "pending")).told()).contains("add wait=4");
    }

    @Test
    void aTransferThatWouldHaveComeBack() {
        assertThat(note("outbound-refused", Map.of("code", "target_is_self"))
                        .asked()
                        .told())
                .contains("Terminal URI is the carrier's host, never ours");
    }

    @Test
    void aTransferThatIsNotAllowed() {
        assertThat(note("outbound-refused", Map.of("code", "destination_not_allowed"))
                        .asked()
                        .told())
                .contains("settings.outbound");
    }

    @Test
    void aCallThatBrokeOff() {
        endedBy = "fault";
        detail = "no answer to our requests";

        assertThat(told()).contains("broke off: no answer to our requests", "trunk and the firewall");
    }

    @Test
    void aCallThatTheBridgeDidNotSurvive() {
        endedBy = "interrupted";

        assertThat(told()).contains("bridge stopped during the call");
    }

    @Test
    void aWrongCodec() {
        answered = Optional.empty();
        detail = "refused with 488: Offered G729/8000; supported PCMU/8000, PCMA/8000";

        assertThat(told()).contains("before the agent answered", "No common codec: allow G.711");
    }

    @Test
    void anSrtpMismatch() {
        answered = Optional.empty();
        detail = "refused with 488: Audio offered on RTP/SAVP; RTP/AVP is supported";

        assertThat(told()).contains("SRTP does not match");
    }

    @Test
    void everyLineFitsWhatKeepsIt() {
        answered = Optional.empty();
        detail = "x".repeat(500);

        assertThat(told()).hasSize(CallRules.LONGEST).endsWith("…");
    }
}
