package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTest {

    private static final Customer CUSTOMER = new Customer(
            "wants a quote",
            "+13035550101",
            Map.of(),
            "",
            Customer.Line.QUIET,
            List.of(),
            Customer.Patience.ENDLESS,
            Optional.of(new Customer.Expected(ScriptEnd.Kind.SKILL, "Sales_West", Map.of(), List.of())));

    @Test
    void drawsACallFromTheQueryToTheScreenPop() {
        String ladder = call(
                        at(
                                0,
                                new CallStep.QuerySent(
                                        "q", "POST", "http://127.0.0.1:8080/five9/v1/calls", "{\"a\":\"b\"}")),
                        at(20, new CallStep.QueryAnswered("q", 200, "{}", 20, Map.of("Registration.status", "ok"))),
                        at(21, new CallStep.VariablesSet("Pack the lead", Map.of())),
                        at(
                                22,
                                new CallStep.TransferDialled(
                                        "t",
                                        "+13453453453",
                                        List.of(new SipHeader("X-city", "Denver")),
                                        List.of("city is not sent: the key does not start with X-"))),
                        at(100, new CallStep.TransferAnswered(78)),
                        at(
                                350,
                                new CallStep.Said(
                                        CallStep.Speaker.AGENT,
                                        "Hello, I am calling about your home, and this line is long enough to be"
                                                + " broken into two of them.")),
                        at(4200, new CallStep.Said(CallStep.Speaker.CUSTOMER, "Yes, I own it.")),
                        at(
                                31000,
                                new CallStep.TransferEnded(new TransferEnd.Returned(List.of(
                                        new SipHeader("X-RouteType", "SkillTransfer"), new SipHeader("Reason", "x"))))),
                        at(31010, new CallStep.CaseTaken("c", "outcome is 'qualified'", "To sales", true)),
                        at(31011, new CallStep.Queued("s", "Sales_West", Map.of("summary", "Owns home", "empty", ""))))
                .ladder(Drawing.ASCII);

        assertThat(ladder).isEqualTo("""
                        Customer: wants a quote   correlation C1
                              customer       Five9                                                                              bridge
                          0.00    |            |-- POST /five9/v1/calls ---------------------------------------------------------->|
                                  |            |    {"a":"b"}                                                                      |
                          0.02    |            |<- 200 in 20 ms -------------------------------------------------------------------|
                                  |            |    Registration.status = ok                                                       |
                          0.02    |            * Set Variable: Pack the lead                                                       |
                          0.02    |            |-- INVITE +13453453453 ----------------------------------------------------------->|
                                  |            |    X-city: Denver                                                                 |
                                  |            |    city is not sent: the key does not start with X-                               |
                          0.10    |            |<- 200 OK in 78 ms ----------------------------------------------------------------|
                          0.35    |<===========+== Hello, I am calling about your home, and this line is long enough to be ========|
                                  |            |    broken into two of them.                                                       |
                          4.20    |============+== Yes, I own it. ================================================================>|
                         31.00    |            |<- BYE ----------------------------------------------------------------------------|
                                  |            |    X-RouteType: SkillTransfer                                                     |
                         31.01    |            * Case: outcome is 'qualified', so: To sales                                        |
                         31.01    |            * Skill Transfer to Sales_West: an agent takes the call and sees                    |
                                  |            |    summary = Owns home                                                            |
                        """);
    }

    @Test
    void breaksALongWordThatHasNoBlank() {
        assertThat(Drawing.wrap("abcdefgh ij", 4)).containsExactly("abcd", "efgh", "ij");
    }

    private static Journal.Entry at(long ms, CallStep step) {
        return new Journal.Entry(ms, step);
    }

    private static RehearsedCall call(Journal.Entry... journal) {
        return new RehearsedCall(
                CUSTOMER,
                "C1",
                "cv_1",
                List.of(journal),
                new ScriptEnd.WithAgent("Sales_West", Map.of()),
                List.of(),
                31_011);
    }
}
