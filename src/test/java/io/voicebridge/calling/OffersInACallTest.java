package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of our session description while a call goes on (RFC 3264 section 8). */
class OffersInACallTest {

    private static final String SDP_TYPE = "Content-Type: application/sdp\r\n";
    private static final Pattern ORIGIN = Pattern.compile("o=- (\\d+) (\\d+) IN");

    private CallEngine engine;
    private RawCaller caller;

    @BeforeEach
    void start() throws IOException {
        engine = CallEngine.start(CallEngineSettings.loopback(), call -> {
            PhoneCall phone = new PhoneCall();
            call.answer(phone, phone, Optional.empty());
        });
        caller = new RawCaller(engine.boundAddress(Transport.UDP));
    }

    @AfterEach
    void stop() throws IOException {
        caller.close();
        engine.close();
    }

    private String calls(String sdp) throws IOException {
        String ok = caller.invites(SDP_TYPE, sdp).response();
        caller.sends("ACK", 1, "", "");
        return ok;
    }

    private String reinvites(int cseq, String sdp) throws IOException {
        String answer =
                caller.sends("INVITE", cseq, sdp.isEmpty() ? "" : SDP_TYPE, sdp).response();
        caller.sends("ACK", cseq, "", "");
        return answer;
    }

    private static int version(String message) {
        Matcher origin = ORIGIN.matcher(message);
        assertThat(origin.find()).as("an o= line in %s", message).isTrue();
        return Integer.parseInt(origin.group(2));
    }

    @Rfc(
            value = "3264, 8",
            says =
                    "the version of our o= line rises when our description changes, and never for an offer that is refused")
    @Test
    void countsChangesOnly() throws IOException {
        int first = version(calls(RawCaller.SDP));
        assertThat(version(reinvites(2, RawCaller.SDP))).as("the same again").isEqualTo(first);
        assertThat(version(reinvites(3, RawCaller.SDP + "a=sendonly\r\n")))
                .as("hold")
                .isEqualTo(first + 1);
        assertThat(reinvites(4, RawCaller.SDP.replace("AVP 0", "AVP 18"))).startsWith("SIP/2.0 488 ");
        assertThat(version(reinvites(5, RawCaller.SDP + "a=sendonly\r\n"))).isEqualTo(first + 1);
        assertThat(version(reinvites(6, RawCaller.SDP))).as("resume").isEqualTo(first + 2);
    }

    @Rfc(
            value = "3261, 14.2; 3264, 8",
            says =
                    "a re-INVITE without an offer gets all that we can do, each media line in its place; the answer in its ACK is done")
    @Test
    void offersAllItCanDoAndFollowsTheAnswer() throws IOException {
        String video = "m=video 40002 RTP/AVP 96\r\n";
        int first = version(calls(RawCaller.SDP.replace("m=audio", video + "m=audio")));
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(5_000);
            String offer = caller.sends("INVITE", 2, "", "").response();
            assertThat(offer).containsSubsequence("m=video 0 ", "m=audio ", "PCMU/8000", "PCMA/8000", "a=sendrecv");
            assertThat(version(offer)).isEqualTo(first + 1);
            String answer = RawCaller.SDP
                    .replace("m=audio 40000 RTP/AVP 0", "m=video 0 RTP/AVP 96\r\nm=audio 40000 RTP/AVP 8")
                    .replace("40000", Integer.toString(other.getLocalPort()));
            caller.sends("ACK", 2, SDP_TYPE, answer);
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            other.receive(packet);
            assertThat(packet.getData()[1] & 0x7f).as("PCMA from now on").isEqualTo(8);
        }
    }

    @Test
    void keepsTheAudioWhereTheAckHasNoAnswer() throws IOException {
        calls(RawCaller.SDP);
        int offered = version(reinvites(2, ""));
        assertThat(version(reinvites(3, ""))).as("nothing has changed").isEqualTo(offered);
        assertThat(caller.sends("BYE", 4, "", "").response()).startsWith("SIP/2.0 200 ");
    }
}
