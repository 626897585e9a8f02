package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.DialResult;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.OutboundGuard;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.RawCaller;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routes can do with calls, tried with real telephones on both sides. */
class CallStepsTest {

    private static final double SPEECH = 700;

    @TempDir
    Path recordings;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Exchange> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Exchange> finished = new CompletableFuture<>();
    private boolean listens = true;
    private volatile OutboundGuard guard = OutboundGuard.OPEN;
    private SipComponent sip;
    private Caller caller;
    private InetSocketAddress bridge;

    /** Starts a context whose new calls take the steps after their answer. */
    private void takeCalls(String... steps) throws Exception {
        sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        sip.setRecordings(recordings.toString());
        sip.setAnnouncer((text, voice) -> Tones.sine(SPEECH, Duration.ofMillis(text.length() * 100L)));
        sip.setTrunkLogins((tenant, reference) ->
                reference.equals("main") ? Optional.of(new TrunkLogins.Login("bridge", "secret")) : Optional.empty());
        sip.setOutboundGuard(attempt -> guard.ask(attempt));
        context.addComponent("sip", sip);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (listens) {
                    from("sip:events").process(exchange -> events.add(exchange.copy()));
                }
                from("sip:calls")
                        .to("sip:answer?recording=true")
                        .to(steps)
                        .process(exchange -> finished.complete(exchange.copy()));
                from("direct:dial")
                        .to("sip:dial?ringTimeout=1500&withCaller=false")
                        .to("mock:dialled")
                        .delay(300);
                from("direct:dtmf").to("sip:dtmf");
                from("direct:desk")
                        .setHeader(SipConstants.TARGET, () -> "sip:desk@" + desk.hostPort())
                        .setHeader(SipConstants.CALLER_ID, simple("${header.CamelSipCallerNumber}"))
                        .to("sip:dial");
            }
        });
        context.start();
        bridge = sip.boundAddress(Transport.UDP).orElseThrow();
        caller = Caller.of(bridge);
    }

    private final Telephone desk = Telephone.thatAnswers();

    @BeforeEach
    void quicker() {
        context.getShutdownStrategy().setTimeout(1);
    }

    @AfterEach
    void stop() {
        if (caller != null) {
            caller.close();
        }
        desk.close();
        context.stop();
    }

    @Test
    void answersWithSilenceUntilAStepSaysOtherwise() throws Exception {
        takeCalls("sip:play?text=hello", "sip:hangup");
        PhoneCall call = dial();

        assertThat(call.isOver().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(Tones.frames(call.voice(), SPEECH)).isGreaterThan(0.8);
        assertThat(call.voice().length).isBetween(3_000, 5_000);
        assertThat(result()).isEqualTo("played");
    }

    @Test
    void tellsTheEventsOfACallWithoutAnAgent() throws Exception {
        takeCalls("sip:play?tone=beep");
        dial().presses('5').stays(Duration.ofMillis(400)).hangsUp();

        await().until(() -> eventNames().contains("ended"));
        assertThat(eventNames()).containsExactly("answered", "digit", "ended");
        assertThat(events)
                .allSatisfy(event -> assertThat(event.getMessage().getHeader(SipConstants.LEG_ID, String.class))
                        .startsWith("call-"));
        CallEnded ended = events.get(2).getMessage().getBody(CallEnded.class);
        assertThat(ended.recording())
                .hasValueSatisfying(file -> assertThat(file.complete()).isTrue());
    }

    @Test
    @Duty(
            value = "Incoming REFER",
            says = "a REFER that was refused is the event refer-refused of its call, with its target")
    void tellsOfAReferThatWasRefusedAndOfItsTarget() throws Exception {
        takeCalls("sip:play?tone=beep");
        try (RawCaller peer = new RawCaller(bridge)) {
            peer.invites("Content-Type: application/sdp\r\n", RawCaller.SDP).response();
            peer.sends("ACK", 1, "", "");

            String response = peer.sends("REFER", 2, "Refer-To: <sip:+19005550100@premium.example>\r\n", "")
                    .response();

            assertThat(response).startsWith("SIP/2.0 603 ");
            await().until(() -> eventNames().contains("refer-refused"));
            assertThat(events.get(eventNames().indexOf("refer-refused"))
                            .getMessage()
                            .getBody(ReferRefused.class)
                            .target())
                    .isEqualTo("sip:+19005550100@premium.example");
            assertThat(eventNames()).doesNotContain("ended");
            assertThat(peer.sends("BYE", 3, "", "").response()).startsWith("SIP/2.0 200 ");
        }
        await().until(() -> eventNames().contains("ended"));
    }

    @Test
    void collectsTheKeysThatInterruptASound() throws Exception {
        takeCalls("sip:play?text=a long announcement that nobody wants to hear&maxDigits=3&digitTimeout=800");
        PhoneCall call = dial().hearsVoice();
        call.presses('4').presses('2');

        Exchange done = finished.get(10, TimeUnit.SECONDS);

        assertThat(done.getMessage().getHeader(SipConstants.DIGITS)).isEqualTo("42");
        assertThat(done.getMessage().getHeader(SipConstants.RESULT)).isEqualTo("interrupted");
        call.hangsUp();
    }

    @Test
    void endsTheCollectionAtTheTerminatorOrTheLastKey() throws Exception {
        takeCalls("sip:play?text=pin&maxDigits=4&digitTimeout=8000", "sip:play?text=more&maxDigits=1");
        PhoneCall call = dial().hearsVoice();
        call.presses('1').presses('#').presses('7');

        assertThat(finished.get(10, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.DIGITS))
                .isEqualTo("7");
        call.hangsUp();
    }

    @Test
    void waitsForAKeyOnlySoLong() throws Exception {
        takeCalls("sip:play?text=hi&maxDigits=1&digitTimeout=300");
        PhoneCall call = dial();

        Exchange done = finished.get(10, TimeUnit.SECONDS);

        assertThat(done.getMessage().getHeader(SipConstants.DIGITS)).isEqualTo("");
        assertThat(done.getMessage().getHeader(SipConstants.RESULT)).isEqualTo("played");
        call.hangsUp();
    }

    @Test
    void goesOnWhenTheCallerLeavesDuringASound() throws Exception {
        takeCalls("sip:play?text=a long announcement that nobody wants to hear");
        dial().hearsVoice().hangsUp();

        assertThat(result()).isEqualTo("call-ended");
    }

    @Test
    void bridgesTheCallerWithSomebodyWhoIsDialled() throws Exception {
        takeCalls("sip:play?tone=ringback&loop=true", "direct:desk", "sip:bridge");
        PhoneCall customer = dial();
        PhoneCall agent = desk.answers();
        assertThat(result()).isEqualTo("bridged");

        customer.hums(1000, Duration.ofMillis(800));
        agent.hearsVoice().hums(300, Duration.ofMillis(800));
        customer.hearsVoice().stays(Duration.ofMillis(800));
        agent.presses('3');
        customer.hearsKeys("3");
        customer.hangsUp();

        assertThat(agent.isOver().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(Tones.frames(agent.voice(), 1000)).isGreaterThan(0.8);
        await().until(() -> eventNames().contains("ended"));
        assertThat(eventNames()).containsSubsequence("answered", "ended");
    }

    @Test
    void servesCallsWithoutARouteForEvents() throws Exception {
        listens = false;
        takeCalls("sip:play?text=hello", "sip:hangup");

        for (int i = 0; i < 3; i++) {
            dial().hearsVoice().isOver();
        }

        assertThat(events).isEmpty();
        await().until(() -> context.getComponent("sip", SipComponent.class)
                .server()
                .filter(server -> server.calls().size() == 0)
                .isPresent());
    }

    @Test
    void showsTheCallersNumberToWhoIsDialled() throws Exception {
        takeCalls("direct:desk", "sip:bridge");
        PhoneCall customer = dial();

        IncomingCall rung = desk.rings();

        assertThat(rung.callerNumber()).isEqualTo("+13035550100");
        customer.hangsUp();
    }

    @Test
    void keepsTheCallerWhenOnlyTheOtherEnds() throws Exception {
        takeCalls("direct:desk", "sip:bridge?hangup=dialled&wait=true", "sip:play?text=bye", "sip:hangup");
        PhoneCall customer = dial();
        desk.answers().stays(Duration.ofMillis(200)).hangsUp();

        customer.hearsVoice();

        assertThat(customer.isOver().by()).isEqualTo(CallEnd.By.PEER);
        await().until(() -> eventNames().contains("bridge-ended"));
        BridgeEnded ended = events.stream()
                .map(event -> event.getMessage().getBody())
                .filter(BridgeEnded.class::isInstance)
                .map(BridgeEnded.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(ended.end().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(ended.said().frames()).isPositive();
    }

    @Test
    void whispersToTheDialledPersonAlone() throws Exception {
        takeCalls(
                "sip:play?tone=silence&loop=true", "direct:desk", "sip:play?party=dialled&text=whisper", "sip:bridge");
        PhoneCall customer = dial();
        PhoneCall agent = desk.answers().hearsVoice();
        assertThat(result()).isEqualTo("bridged");
        customer.stays(Duration.ofMillis(200)).hangsUp();

        assertThat(Tones.frames(agent.voice(), SPEECH)).isGreaterThan(0.8);
        assertThat(customer.voice()).isEmpty();
    }

    @Test
    void givesUpDiallingWhenTheCallerLeaves() throws Exception {
        try (Telephone nobody = Telephone.thatRings()) {
            takeCalls("mock:before");
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:nobody")
                            .setHeader(SipConstants.TARGET, constant("sip:nobody@" + nobody.hostPort()))
                            .to("sip:dial")
                            .process(exchange -> finished.complete(exchange.copy()));
                }
            });
            PhoneCall customer = dial();
            String leg = finished.get(5, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.LEG_ID, String.class);
            CompletableFuture<Exchange> dialled = context.createProducerTemplate()
                    .asyncSend(
                            "direct:nobody", exchange -> exchange.getMessage().setHeader(SipConstants.LEG_ID, leg));
            IncomingCall rung = nobody.rings();

            customer.hangsUp();

            await().until(rung::isCancelled);
            assertThat(result(dialled.get(5, TimeUnit.SECONDS))).isEqualTo(DialResult.Status.CANCELLED);
        }
    }

    @Test
    void tellsABusyTelephoneFromOneThatNobodyAnswers() throws Exception {
        takeCalls();
        try (Telephone busy = Telephone.thatRefuses(486);
                Telephone wrong = Telephone.thatRefuses(404);
                Telephone down = Telephone.thatRefuses(503);
                Telephone no = Telephone.thatRefuses(603);
                Telephone rings = Telephone.thatRings()) {
            assertThat(result(place("sip:x@" + busy.hostPort()))).isEqualTo(DialResult.Status.BUSY);
            assertThat(result(place("sip:x@" + wrong.hostPort()))).isEqualTo(DialResult.Status.BAD_NUMBER);
            assertThat(result(place("sip:x@" + down.hostPort()))).isEqualTo(DialResult.Status.UNREACHABLE);
            assertThat(result(place("sip:x@" + no.hostPort()))).isEqualTo(DialResult.Status.REFUSED);
            assertThat(result(place("sip:x@" + rings.hostPort()))).isEqualTo(DialResult.Status.NO_ANSWER);
        }
        assertThat(result(place("tel:+13035550100"))).isEqualTo(DialResult.Status.BAD_NUMBER);
        assertThat(result(place("sip:x@127.0.0.1?Replaces=a"))).isEqualTo(DialResult.Status.BAD_NUMBER);
    }

    @Test
    @Duty("Toll fraud")
    void placesNoCallThatTheGuardForbids() throws Exception {
        takeCalls();
        guard = attempt -> new OutboundGuard.Forbidden("destination_not_allowed", "Not there.");

        Exchange done = place("sip:desk@" + desk.hostPort());

        assertThat(result(done)).isEqualTo(DialResult.Status.NOT_ALLOWED);
        assertThat(done.getMessage().getHeader(SipConstants.STATUS)).isEqualTo(403);
    }

    @Test
    void givesTheGuardItsPlaceBackWhenTheCallIsOver() throws Exception {
        CompletableFuture<Boolean> back = new CompletableFuture<>();
        guard = attempt -> new OutboundGuard.Permitted(() -> back.complete(true));
        takeCalls();

        place("sip:desk@" + desk.hostPort());

        assertThat(back.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Duty("Toll fraud")
    void ringsNoLongerThanTheGuardAllows() throws Exception {
        takeCalls();
        guard = attempt -> new OutboundGuard.Permitted(Duration.ofMillis(200), Duration.ofDays(1), () -> {});
        try (Telephone rings = Telephone.thatRings()) {
            assertThat(result(place("sip:x@" + rings.hostPort()))).isEqualTo(DialResult.Status.NO_ANSWER);
        }
    }

    @Test
    @Duty("Toll fraud")
    void hangsUpACallThatLastsLongerThanTheGuardAllows() throws Exception {
        takeCalls("direct:desk", "sip:bridge");
        guard = attempt -> new OutboundGuard.Permitted(Duration.ofMinutes(1), Duration.ofMillis(300), () -> {});
        dial();

        assertThat(desk.answers().isOver().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void hangsUpWhoWasDialledAndNotBridged() throws Exception {
        takeCalls();

        Exchange done = place("sip:desk@" + desk.hostPort());

        assertThat(desk.answers().isOver().by()).isEqualTo(CallEnd.By.PEER);
        await().until(() -> sip.activeCalls() == 0);
        assertThat(done.getMessage().getHeader(SipConstants.DIALLED_LEG)).isNotNull();
        assertThat(result(done))
                .as("what was told at the answer; the end of the call does not change it")
                .isEqualTo(DialResult.Status.ANSWERED);
    }

    @Test
    void sendsHeadersButNoneThatBelongsToTheDialog() throws Exception {
        takeCalls();

        context.createProducerTemplate().send("direct:dial", exchange -> {
            exchange.getMessage().setHeader(SipConstants.TARGET, "sip:desk@" + desk.hostPort());
            exchange.getMessage()
                    .setHeader(
                            SipConstants.INVITE_HEADERS,
                            Map.of("X-Summary", "Owns home", "Via", "SIP/2.0/UDP 10.0.0.1", "CamelSipX", "no"));
        });

        IncomingCall rung = desk.rings();
        assertThat(rung.request().header("X-Summary")).hasValue("Owns home");
        assertThat(rung.request().header("CamelSipX")).isEmpty();
        assertThat(rung.request().header("Via").orElseThrow()).doesNotContain("10.0.0.1");
    }

    @Test
    void answersTheTrunksChallengeWithTheLoginThatIsReferredTo() throws Exception {
        takeCalls();
        try (Telephone trunk = Telephone.thatChallenges()) {
            Exchange done = context.createProducerTemplate().send("direct:dial", exchange -> {
                exchange.getMessage().setHeader(SipConstants.TARGET, "sip:desk@" + trunk.hostPort());
                exchange.getMessage().setHeader(SipConstants.TRUNK, "main");
            });

            assertThat(result(done)).isEqualTo(DialResult.Status.ANSWERED);
            trunk.rings();
            assertThat(trunk.rings().request().header("Authorization")).hasValueSatisfying(value -> assertThat(value)
                    .contains("username=\"bridge\"", "algorithm=SHA-256")
                    .doesNotContain("secret"));
            assertThat(result(place("sip:desk@" + trunk.hostPort()))).isEqualTo(DialResult.Status.REFUSED);
        }
    }

    @Test
    void sendsACallOnWithOneHopLessUntilNoneIsLeft() throws Exception {
        takeCalls("direct:desk", "sip:bridge");
        caller.dials("+13453453453").connects();

        assertThat(desk.rings().request().header("Max-Forwards")).hasValue("69");
    }

    @Test
    void refusesAHeaderThatWouldBeTwo() throws Exception {
        takeCalls();

        Exchange done = context.createProducerTemplate().send("direct:dial", exchange -> {
            exchange.getMessage().setHeader(SipConstants.TARGET, "sip:desk@" + desk.hostPort());
            exchange.getMessage().setHeader(SipConstants.INVITE_HEADERS, Map.of("X-A", "a\r\nX-Evil: b"));
        });

        assertThat(result(done)).isEqualTo(DialResult.Status.BAD_NUMBER);
    }

    @Test
    void pressesKeysOnACall() throws Exception {
        takeCalls();
        PhoneCall call = dial();
        String leg = finished.get(5, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.LEG_ID, String.class);

        context.createProducerTemplate().send("direct:dtmf", exchange -> {
            exchange.getMessage().setHeader(SipConstants.LEG_ID, leg);
            exchange.getMessage().setHeader(SipConstants.DIGITS, "12#");
        });

        call.hearsKeys("12#").hangsUp();
    }

    @Test
    void refusesKeysThatNoTelephoneHas() throws Exception {
        takeCalls();
        assertThat(context.createProducerTemplate()
                        .send("direct:dtmf", exchange -> exchange.getMessage().setHeader(SipConstants.DIGITS, "12x"))
                        .getException())
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(CamelExecutionException.class);
    }

    private PhoneCall dial() {
        return caller.dials("+13453453453").connects();
    }

    private Exchange place(String target) {
        return context.createProducerTemplate()
                .send("direct:dial", exchange -> exchange.getMessage().setHeader(SipConstants.TARGET, target));
    }

    private static DialResult.Status result(Exchange done) {
        return done.getMessage().getBody(DialResult.class).status();
    }

    private String result() throws Exception {
        return finished.get(10, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.RESULT, String.class);
    }

    private List<String> eventNames() {
        return events.stream()
                .map(event -> event.getMessage().getHeader(SipConstants.EVENT, String.class))
                .toList();
    }
}
