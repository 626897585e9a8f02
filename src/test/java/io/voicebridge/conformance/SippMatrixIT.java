package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.Refusal;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.AddressGroup;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.InboundPolicy.Unknown;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.dialog.Sipp;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls with audio between SIPp and a call engine, by the scenarios of {@code src/test/resources/sipp/matrix}. */
@RealPeer("SIPp")
class SippMatrixIT extends SippMatrix {

    private static final AccessList ELSEWHERE = AccessList.of(List.of(AddressGroup.of("elsewhere", "198.51.100.0/24")));

    @Test
    void rejectedInviteAck() throws IOException {
        start(100, Admission.everyone(), call -> call.refuse(new Refusal(486, "Busy")));
        calls("rejected_invite_ack", 5);
    }

    @Test
    void drainInvite503() throws IOException {
        startAndAnswer().refuseNewCalls();
        calls("invite_503", 3);
        assertThat(answered).isEmpty();
    }

    @Test
    void admissionInvite503() throws IOException {
        start(1, Admission.everyone(), this::answer);
        Sipp.Running busy = Sipp.scenario("matrix/graceful_bye")
                .calls(1, 1)
                .with("127.0.0.1:" + engine.boundAddress(Transport.UDP).getPort())
                .start();
        await().until(() -> answered.size() == 1);
        Sipp.scenario("matrix/invite_503").calls(3, 10).succeedsAgainst(engine.boundAddress(Transport.UDP));
        answered.element().hangUp(List.of());
        busy.succeeds();
    }

    @Test
    void drainGracefulBye() throws IOException {
        startAndAnswer();
        Sipp.Running call = Sipp.scenario("matrix/graceful_bye")
                .calls(1, 1)
                .with("127.0.0.1:" + engine.boundAddress(Transport.UDP).getPort())
                .start();
        await().until(() -> answered.size() == 1);
        engine.refuseNewCalls();
        Sipp.scenario("matrix/invite_503").calls(1, 1).succeedsAgainst(engine.boundAddress(Transport.UDP));
        assertThat(ends).isEmpty();
        answered.element().hangUp(List.of());
        call.succeeds();
        await().until(() -> ends.size() == 1);
    }

    @Duty(
            value = "IP ACL",
            says = "a source that is on no list gets 403 where the policy says so, whatever its headers claim")
    @Test
    void trunkUnauthorized403() throws IOException {
        start(100, InboundPolicy.byAddress("matrix", ELSEWHERE, Unknown.REFUSE, Scanners.NONE), this::answer);
        calls("trunk_unauthorized_403", 3);
        assertThat(answered).isEmpty();
    }

    @Rfc(value = "3264, 6", says = "488 with a Warning where no codec fits")
    @Test
    void unsupportedCodec488() throws IOException {
        startAndAnswer();
        calls("unsupported_codec_488", 3);
        assertThat(answered).isEmpty();
    }

    @Rfc(
            value = "3261, 13.2.1, 14.2",
            says = "an INVITE without an offer: ours is in the 200, the answer in the ACK; BYE where none comes")
    @Test
    void delayedOffer() throws IOException {
        startAndAnswer();
        calls("delayed_offer", 3);
        ended(6);
    }

    @Rfc("3261, 13.2.1, 14.2")
    @Test
    void delayedOfferWithoutAnswer() throws IOException {
        startAndAnswer();
        calls("delayed_offer_no_answer", 2);
        ended(4);
    }

    @Rfc(
            value = "3264, 8.4",
            says = "hold and resume are answered with the direction seen from the other side, called or calling")
    @Test
    void reinviteHoldResume() throws IOException {
        startAndAnswer();
        calls("reinvite_hold_resume", 3);
        ended(6);
    }

    @Rfc(
            value = "3261, 14.2; 3264, 8",
            says = "a re-INVITE that cannot be served gets 488 and the session stays as it was")
    @Test
    void reinviteUnsupportedCodec488() throws IOException {
        startAndAnswer();
        calls("reinvite_unsupported_codec_488", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Test
    void outboundRemoteBye() throws IOException {
        dial("outbound_remote_bye", call -> {});
        assertThat(ends.element().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void sessionProgressThenAnswer() throws IOException {
        dial("session_progress_then_answer", call -> call.hangUp(List.of()));
    }

    @Rfc("3264, 8.4")
    @Test
    void outboundBotHold() throws IOException {
        dial("outbound_bot_hold", call -> {});
        assertThat(ends.element().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Rfc("3311")
    @Test
    void updateHoldResume() throws IOException {
        startAndAnswer();
        calls("update_hold_resume", 3);
        ended(6);
    }

    @Rfc("5621, 3, 4")
    @Test
    void isupBesideSdp() throws IOException {
        startAndAnswer();
        calls("isup_beside_sdp", 3);
        ended(6);
    }

    @Rfc("3261, 9.2")
    @Test
    void callerCancelsDuringSetup() throws IOException {
        start(100, Admission.everyone(), call -> {});
        calls("caller_cancels_during_setup", 3);
    }

    @Rfc("4028, 9")
    @Test
    void sessionTimerEcho() throws IOException {
        startAndAnswer();
        calls("session_timer_echo", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Rfc("4028, 5")
    @Test
    void sessionTimer422() throws IOException {
        startAndAnswer();
        calls("session_timer_422", 3);
        ended(6);
    }

    @Rfc("4028, 7.3")
    @Test
    void outboundSessionTimer422() throws IOException {
        dial("outbound_session_timer_422", call -> call.hangUp(List.of()));
    }

    @Rfc(
            value = "5118",
            says = "a call over IPv6: brackets in Via, Contact and Request-URI, IP6 in the session description")
    @Test
    void ipv6Call() throws IOException {
        host = "::1";
        startAndAnswer();
        calls(Sipp.scenario("matrix/ipv6_call").overIpv6().with("-mi", "::1"), Transport.UDP, 3);
        calls(Sipp.scenario("matrix/ipv6_call").overIpv6().with("-mi", "::1").overTcp(), Transport.TCP, 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }
}
