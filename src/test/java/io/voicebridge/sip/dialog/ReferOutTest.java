package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REFERs that we send, and what the peer reports (RFC 3515). */
@Rfc(
        value = "3515; 3892; 4488; 6665",
        says =
                "REFER of ours: reports from the first to the last, one before the response too, Refer-Sub: false, none in time, subscription ended; BYE at once when the transfer came about")
class ReferOutTest {

    private static final String TARGET = "tel:+13035550199";

    private final List<ReferState> states = new ArrayList<>();
    private int cseq = 20;

    private WireRequest refer(Standing call, Refer refer) {
        call.dialog().refer(refer, states::add);
        call.pass(Standing.MOMENT);
        return call.peer.requests.stream()
                .filter(r -> r.is("REFER"))
                .findFirst()
                .orElseThrow();
    }

    private Standing accepted() {
        Standing call = Standing.called();
        call.answers(refer(call, Refer.to(TARGET)), 202);
        return call;
    }

    private void notify(Standing call, String state, String fragment) {
        notify(call, "refer", state, fragment);
    }

    private void notify(Standing call, String event, String state, String fragment) {
        call.sends(call.request(
                "NOTIFY",
                cseq++,
                "Event: " + event + "\r\nSubscription-State: " + state + "\r\nContent-Type: message/sipfrag\r\n",
                fragment));
    }

    @Test
    void asksWithTargetReferrerAndHeaders() {
        Standing call = Standing.called();
        Refer refer = Refer.to("sip:+13035550199@example.com")
                .referredBy("sip:bridge@example.com")
                .with(List.of(new SipHeader("X-Reason", "sales")));
        WireRequest sent = refer(call, refer);
        assertThat(sent.header("Refer-To")).contains("<sip:+13035550199@example.com>");
        assertThat(sent.header("Referred-By")).contains("<sip:bridge@example.com>");
        assertThat(sent.header("X-Reason")).contains("sales");
        assertThat(sent.header("Contact")).isPresent();
    }

    @Test
    void followsTheReportsToTheEndAndHangsUpAtOnce() {
        Standing call = accepted();
        notify(call, "active;expires=60", "SIP/2.0 100 Trying\r\n");
        notify(call, "active", "SIP/2.0 180 Ringing\r\n");
        notify(call, "active", "SIP/2.0 180 Ringing\r\n");
        notify(call, "terminated;reason=noresource", "SIP/2.0 200 OK\r\n");
        assertThat(states)
                .containsExactly(
                        new ReferState.Accepted(202),
                        new ReferState.Trying(),
                        new ReferState.Ringing(180),
                        new ReferState.Completed(200));
        assertThat(call.peer.statuses()).containsExactly(200, 200, 200, 200);
        assertThat(call.methods()).containsExactly("REFER", "BYE");
        call.answers(call.last(), 200);
        assertThat(call.callee.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.LOCAL_BYE);
    }

    @Test
    void hangsUpWhenTheSubscriptionEndsWithoutAWord() {
        Standing call = accepted();
        notify(call, "terminated;reason=noresource", "SIP/2.0 100 Trying\r\n");
        assertThat(states).last().isEqualTo(new ReferState.Terminated("noresource"));
        assertThat(call.last().method()).isEqualTo("BYE");
    }

    @Test
    void staysWhenTheTargetRefuses() {
        Standing call = accepted();
        notify(call, "terminated", "SIP/2.0 486 Busy Here\r\n");
        assertThat(states).last().isEqualTo(new ReferState.Failed(486, "Busy Here"));
        assertThat(call.methods()).containsExactly("REFER");
        assertThat(call.callee.ends).isEmpty();
    }

    @Test
    void leavesTheCallToTheListenerWhereThatIsWanted() {
        Standing call = Standing.called();
        call.answers(refer(call, Refer.to(TARGET).then(Refer.Afterwards.STAY)), 202);
        notify(call, "terminated", "SIP/2.0 200 OK");
        assertThat(states).last().isEqualTo(new ReferState.Completed(200));
        assertThat(call.methods()).containsExactly("REFER");
    }

