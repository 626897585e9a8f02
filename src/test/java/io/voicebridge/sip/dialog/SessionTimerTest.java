package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.SessionTimers.Refreshed;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Session timers on a clock that the test moves (RFC 4028). */
class SessionTimerTest {

    private static final String KNOWS = "Supported: timer\r\n";
    private static final String ALLOWS = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n";
    private static final SessionTimers ALL =
            new SessionTimers(Duration.ofSeconds(600), Duration.ofSeconds(90), Refreshed.ALL);
    private static final SessionTimers NONE =
            new SessionTimers(Duration.ZERO, Duration.ofSeconds(90), Refreshed.WHO_SUPPORT_TIMERS);

    private static String asks(String value) {
        return KNOWS + "Session-Expires: " + value + "\r\n";
    }

    private static Optional<String> interval(WireResponse response) {
        return response.header("Session-Expires");
    }

    private static void refreshes(Standing call) {
        call.answers(call.last(), 200, KNOWS + "Session-Expires: 600;refresher=uac\r\n", new byte[0]);
    }

    @Rfc(
            value = "4028, 9",
            says =
                    "called: who refreshes is what the caller says, else the caller if it has asked, else we, where the caller"
                            + " knows timers; Require: timer in the 2xx")
    @ParameterizedTest
    @CsvSource({
        "600,            600;refresher=uac, timer",
        "600;refresher=uac, 600;refresher=uac, timer",
        "600;refresher=uas, 600;refresher=uas, timer",
        "600;Refresher=UAS;x=y, 600;refresher=uas, timer",
        "90,             90;refresher=uac,  timer",
        "4000000000,     1800;refresher=uas, timer",
        "soon,           1800;refresher=uas, timer",
    })
    void choosesTheRefresher(String asked, String answered, String required) {
        Standing call = Standing.called(asks(asked));
        assertThat(interval(call.answered)).contains(answered);
        assertThat(call.answered.header("Require")).contains(required);
        assertThat(call.answered.header("Supported")).get().asString().contains("timer");
    }

    @Rfc("4028, 9")
    @Test
    void asksForATimerWhereTheCallerKnowsThem() {
        assertThat(interval(Standing.called(KNOWS).answered)).contains("1800;refresher=uas");
        assertThat(interval(Standing.called(KNOWS + "Min-SE: 2400\r\n").answered))
                .as("not below what the caller wants at least")
                .contains("2400;refresher=uas");
    }

    @Rfc("4028, 9")
    @Test
    void leavesACallerAloneThatSaysNothingOfTimers() {
        Standing call = Standing.called("");
        assertThat(interval(call.answered)).isEmpty();
        assertThat(call.answered.header("Require")).isEmpty();
        call.pass(Duration.ofHours(2));
        assertThat(call.methods()).isEmpty();
    }

    @Rfc("4028, 9")
    @Test
    void refreshesItselfWhatAProxyAskedFor() {
        Standing call = Standing.called("Session-Expires: 600;refresher=uac\r\n");
        assertThat(interval(call.answered)).contains("600;refresher=uas");
        assertThat(call.answered.header("Require")).isEmpty();
        call.pass(Duration.ofSeconds(300));
        assertThat(call.methods()).containsExactly("INVITE");
    }

