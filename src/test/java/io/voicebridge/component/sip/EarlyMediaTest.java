package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.RawCaller;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.ToneAgent;
import io.voicebridge.calling.Tones;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is heard before the answer, in both directions, with real telephones. */
@Rfc(
        value = "3960; 3261, 13.2.1",
        says =
                "early media: 183 with SDP and audio before the answer, in one session with it; the 200 repeats the description; nothing is left after CANCEL or a refusal; that of a callee is heard by the caller")
class EarlyMediaTest {

    private static final double SPEECH = 700;
    private static final double NETWORK = 1000;
    private static final String SDP_TYPE = "Content-Type: application/sdp\r\n";

    @TempDir
    Path recordings;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final List<Exchange> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final SipComponent sip = new SipComponent();
    private String target = "";

    /** Takes calls with these steps; {@code gate} waits until the test opens it. */
    private InetSocketAddress takeCalls(ReliableProvisionals policy, String... steps) throws Exception {
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        sip.setRecordings(recordings.toString());
        sip.setReliableProvisionals(policy.name().toLowerCase(Locale.ROOT));
        sip.setAnnouncer((text, voice) -> Tones.sine(SPEECH, Duration.ofMillis(text.length() * 100L)));
        context.addComponent("sip", sip);
        context.getShutdownStrategy().setTimeout(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:events").process(exchange -> events.add(exchange.copy()));
                from("direct:gate").process(exchange -> gate.get(20, TimeUnit.SECONDS));
                from("direct:result")
                        .process(exchange ->
                                results.add(exchange.getMessage().getHeader(SipConstants.RESULT, "", String.class)));
                from("direct:busy").setHeader(SipConstants.STATUS, constant(486));
                from("direct:desk")
                        .setHeader(SipConstants.TARGET, () -> "sip:desk@" + target)
                        .to("sip:dial?earlyMedia=true");
                from("sip:calls").to(steps);
            }
        });
        context.start();
        return sip.boundAddress(Transport.UDP).orElseThrow();
    }

    private Caller caller(InetSocketAddress bridge, ReliableProvisionals policy) {
        return caller(bridge, CallEngineSettings.loopback().with(policy));
    }

    private Caller caller(InetSocketAddress bridge, CallEngineSettings settings) {
        Caller caller = Caller.at(settings, Transport.UDP, bridge);
        open.add(caller);
        return caller;
    }

    @AfterEach
    void stop() throws Exception {
        gate.complete(null);
        for (AutoCloseable each : open) {
            each.close();
        }
        context.stop();
    }

    private void assertNothingLeft() {
        await().until(() -> sip.server().orElseThrow().activeCalls() == 0);
    }

    @ParameterizedTest
    @EnumSource(ReliableProvisionals.class)
    void callerHearsAnAnnouncementBeforeTheAnswer(ReliableProvisionals policy) throws Exception {
        InetSocketAddress bridge = takeCalls(
                policy,
                "sip:progress",
                "direct:result",
                "sip:play?text=announcement",
                "direct:result",
                "direct:gate",
                "sip:answer?recording=true",
                "sip:play?text=hello",
                "sip:hangup");
        PhoneCall call = caller(bridge, policy).dials("1").listeningEarly().rings();
        call.hearsVoice();
        await().until(() -> results.size() == 2);
        assertThat(results).containsExactly("early-media", "played");
        assertThat(call.isAnswered()).isFalse();
        assertThat(events).isEmpty();
        int early = call.voice().length;
        gate.complete(null);

        assertThat(call.isOver().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.isAnswered()).isTrue();
        assertThat(Tones.frames(call.voice(), SPEECH)).isGreaterThan(0.8);
        assertThat(call.voice().length).as("goes on after the answer").isGreaterThan(early + 2_000);
        await().until(() -> events.size() == 2);
        assertThat(events)
                .extracting(event -> event.getMessage().getHeader(SipConstants.EVENT))
                .containsExactly("answered", "ended");
        assertNothingLeft();
    }

    @Test
    void agentAnswersAfterAnAnnouncement() throws Exception {
        ToneAgent agent = new ToneAgent(Duration.ofMillis(800));
        InetSocketAddress bridge = takeCalls(
                ReliableProvisionals.REQUIRED,
                "sip:progress",
                "sip:play?text=announcement",
                "direct:result",
                "direct:gate",
                "direct:agent");
        MediaProcessor media = new MediaProcessor(Map.of("tone", agent), Clock.systemUTC());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:agent")
                        .setVariable("agentProvider", constant("tone"))
                        .setVariable("conversationId", constant("cv_1"))
                        .process(media);
            }
        });
        PhoneCall call = caller(bridge, ReliableProvisionals.REQUIRED)
                .dials("1")
                .listeningEarly()
                .rings();
        call.hearsVoice();
        await().until(() -> results.equals(List.of("played")));
        assertThat(agent.sessions).isEmpty();
        call.hearsNothing();
        short[] announced = call.voice();
        assertThat(Tones.frames(announced, SPEECH)).isGreaterThan(0.8);
        gate.complete(null);
        call.connects().hearsVoice().hangsUp();
        short[] all = call.voice();
        assertThat(Tones.frames(Arrays.copyOfRange(all, announced.length, all.length), ToneAgent.VOICE))
                .isGreaterThan(0.8);
        assertThat(agent.sessions).hasSize(1);
        assertNothingLeft();
    }

    @Test
    void refusesAfterAnAnnouncement() throws Exception {
        InetSocketAddress bridge = takeCalls(
                ReliableProvisionals.REQUIRED, "sip:progress", "sip:play?text=sorry", "direct:result", "direct:busy");
        PhoneCall call = caller(bridge, ReliableProvisionals.REQUIRED)
                .dials("1")
                .listeningEarly()
                .rings();
        assertThat(call.isOver().status()).isEqualTo(486);
        assertThat(results).containsExactly("played");
        assertThat(Tones.frames(call.voice(), SPEECH)).isGreaterThan(0.8);
        assertNothingLeft();
    }

    @Test
    void endsWhenTheCallerGivesUpDuringAnAnnouncement() throws Exception {
        InetSocketAddress bridge = takeCalls(
                ReliableProvisionals.REQUIRED,
                "sip:progress",
                "sip:play?text=a long announcement that nobody wants to hear",
                "direct:result",
                "sip:answer",
                "direct:result");
        PhoneCall call = caller(bridge, ReliableProvisionals.REQUIRED)
                .dials("1")
                .listeningEarly()
                .rings();
        call.hearsVoice().hangsUp();
        await().until(() -> results.size() == 2);
        assertThat(results).containsExactly("call-ended", "call-ended");
        assertNothingLeft();
    }

    @Test
    void answersWithTheDescriptionOfThe183() throws Exception {
        InetSocketAddress bridge = takeCalls(ReliableProvisionals.REQUIRED, "sip:progress", "sip:answer");
        try (RawCaller caller = new RawCaller(bridge)) {
            String progress = caller.invites(SDP_TYPE, RawCaller.SDP).response(183);
            String ok = caller.response();
            assertThat(body(ok)).isEqualTo(body(progress)).contains("m=audio");
        }
    }

    @Test
    void ringsBeforeTheAnswer() throws Exception {
        InetSocketAddress bridge = takeCalls(
                ReliableProvisionals.REQUIRED,
                "sip:progress?ringing=true",
                "direct:result",
                "direct:gate",
                "sip:answer");
        try (RawCaller caller = new RawCaller(bridge)) {
            String ringing = caller.invites(SDP_TYPE, RawCaller.SDP).response(180);
            assertThat(body(ringing)).isEmpty();
            await().until(() -> results.equals(List.of("ringing")));
            gate.complete(null);
            assertThat(body(caller.response())).contains("m=audio");
        }
    }

    @Test
    void hasNoEarlyMediaForAnInviteWithoutAnOffer() throws Exception {
        InetSocketAddress bridge =
                takeCalls(ReliableProvisionals.REQUIRED, "sip:progress", "direct:result", "sip:answer");
        try (RawCaller caller = new RawCaller(bridge)) {
            assertThat(body(caller.invites("", "").response())).contains("m=audio");
            assertThat(results).containsExactly("no-early-media");
        }
    }

    @Test
    void takesTheAnswerToItsEarlyOfferFromThePrack() throws Exception {
        InetSocketAddress bridge =
                takeCalls(ReliableProvisionals.REQUIRED, "sip:progress", "direct:result", "sip:answer");
        try (RawCaller caller = new RawCaller(bridge)) {
            String progress = caller.invites("Require: 100rel\r\n", "").response(183);
            assertThat(body(progress)).contains("m=audio");
            String rack = "RAck: " + header(progress, "RSeq") + " 1 INVITE\r\n";
            caller.tagged(progress).sends("PRACK", 2, rack + SDP_TYPE, RawCaller.SDP);
            assertThat(caller.response()).contains("2 PRACK");
            String ok = caller.response();
            assertThat(ok).contains("1 INVITE");
            assertThat(body(ok)).as("the offer is answered").isEmpty();
            assertThat(results).containsExactly("early-media");
        }
    }

    @ParameterizedTest
    @EnumSource(ReliableProvisionals.class)
    void callerHearsTheNetworkOfWhoIsDialled(ReliableProvisionals policy) throws Exception {
        Telephone desk =
                Telephone.thatHums(NETWORK, CallEngineSettings.loopback().with(policy));
        open.add(desk);
        target = desk.hostPort();
        InetSocketAddress bridge = takeCalls(policy, "sip:answer", "direct:desk", "sip:bridge", "direct:result");
        PhoneCall customer = caller(bridge, policy).dials("1").connects();
        IncomingCall rung = desk.rings();
        customer.hearsVoice();
        assertThat(Tones.frames(customer.voice(), NETWORK)).isGreaterThan(0.8);
        desk.answer(rung);
        PhoneCall agent = desk.answers();
        await().until(() -> results.equals(List.of("bridged")));
        customer.hearsNothing();
        agent.hums(SPEECH, Duration.ofMillis(800));
        customer.hearsVoice().hangsUp();
        agent.isOver();
        assertNothingLeft();
    }

    @Duty(
            value = "SRTP",
            says = "Early media is encrypted as the call is: ours, and what a callee sends before it answers")
    @Test
    void encryptsWhatIsHeardBeforeTheAnswer() throws Exception {
        CallEngineSettings encrypted =
                CallEngineSettings.loopback().with(new SrtpSettings(Encryption.REQUIRE, CryptoSuite.list(""), false));
        Telephone desk = Telephone.thatHums(NETWORK, encrypted);
        open.add(desk);
        target = desk.hostPort();
        sip.setSrtp("require");
        InetSocketAddress bridge = takeCalls(
                ReliableProvisionals.REQUIRED,
                "sip:progress",
                "sip:play?text=announcement",
                "direct:gate",
                "sip:answer",
                "direct:desk",
                "sip:bridge");
        PhoneCall customer =
                caller(bridge, encrypted).dials("1").listeningEarly().rings();
        customer.hearsVoice().hearsNothing();
        short[] announced = customer.voice();
        assertThat(Tones.frames(announced, SPEECH)).isGreaterThan(0.8);
        assertThat(customer.isAnswered()).isFalse();
        gate.complete(null);

        IncomingCall rung = desk.rings();
        customer.hearsVoice();
        short[] all = customer.voice();
        assertThat(Tones.frames(Arrays.copyOfRange(all, announced.length, all.length), NETWORK))
                .isGreaterThan(0.8);
        desk.answer(rung);
        customer.hangsUp();
        desk.answers().isOver();
        assertNothingLeft();
    }

    private static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    private static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }
}
