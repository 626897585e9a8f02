package io.voicebridge.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.dialog.SipUserAgent;
import io.voicebridge.sip.dialog.UserAgentSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls as carriers write them, over TCP to a user agent that answers. */
class CarrierHabitsTest implements DialogListener {

    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
            + "m=audio 40000 RTP/AVP 0\r\n";

    private final Queue<IncomingInvite> invites = new ConcurrentLinkedQueue<>();
    private final Queue<Dialog> dialogs = new ConcurrentLinkedQueue<>();
    private final Queue<DialogEnd> ends = new ConcurrentLinkedQueue<>();
    private UserAgent agent;
    private Socket carrier;
    private AnswerStream answers;

    @BeforeEach
    void start() throws IOException {
        agent = SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.TCP, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
                        .loops(1)
                        .build(),
                invite -> {
                    invites.add(invite);
                    dialogs.add(invite.answer(new byte[0], List.of(), this));
                });
        InetSocketAddress target = agent.boundAddress(Transport.TCP);
        carrier = new Socket(target.getAddress(), target.getPort());
        carrier.setSoTimeout(10_000);
        answers = new AnswerStream(carrier.getInputStream());
    }

    @AfterEach
    void stop() throws IOException {
        carrier.close();
        agent.close();
    }

    @Override
    public void reoffered(Reoffer reoffer) {
        reoffer.reject(488, "", List.of());
    }

    @Override
    public void ended(DialogEnd end) {
        ends.add(end);
    }

    private void send(String... messages) throws IOException {
        carrier.getOutputStream().write(String.join("", messages).getBytes(UTF_8));
    }

    private String finalAnswer() throws IOException {
        String answer = answers.next();
        while (answer.startsWith("SIP/2.0 1")) {
            answer = answers.next();
        }
        return answer;
    }

    private static String message(String startLine, String headers, String body) {
        return startLine + " SIP/2.0\r\n" + headers.replace("\n", "\r\n") + "Content-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    private static String invite(String callId, String more) {
        return message(
                "INVITE sip:+13453453453@192.0.2.60",
                "Via: SIP/2.0/TCP 192.0.2.10:5060;branch=z9hG4bK" + Integer.toHexString(callId.hashCode()) + "\n"
                        + "Max-Forwards: 69\nFrom: <sip:+13035550100@192.0.2.10>;tag=f1\nTo: <sip:+13453453453@192.0.2.60>\n"
                        + "Call-ID: " + callId + "\nCSeq: 1 INVITE\nContact: <sip:192.0.2.10:5060;transport=tcp>\n"
                        + more
                        + "Content-Type: application/sdp\n",
                SDP);
    }

    private static String tag(String answer) {
        int from = answer.indexOf("To: ");
        int at = answer.indexOf(";tag=", from) + 5;
        return answer.substring(at, answer.indexOf("\r\n", at));
    }

    @Carrier(
            value = "Telnyx",
            says =
                    "compact forms of every header that has one, as it sends by default, are the long ones; `X-` headers beside them"
                            + " keep their names")
    @Test
    void compactForms() throws IOException {
        send("INVITE sip:+13453453453@192.0.2.60 SIP/2.0\r\nv: SIP/2.0/TCP 192.76.120.10;branch=z9hG4bKc1;rport\r\n"
                + "Max-Forwards: 60\r\nf: \"+13035550100\" <sip:+13035550100@192.76.120.10>;tag=c1\r\n"
                + "t: <sip:+13453453453@192.0.2.60>\r\ni: 3d1b1a4a-compact\r\nCSeq: 7 INVITE\r\n"
                + "m: <sip:mod_sofia@192.76.120.10:5060;transport=tcp>\r\nk: timer, path, replaces\r\n"
                + "X-call_leg_id: 428c31b6\r\nX-call_session_id: 1b26f8c3\r\nc: application/sdp\r\nl: " + SDP.length()
                + "\r\n\r\n" + SDP);
        assertThat(finalAnswer()).startsWith("SIP/2.0 200 ").contains("Call-ID: 3d1b1a4a-compact\r\n");
        IncomingInvite invite = invites.element();
        assertThat(invite.request().header("From")).get().asString().contains("tag=c1");
        assertThat(invite.request().header("Supported")).contains("timer, path, replaces");
        assertThat(invite.request().headers())
                .contains(new SipHeader("X-call_leg_id", "428c31b6"), new SipHeader("X-call_session_id", "1b26f8c3"));
    }

    @Carrier(
            value = "Twilio",
            says =
                    "Record-Route with `twnat` and other parameters goes into the 200 and back as the Route of our BYE, byte for byte")
    @Test
    void recordRouteWithParameters() throws IOException {
        String route = "<sip:54.172.60.1:5060;transport=tcp;lr;ftag=f1;twnat=sip:172.21.9.4:5060>";
        send(invite("twnat-1@10.0.0.1", "Record-Route: " + route + "\n"));
        String ok = finalAnswer();
        assertThat(ok).startsWith("SIP/2.0 200 ").contains("Record-Route: " + route + "\r\n");
        send(message(
                "ACK sip:192.0.2.60",
                "Via: SIP/2.0/TCP 192.0.2.10:5060;branch=z9hG4bKack\nMax-Forwards: 69\n"
                        + "From: <sip:+13035550100@192.0.2.10>;tag=f1\nTo: <sip:+13453453453@192.0.2.60>;tag=" + tag(ok)
                        + "\nCall-ID: twnat-1@10.0.0.1\nCSeq: 1 ACK\n",
                ""));
        dialogs.element().bye(List.of(new SipHeader("X-Five9-Disposition", "Sold")));
        assertThat(answers.next())
                .startsWith("BYE sip:192.0.2.10:5060;transport=tcp SIP/2.0\r\n")
                .contains("Route: " + route + "\r\n")
                .contains("X-Five9-Disposition: Sold\r\n");
    }

    @Carrier(
            value = "Five9",
            says =
                    "Call-IDs in the style of BroadWorks, and ones with dots and slashes, are names and never paths; `x-` headers in any"
                            + " case are the same")
    @Test
    void callIdsOfBroadWorksAndHeadersInAnyCase() throws IOException {
        for (String callId :
                List.of("BW093412345221122-1463925612@198.51.100.20", "../../etc/passwd@x", "BW1:2'3%41")) {
            send(invite(callId, "x-callani: +13035550100\nX-CALLDNIS: 8005550199\nX-city: Z\u00fcrich\n"));
            assertThat(finalAnswer()).startsWith("SIP/2.0 200 ").contains("Call-ID: " + callId + "\r\n");
        }
        assertThat(invites).hasSize(3).allSatisfy(invite -> {
            assertThat(invite.request().header("X-CallANI")).contains("+13035550100");
            assertThat(invite.request().header("x-calldnis")).contains("8005550199");
            assertThat(invite.request().header("X-City")).contains("Z\u00fcrich");
        });
    }

    @Carrier(value = "Twilio", says = "double CRLF between messages keeps the connection alive and is answered")
    @Test
    void keepAliveBetweenMessages() throws IOException {
        send("\r\n\r\n");
        byte[] pong = new byte[2];
        assertThat(carrier.getInputStream().read(pong)).isPositive();
        assertThat(new String(pong, ISO_8859_1)).startsWith("\r");
        send(invite("after-ping@10.0.0.1", ""));
        assertThat(finalAnswer()).contains("SIP/2.0 200 ");
    }

    @Carrier(
            value = "any over TCP",
            says =
                    "several messages in one segment, a message in several, and a new call behind a CANCEL of nothing in the same write")
    @Test
    void severalMessagesInOneSegment() throws IOException {
        String cancel =
                invite("none@10.0.0.1", "").replace("INVITE sip", "CANCEL sip").replace("1 INVITE", "1 CANCEL");
        send(invite("first@10.0.0.1", ""), cancel, invite("second@10.0.0.1", ""));
        await().until(() -> invites.size() == 2);
        assertThat(List.of(finalAnswer(), finalAnswer(), finalAnswer()))
                .extracting(answer -> answer.substring(8, 11))
                .containsExactlyInAnyOrder("200", "200", "481");
    }
}