    @Rfc(
            value = "4028, 5",
            says =
                    "422 with our Min-SE to an INVITE, re-INVITE or UPDATE that asks for less; one without timers is let pass")
    @Test
    void refusesTooSmallAnInterval() {
        SimulatedNetwork network =
                new SimulatedNetwork().with(new SessionTimers(Duration.ZERO, Duration.ofSeconds(300), Refreshed.ALL));
        Callee callee = Callee.whoWaits();
        SimulatedNetwork.Agent agent = network.agent(5060, callee);
        SimulatedNetwork.Peer caller = network.peer(5070);
        Script script = new Script(caller.address, "UDP");
        script.extra = asks("200");
        caller.sends(script.invite(), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(caller.statuses()).containsExactly(422);
        assertThat(caller.last().header("Min-SE")).contains("300");
        assertThat(callee.refused).extracting("condition").containsExactly("session-interval-too-small");
        assertThat(agent.remembered()).isZero();
        script.extra = "Session-Expires: 200\r\n";
        caller.sends(script.invite().replace("z9hG4bKi1", "z9hG4bKi2"), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(caller.last().status()).isEqualTo(100);
    }

    @Rfc("4028, 5")
    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void refusesTooSmallAnIntervalInTheCall(String method) {
        Standing call = Standing.called(asks("600"));
        call.sends(call.request(method, 2, asks("60") + "Contact: <sip:caller@192.0.2.70:5070>\r\n", ""));
        assertThat(call.peer.last().status()).isEqualTo(422);
        assertThat(call.peer.last().header("Min-SE")).contains("90");
        assertThat(call.callee.reoffers).isEmpty();
        assertThat(call.callee.ends).isEmpty();
    }

    @Rfc(
            value = "4028, 10",
            says = "BYE with a Reason shortly before the end, if nobody has refreshed: a third earlier, at most 32 s")
    @Test
    void hangsUpWhenNobodyRefreshes() {
        Standing call = Standing.called(asks("600;refresher=uac"));
        call.pass(Duration.ofSeconds(567));
        assertThat(call.methods()).isEmpty();
        call.pass(Duration.ofSeconds(2));
        assertThat(call.methods()).startsWith("BYE");
        assertThat(call.last().header("Reason")).contains("SIP;cause=408;text=\"Session timer expired\"");
        assertThat(call.callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.SESSION_EXPIRED);
        call.pass(Duration.ofSeconds(40));
        assertThat(call.agent.remembered()).isZero();
    }

    @Rfc(
            value = "4028, 4",
            says = "every re-INVITE and UPDATE of the peer refreshes the session, also one that does not say so")
    @Test
    void isRefreshedByThePeer() {
        Standing call = Standing.called(asks("600;refresher=uac"));
        call.pass(Duration.ofSeconds(300));
        call.sends(call.request("UPDATE", 2, asks("400;refresher=uac"), ""));
        assertThat(call.peer.last().status()).isEqualTo(200);
        assertThat(interval(call.peer.last())).contains("400;refresher=uac");
        call.pass(Duration.ofSeconds(300));
        call.sends(call.request(
                "INVITE",
                3,
                KNOWS + "Contact: <sip:caller@192.0.2.70:5070>\r\nContent-Type: application/sdp\r\n",
                Script.SDP));
        call.callee.reoffers.get(0).answer(Callee.SDP);
        call.pass(Standing.MOMENT);
        assertThat(interval(call.peer.last())).contains("400;refresher=uac");
        call.sends(call.request("ACK", 3, "", ""));
        call.pass(Duration.ofSeconds(360));
        assertThat(call.callee.ends).isEmpty();
        call.pass(Duration.ofSeconds(10));
        assertThat(call.callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.SESSION_EXPIRED);
    }

    @Rfc(
            value = "4028, 7.4, 10",
            says =
                    "ours to refresh: at half of the time, by UPDATE where the peer allows it, else by a re-INVITE with the very"
                            + " description that stands")
    @Test
    void refreshesByUpdateWhereThePeerAllowsIt() {
        Standing call = Standing.called(asks("600;refresher=uas") + ALLOWS);
        for (int i = 1; i <= 3; i++) {
            call.pass(Duration.ofSeconds(300));
            WireRequest update = call.last();
            assertThat(call.methods()).hasSize(i).containsOnly("UPDATE");
            assertThat(update.hasBody()).isFalse();
            assertThat(update.header("Session-Expires")).contains("600;refresher=uac");
            assertThat(update.header("Supported")).get().asString().contains("timer");
            assertThat(update.cseq().number()).isEqualTo(i);
            refreshes(call);
        }
        assertThat(call.callee.ends).isEmpty();
    }

    @Rfc("4028, 7.4, 10")
    @Test
    void refreshesByAReinviteWithTheDescriptionThatStands() {
        Standing call = Standing.called(asks("600;refresher=uas") + "Allow: INVITE, ACK, BYE\r\n");
        call.pass(Duration.ofSeconds(300));
        assertThat(call.methods()).containsExactly("INVITE");
        assertThat(call.last().body()).as("byte for byte what we answered").isEqualTo(Callee.SDP);
        call.answers(call.last(), 200, KNOWS + "Session-Expires: 600;refresher=uac\r\n", Callee.SDP);
        assertThat(call.methods()).containsExactly("INVITE", "ACK");
        assertThat(call.callee.refreshed).singleElement().satisfies(ok -> assertThat(ok.body())
                .isEqualTo(Callee.SDP));
        call.pass(Duration.ofSeconds(290));
        assertThat(call.methods()).hasSize(2);
        call.pass(Duration.ofSeconds(10));
        assertThat(call.methods()).hasSize(3);
    }

    @Rfc("4028, 7.4, 10")
    @ParameterizedTest
    @ValueSource(ints = {405, 501})
    void goesOverToReinviteWhereUpdateIsNotUnderstood(int status) {
        Standing call = Standing.called(asks("600;refresher=uas") + ALLOWS);
        call.pass(Duration.ofSeconds(300));
        call.answers(call.last(), status);
        assertThat(call.methods()).containsExactly("UPDATE", "INVITE");
    }

    @Rfc(
            value = "4028, 7.3, 10",
            says =
                    "a refresh that is refused is tried again until the time is over; 408, 481 or silence ends the call at once")
    @Test
    void triesARefusedRefreshAgain() {
        Standing call = Standing.called(asks("600;refresher=uas") + ALLOWS);
        call.pass(Duration.ofSeconds(300));
        call.answers(call.last(), 500);
        call.pass(Duration.ofSeconds(10));
        assertThat(call.methods()).containsExactly("UPDATE", "UPDATE");
        call.answers(call.last(), 491);
        call.pass(Duration.ofSeconds(10));
        refreshes(call);
        assertThat(call.methods()).hasSize(3);
        assertThat(call.callee.ends).isEmpty();
    }

    @Rfc("4028, 7.3, 10")
    @ParameterizedTest
    @ValueSource(ints = {408, 481, 0})
    void hangsUpWhenThePeerHasLostTheCall(int status) {
        Standing call = Standing.called(asks("600;refresher=uas") + ALLOWS);
        call.pass(Duration.ofSeconds(300));
        if (status > 0) {
            call.answers(call.last(), status);
        } else {
            call.pass(Duration.ofSeconds(33));
        }
        assertThat(call.methods()).startsWith("UPDATE").contains("BYE");
        assertThat(call.callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.PEER_LOST);
    }

    @Rfc("4028, 7.3, 10")
    @Test
    void endsACallWhoseRefreshIsRefusedAllAlong() {
        Standing call = Standing.called(asks("90;refresher=uas") + ALLOWS);
        for (int i = 0; i < 6; i++) {
            call.pass(Duration.ofSeconds(10));
            call.peer.requests.stream()
                    .filter(r -> r.is("UPDATE"))
                    .skip(i == 0 ? 0 : i - 1)
                    .forEach(r -> call.answers(r, 500));
        }
        call.pass(Duration.ofSeconds(10));
        assertThat(call.callee.ends).extracting(DialogEnd::cause).containsExactly(Cause.SESSION_EXPIRED);
    }

    @Rfc(
            value = "4028, 7.3",
            says = "after a peer's 422 again, once for an INVITE, with the interval that its Min-SE asks for")
    @Test
    void refreshesWithALongerIntervalAfter422() {
        Standing call = Standing.called(asks("600;refresher=uas") + ALLOWS);
        call.pass(Duration.ofSeconds(300));
        call.answers(call.last(), 422, "Min-SE: 900\r\n", new byte[0]);
        assertThat(call.methods()).containsExactly("UPDATE", "UPDATE");
        assertThat(call.last().header("Session-Expires")).contains("900;refresher=uac");
        assertThat(call.last().header("Min-SE")).contains("900");
    }

    @Rfc("4028, 7.3")
    @Test
    void callsAgainOnceAfter422() {
        Standing call = new Standing();
        call.agent.calls(call.peer.address, Transport.UDP, Duration.ofSeconds(60), call.caller);
        call.pass(Standing.MOMENT);
        WireRequest first = call.last();
        assertThat(first.header("Session-Expires")).contains("1800");
        assertThat(first.header("Min-SE")).isEmpty();
        call.answers(first, 422, "Min-SE: 3600\r\n", new byte[0]);
        assertThat(call.methods()).containsExactly("INVITE", "ACK", "INVITE");
        assertThat(call.last().header("Session-Expires")).contains("3600");
        assertThat(call.last().header("Min-SE")).contains("3600");
        assertThat(call.last().callId()).isEqualTo(first.callId());
        assertThat(call.last().cseq().number()).isEqualTo(2);
        call.answers(call.last(), 422, "Min-SE: 7200\r\n", new byte[0]);
        assertThat(call.caller.failures).containsExactly(422);
    }

    @Rfc("4028, 7.3")
    @ParameterizedTest
    @ValueSource(strings = {"", "Min-SE: 90\r\n", "Min-SE: 99999999999\r\n", "Min-SE: often\r\n"})
    void doesNotCallAgainAfterA422ThatMakesNoSense(String header) {
        Standing call = new Standing();
        call.agent.calls(call.peer.address, Transport.UDP, Duration.ofSeconds(60), call.caller);
        call.pass(Standing.MOMENT);
        call.answers(call.last(), 422, header, new byte[0]);
        assertThat(call.caller.failures).containsExactly(422);
    }

    @Rfc(
            value = "4028, 7.2",
            says =
                    "calling: Session-Expires in our INVITE; who refreshes is what the 2xx says, none if it says nothing")
    @Test
    void refreshesACallThatItPlaced() {
        Standing call = Standing.calling("Require: timer\r\nSession-Expires: 600;refresher=uac\r\n" + ALLOWS);
        call.pass(Duration.ofSeconds(300));
        assertThat(call.methods()).containsExactly("UPDATE");
        assertThat(call.last().header("Session-Expires")).contains("600;refresher=uac");
    }

    @Rfc("4028, 7.2")
    @Test
    void waitsForTheCalledSideToRefresh() {
        Standing call = Standing.calling("Session-Expires: 600;refresher=uas\r\n" + ALLOWS);
        call.pass(Duration.ofSeconds(500));
        assertThat(call.methods()).isEmpty();
        call.pass(Duration.ofSeconds(69));
        assertThat(call.caller.ends).extracting(DialogEnd::cause).containsExactly(Cause.SESSION_EXPIRED);
    }

    @Rfc("4028, 7.2")
    @Test
    void doesWithoutATimerWhereThe2xxHasNone() {
        Standing call = Standing.calling(ALLOWS);
        call.pass(Duration.ofHours(2));
        assertThat(call.methods()).isEmpty();
        assertThat(call.caller.ends).isEmpty();
    }

    @Test
    void refreshesEveryPeerIfAskedTo() {
        Standing call = Standing.called(ALLOWS, ALL);
        assertThat(interval(call.answered)).contains("600;refresher=uas");
        assertThat(call.answered.header("Require")).isEmpty();
        for (int i = 1; i <= 2; i++) {
            call.pass(Duration.ofSeconds(300));
            assertThat(call.methods()).hasSize(i).containsOnly("UPDATE");
            call.answers(call.last(), 200);
        }
    }

    @Test
    void asksForNoTimerIfToldSo() {
        Standing call = Standing.called(KNOWS, NONE);
        assertThat(interval(call.answered)).isEmpty();
        assertThat(interval(Standing.called(asks("600"), NONE).answered))
                .as("what a peer asks for is done all the same")
                .contains("600;refresher=uac");
    }

    @Test
    void endsItsTimersWithTheCall() {
        Standing call = Standing.called(asks("600;refresher=uas"));
        call.dialog().bye(List.of());
        call.pass(Standing.MOMENT);
        call.answers(call.last(), 200);
        call.pass(Duration.ofSeconds(70));
        assertThat(call.agent.remembered()).isZero();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new SessionTimers(Duration.ZERO, Duration.ofSeconds(89), Refreshed.ALL))
                .hasMessageContaining("90 s or more");
        assertThatThrownBy(() -> new SessionTimers(Duration.ofSeconds(100), Duration.ofSeconds(120), Refreshed.ALL))
                .hasMessageContaining("not below the least of 120 s");
    }
}
