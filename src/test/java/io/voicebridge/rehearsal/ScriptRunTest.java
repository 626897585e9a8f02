package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.sip.SipHeader;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptRunTest {

    private final Journal journal = new Journal(System::nanoTime);
    private final List<SipHeader> sent = new ArrayList<>();
    private String dialled;
    private TransferEnd end = new TransferEnd.Returned(List.of());

    @Test
    @Five9({Five9Habit.BYE_HEADERS, Five9Habit.ENDINGS})
    void sendsTheListAsHeadersAndTakesThoseOfTheByeBack() throws InterruptedException {
        end = new TransferEnd.Returned(List.of(
                new SipHeader("X-RouteType", "SkillTransfer"),
                new SipHeader("X-RouteValue", "Sales_West"),
                new SipHeader("Reason", "SIP")));

        ScriptEnd result = run("""
                script: s
                skills: [Sales_West]
                variables: {ToIVA: {}, FromIVA: {}, value: ""}
                modules:
                  - {module: Set Variable, name: pack, set: ['ToIVA = PUT(ToIVA, "X-city", Contact.city)']}
                  - {module: 3rd Party Transfer, name: t, number: "${Bridge.number}", sendData: ToIVA, receiveData: FromIVA}
                  - {module: Set Variable, name: unpack, set: ['value = GET(FromIVA, "X-RouteValue")']}
                  - {module: Skill Transfer, name: sales, skill: "${value}", screenPop: [Contact.city, FromIVA]}
                """);

        assertThat(dialled).isEqualTo("+13453453453");
        assertThat(sent).containsExactly(new SipHeader("X-city", "Denver"));
        assertThat(result)
                .isEqualTo(new ScriptEnd.WithAgent(
                        "Sales_West",
                        Map.of(
                                "Contact.city", "Denver",
                                "FromIVA", "X-RouteType=SkillTransfer,X-RouteValue=Sales_West")));
    }

    @Test
    @Five9(Five9Habit.CASE_WORDS)
    void comparesCasesLetterByLetter() throws InterruptedException {
        assertThat(caseOf("qualified")).isEqualTo(new ScriptEnd.Disposed("yes"));
        assertThat(caseOf("Qualified")).isEqualTo(new ScriptEnd.Disposed("other"));
        assertThat(caseOf("")).isEqualTo(new ScriptEnd.Disposed("other"));
    }

    private ScriptEnd caseOf(String value) throws InterruptedException {
        return run("""
                script: s
                variables: {outcome: "%s"}
                modules:
                  - {module: Case, name: c, variable: outcome, branches: {qualified: one}, noMatch: two}
                  - {module: Hangup, name: one, disposition: "yes"}
                  - {module: Hangup, name: two, disposition: other}
                """.formatted(value));
    }

    @Test
    @Five9(Five9Habit.ENDINGS)
    void takesTheFailureBranchWhenTheNumberIsNotReached() throws InterruptedException {
        end = new TransferEnd.NotReached(404, "Not Found");

        assertThat(run(TRANSFER)).isEqualTo(new ScriptEnd.Disposed("not reached"));
    }

    @Test
    @Five9(Five9Habit.ENDINGS)
    void runsTheHangupLaneWhenTheCustomerLeaves() throws InterruptedException {
        end = new TransferEnd.CustomerHungUp();

        assertThat(run(TRANSFER)).isEqualTo(new ScriptEnd.Disposed("left Denver"));
    }

    @Test
    void disposesOfACallerWhoLeavesWhenThereIsNoHangupLane() throws InterruptedException {
        end = new TransferEnd.CustomerHungUp();

        assertThat(run("script: s\nmodules: [{module: 3rd Party Transfer, name: t, number: '1'}]"))
                .isEqualTo(new ScriptEnd.Disposed("Caller Disconnected"));
    }

    @Test
    void doesNotComeBackWhenReturnIsNotChecked() throws InterruptedException {
        assertThat(run(
                        "script: s\nmodules: [{module: 3rd Party Transfer, name: t, number: '1', returnAfterCall: false},"
                                + " {module: Hangup, name: h, disposition: D}]"))
                .isEqualTo(new ScriptEnd.Stopped("the call does not return after the transfer, so 'h' is not reached:"
                        + " check Return After 3rd Party Call"));
    }

    @Test
    void isOverWithATransferThatNothingFollows() throws InterruptedException {
        assertThat(
                        run(
                                "script: s\nmodules: [{module: 3rd Party Transfer, name: t, number: '1', returnAfterCall: false}]"))
                .isEqualTo(new ScriptEnd.Disposed("Transferred To 3rd Party"));
    }

    @Test
    void goesOnFromASkillThatNobodyHas() throws InterruptedException {
        assertThat(run("""
                        script: s
                        skills: [Sales_West]
                        modules:
                          - {module: Skill Transfer, name: t, skill: sales_west, next: nobody}
                          - {module: Hangup, name: nobody, disposition: Queue Timeout}
                        """)).isEqualTo(new ScriptEnd.Disposed("Queue Timeout"));
    }

    @Test
    void stopsAScriptThatGoesRoundInCircles() throws InterruptedException {
        assertThat(run("script: s\nmodules: [{module: Set Variable, name: a, next: a}]"))
                .isEqualTo(new ScriptEnd.Stopped("the script ran 200 modules without an end"));
    }

    @Test
    @Five9(Five9Habit.TEN_HEADERS)
    void sendsOnlyTenHeadersAndOnlyThoseWithThePrefix() {
        KeyValues list = KeyValues.EMPTY.with("city", "Denver").with("x-name", "Jo\r\nX-admin: yes");
        for (int i = 0; i < 10; i++) {
            list = list.with("X-" + i, "v");
        }

        SentData data = SentData.of(list);

        assertThat(data.headers()).hasSize(10).startsWith(new SipHeader("x-name", "Jo X-admin: yes"));
        assertThat(data.notes())
                .containsExactly(
                        "city is not sent: the key does not start with X-", "X-9 is not sent: Five9 takes 10 headers");
    }

    private static final String TRANSFER = """
            script: s
            modules:
              - {module: 3rd Party Transfer, name: t, number: "1", onFailure: failed}
              - {module: Hangup, name: back, disposition: back}
              - {module: Hangup, name: failed, disposition: not reached}
            onHangup:
              - {module: Hangup, name: left, disposition: "left ${Contact.city}"}
            """;

    private ScriptEnd run(String yaml) throws InterruptedException {
        ThirdParty thirdParty = (number, headers, ringTimeout) -> {
            dialled = number;
            sent.addAll(headers);
            assertThat(ringTimeout).isEqualTo(Duration.ofSeconds(30));
            return end;
        };
        return new ScriptRun(
                        IvrScript.parse("script.yaml", yaml),
                        Map.of("Bridge.number", "+13453453453", "Contact.city", "Denver"),
                        thirdParty,
                        new QueryClient(HttpClient.newHttpClient(), name -> Map.of(), address -> address),
                        journal)
                .run();
    }
}
