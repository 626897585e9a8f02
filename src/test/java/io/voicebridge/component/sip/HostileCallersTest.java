package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.calling.RawCaller;
import io.voicebridge.calling.ToneAgent;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Input that is wrong, on the wire: each has a clear answer, and nothing is left behind. */
class HostileCallersTest {

    private static final String SDP_TYPE = "Content-Type: application/sdp\r\n";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ToneAgent agent = new ToneAgent(Duration.ofSeconds(30));
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final SipComponent sip = new SipComponent();
    private RawCaller caller;

    @BeforeEach
    void start() throws Exception {
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        MediaProcessor media = new MediaProcessor(Map.of("tone", agent), Clock.systemUTC());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:events").routeId("events").to("log:events?level=TRACE");
                from("sip:calls")
                        .routeId("calls")
                        .setVariable("conversationId", constant("cv_1"))
                        .setVariable("agentProvider", constant("tone"))
                        .process(exchange -> {
                            List<?> headers = exchange.getMessage().getHeader(SipConstants.HEADERS, List.class);
                            headers.forEach(header -> seen.add(((SipHeader) header).value()));
                        })
                        .process(media);
            }
        });
        context.start();
        InetSocketAddress address = sip.boundAddress(Transport.UDP).orElseThrow();
        caller = new RawCaller(address);
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
    }

    @Test
    void offersItselfWhenTheInviteHasNoSdp() throws Exception {
        String response = caller.invites("", "").response();

        assertThat(response).startsWith("SIP/2.0 200").contains("m=audio ", "PCMU/8000", "telephone-event/8000");
    }

    @Test
    void startsTheAudioWithTheAnswerInTheAck() throws Exception {
        caller.invites("", "").response();
        caller.sends("ACK", 1, SDP_TYPE, RawCaller.SDP);

        ToneAgent.Session session = agent.sessions.take();
        caller.sends("BYE", 2, "", "");

        assertThat(caller.response()).contains("BYE");
        await().until(() -> session.isClosed);
        assertThat(session.played).containsExactly("greeting cut");
    }

    @Test
    void saysWhichCodecsItSpeaksWhenNoneFits() throws Exception {
        String offer = RawCaller.SDP.replace("RTP/AVP 0", "RTP/AVP 18") + "a=rtpmap:18 G729/8000\r\n";

        String response = caller.invites(SDP_TYPE, offer).response();

        assertThat(response).startsWith("SIP/2.0 488").contains("Warning: 305 ", "G729", "PCMU");
        assertNothingIsLeft();
    }

    @Test
    void refusesABodyThatIsNotWhatItsTypeSays() throws Exception {
        String response = caller.invites(SDP_TYPE, "{\"not\":\"sdp\"}").response();

        assertThat(response).startsWith("SIP/2.0 400");
        assertNothingIsLeft();
    }

    @Test
    void refusesABodyOfAnotherType() throws Exception {
        String response =
                caller.invites("Content-Type: text/plain\r\n", "hello").response();

        assertThat(response).startsWith("SIP/2.0 415").contains("application/sdp");
        assertNothingIsLeft();
    }

    @Test
    void refusesAHeaderOf64Kilobytes() throws Exception {
        String response = caller.invites("X-city: " + "x".repeat(64_000) + "\r\n" + SDP_TYPE, RawCaller.SDP)
                .response();

        assertThat(response).startsWith("SIP/2.0 513");
        assertNothingIsLeft();
    }

    @Test
    void takesANameWithQuotesUmlautsAndAFoldedLine() throws Exception {
        caller.invites("X-name: \"J\u00fcrgen\"\r\n O'Neil\r\n" + SDP_TYPE, RawCaller.SDP)
                .response();

        assertThat(seen).contains("\"J\u00fcrgen\" O'Neil");
    }

    @Test
    void endsTheSentenceWhenTheCallerHangsUpInIt() throws Exception {
        caller.invites(SDP_TYPE, RawCaller.SDP).response();
        caller.sends("ACK", 1, "", "");
        ToneAgent.Session session = agent.sessions.take();

        caller.sends("BYE", 2, "", "");

        assertThat(caller.response()).startsWith("SIP/2.0 200").contains("BYE");
        await().until(() -> session.isClosed);
        assertThat(session.played).containsExactly("greeting cut");
    }

    @Test
    void answersHoldWithRecvonlyAndGoesOnAfterIt() throws Exception {
        caller.invites(SDP_TYPE, RawCaller.SDP).response();
        caller.sends("ACK", 1, "", "");

        String held = caller.sends("INVITE", 2, SDP_TYPE, RawCaller.SDP + "a=sendonly\r\n")
                .response();
        caller.sends("ACK", 2, "", "");
        String resumed = caller.sends("INVITE", 3, SDP_TYPE, RawCaller.SDP + "a=sendrecv\r\n")
                .response();

        assertThat(held).startsWith("SIP/2.0 200").contains("a=recvonly");
        assertThat(resumed).startsWith("SIP/2.0 200").doesNotContain("a=recvonly");
        assertThat(sip.activeCalls()).isEqualTo(1);
    }

    @Test
    void refusesAReofferThatDoesNotFitAndKeepsTheCall() throws Exception {
        caller.invites(SDP_TYPE, RawCaller.SDP).response();
        caller.sends("ACK", 1, "", "");

        String response = caller.sends("INVITE", 2, SDP_TYPE, RawCaller.SDP.replace("AVP 0", "AVP 3"))
                .response();

        assertThat(response).startsWith("SIP/2.0 488");
        assertThat(sip.activeCalls()).isEqualTo(1);
    }

    private void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(2)).until(() -> sip.activeCalls() == 0);
        assertThat(agent.sessions).isEmpty();
    }
}