    @Test
    void takesAReportThatOvertakesTheResponse() {
        Standing call = Standing.called();
        WireRequest refer = refer(call, Refer.to(TARGET));
        notify(call, "active", "SIP/2.0 100 Trying");
        call.answers(refer, 202);
        assertThat(states).containsExactly(new ReferState.Trying());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 420, 603})
    void tellsThatThePeerRefuses(int status) {
        Standing call = Standing.called();
        call.answers(refer(call, Refer.to(TARGET)), status);
        assertThat(states).containsExactly(new ReferState.Refused(status, "Whatever"));
        assertThat(call.callee.ends).isEmpty();
    }

    @Test
    void tellsThatThePeerDoesNotAnswer() {
        Standing call = Standing.called();
        refer(call, Refer.to(TARGET));
        call.pass(Duration.ofSeconds(33));
        assertThat(states).containsExactly(new ReferState.Refused(408, "Request Timeout"));
        assertThat(call.callee.ends).isEmpty();
    }

    @Test
    void knowsThatNoReportWillCome() {
        Standing call = Standing.called();
        call.answers(refer(call, Refer.to(TARGET)), 200, "Refer-Sub: false\r\n", new byte[0]);
        assertThat(states).containsExactly(new ReferState.Unreported());
        assertThat(call.last().method()).isEqualTo("BYE");
    }

    @Test
    void losesPatience() {
        Standing call = Standing.called();
        call.answers(refer(call, Refer.to(TARGET).within(Duration.ofSeconds(20))), 202);
        call.pass(Duration.ofSeconds(21));
        assertThat(states).containsExactly(new ReferState.Accepted(202), new ReferState.TimedOut());
        assertThat(call.callee.ends).isEmpty();
    }

    @Test
    void tellsThatTheCallEndedBeforeTheReport() {
        Standing call = accepted();
        call.sends(call.request("BYE", 40, "", ""));
        assertThat(states).last().isEqualTo(new ReferState.Terminated("call-ended"));
        assertThat(call.methods()).containsExactly("REFER");
    }

    @Test
    void waitsForTheAckOfTheCaller() {
        Standing call = Standing.answered();
        call.dialog().refer(Refer.to(TARGET), states::add);
        call.pass(Standing.MOMENT);
        assertThat(call.methods()).isEmpty();
        call.acknowledges();
        assertThat(call.methods()).containsExactly("REFER");
        call.answers(call.last(), 202);
        assertThat(states).containsExactly(new ReferState.Accepted(202));
    }

    @Test
    void isOverWhenTheCallerHangsUpInsteadOfItsAck() {
        Standing call = Standing.answered();
        call.dialog().refer(Refer.to(TARGET), states::add);
        call.sends(call.request("BYE", 2, "", ""));
        assertThat(call.methods()).isEmpty();
        assertThat(states).containsExactly(new ReferState.Terminated("call-ended"));
    }

    @Test
    void isRefusedOnceWeHaveHungUp() {
        Standing call = Standing.answered();
        call.dialog().bye(List.of());
        call.dialog().refer(Refer.to(TARGET), states::add);
        call.pass(Standing.MOMENT);
        assertThat(states).containsExactly(new ReferState.Refused(481, "Call/Transaction Does Not Exist"));
    }

    @Test
    void takesOneAtATime() {
        Standing call = accepted();
        call.dialog().refer(Refer.to(TARGET), states::add);
        call.pass(Standing.MOMENT);
        assertThat(states).last().isEqualTo(new ReferState.Refused(491, "Request Pending"));
    }

    @ParameterizedTest
    @CsvSource({
        "refer, 200",
        "refer;id=1, 200",
        "refer;id=77, 481",
        "message-summary, 489",
        "'', 489",
        "dialog;id=1, 489"
    })
    void takesReportsOfItsOwnSubscriptionOnly(String event, int status) {
        Standing call = accepted();
        notify(call, event, "active", "SIP/2.0 180 Ringing");
        assertThat(call.peer.last().status()).isEqualTo(status);
        assertThat(states).hasSize(status == 200 ? 2 : 1);
    }

    @Test
    void answers481ToAReportThatNobodyAskedFor() {
        Standing call = Standing.called();
        notify(call, "active", "SIP/2.0 200 OK");
        assertThat(call.peer.statuses()).containsExactly(481);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "SIP/2.0 ", "SIP/2.0 9x9 A", "SIP/2.0 099 A", "SIP/2.0 999 A", "HTTP/1.1 200 OK"})
    void ignoresFragmentsThatAreNone(String fragment) {
        Standing call = accepted();
        notify(call, "active", fragment);
        assertThat(call.peer.last().status()).isEqualTo(200);
        assertThat(states).containsExactly(new ReferState.Accepted(202));
    }

    @Rfc(value = "3891, 6.1", says = "Replaces in Refer-To, escaped")
    @Test
    void namesTheCallThatIsReplaced() {
        Refer refer = Refer.to("sip:agent@example.com").replacing(new Refer.Replaces("a@b?c", "t1", "f1"));
        assertThat(refer.referTo())
                .isEqualTo("<sip:agent@example.com?Replaces=a%40b%3Fc%3Bto-tag%3Dt1%3Bfrom-tag%3Df1>");
    }

    @Rfc(
            value = "3515, 2.1",
            says = "Refer-To names a call and nothing else: no headers, no method; targets by allow-list")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:x@example.com?Replaces=1",
                "sip:x@example.com?Route=%3Csip:evil%3E",
                "sip:x@example.com;method=BYE",
                "sip:x@example.com;Method=MESSAGE",
                "http://example.com",
                "urn:service:sos",
                "sip:x@example.com>, <sip:y@example.com",
                "sip:x@example.com\r\nX-A: b",
                "",
                "+13035550199"
            })
    @Duty("Refer-To")
    void refusesTargetsThatAskForMoreThanACall(String target) {
        assertThatThrownBy(() -> Refer.to(target)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Duty("Header injection")
    void refusesHeadersThatAreTheStacks() {
        assertThatThrownBy(() -> Refer.to(TARGET).with(List.of(new SipHeader("Refer-To", "<sip:x@y>"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Refer.to(TARGET).with(List.of(new SipHeader("r", "<sip:x@y>"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
