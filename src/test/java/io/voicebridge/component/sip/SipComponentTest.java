package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.voicebridge.agent.ToolCall;
import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Dialling;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.ToneAgent;
import io.voicebridge.calling.Tones;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.SuspendableService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component in a context of its own, called over real SIP and RTP. */
class SipComponentTest {

    @TempDir
    Path recordings;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ToneAgent agent = new ToneAgent(Duration.ofMillis(400));
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<CallRefused> refusals = new CopyOnWriteArrayList<>();
    private final List<CallEnded> endings = new CopyOnWriteArrayList<>();
    private volatile Processor decision = exchange -> {};
    private volatile Processor reaction = exchange -> {};
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        SipComponent sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        sip.setRecordings(recordings.toString());
        sip.setMaxCalls(3);
        sip.setEventThreads(1);
        context.addComponent("sip", sip);
        MediaProcessor media = new MediaProcessor(Map.of("tone", agent), Clock.systemUTC());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:events").routeId("events").process(SipComponentTest.this::note);
                from("sip:refusals")
                        .routeId("refusals")
                        .process(exchange -> refusals.add(exchange.getMessage().getBody(CallRefused.class)));
                from("sip:calls")
                        .routeId("calls")
                        .setVariable("conversationId", simple("cv_${header.CamelSipCallerNumber.substring(1)}"))
                        .setVariable("agentProvider", constant("tone"))
                        .setVariable("agentPrompt", constant("hum"))
                        .process(exchange -> decision.process(exchange))
                        .filter(simple("${header.CamelSipStatus} == null && ${header.lost} == null"))
                        .process(media)
                        .end();
                from("direct:hangup").to("sip:hangup");
            }
        });
        context.start();
        caller = Caller.of(sip.boundAddress(Transport.UDP).orElseThrow());
    }

    @AfterEach
    void stop() {
        caller.close();
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
    }

    private void note(Exchange exchange) throws Exception {
        events.add(exchange.getMessage().getHeader(SipConstants.EVENT, String.class));
        if (exchange.getMessage().getBody() instanceof CallEnded ended) {
            endings.add(ended);
        }
        reaction.process(exchange);
    }

    @Test
    void letsCallerAndAgentHearEachOther() throws Exception {
        PhoneCall call = dial().connects().hearsVoice().hums(1000, Duration.ofMillis(400));
        ToneAgent.Session session = session();
        call.stays(Duration.ofMillis(500)).hangsUp();

        assertThat(Tones.frames(call.voice(), ToneAgent.VOICE)).isGreaterThan(0.8);
        assertThat(session.loudest).isGreaterThan(1000);
        assertThat(session.played).contains("greeting whole");
    }

    @Test
    void tellsTheEventsOfACallInOrderAndTheEndOnce() {
        dial().connects()
                .hearsVoice()
                .presses('7')
                .stays(Duration.ofMillis(400))
                .hangsUp();

        await().until(() -> !endings.isEmpty());
        assertThat(events).first().isEqualTo("answered");
        assertThat(events).contains("metric", "digit");
        assertThat(events).last().isEqualTo("ended");
        assertThat(endings).singleElement().satisfies(ended -> {
            assertThat(ended.answered()).isTrue();
            assertThat(ended.end().by()).isEqualTo(CallEnd.By.PEER);
        });
    }

    @Test
    void tellsTheEndOfEveryCallThoughThereAreMoreThanThreadsForEvents() {
        CountDownLatch busy = new CountDownLatch(1);
        reaction = exchange -> busy.await();
        PhoneCall first = dial().connects();
        PhoneCall second = dial().connects();
        first.hangsUp();
        second.hangsUp();
        busy.countDown();

        await().untilAsserted(() -> assertThat(endings).hasSize(2));
    }

    @Test
    void recordsBothSidesAsLongAsTheCall() throws Exception {
        dial().connects()
                .hums(1000, Duration.ofMillis(600))
                .stays(Duration.ofSeconds(1))
                .hangsUp();

        await().until(() -> !endings.isEmpty());
        CallEnded ended = endings.get(0);
        assertThat(ended.recording()).hasValueSatisfying(recorded -> {
            assertThat(recorded.complete()).isTrue();
            assertThat(recorded.file()).isEqualTo(recordings.resolve("cv_13035550100.wav"));
            assertThat((double) recorded.millis()).isCloseTo(ended.durationMs(), within(200.0));
        });
        assertThat(Files.size(ended.recording().orElseThrow().file())).isGreaterThan(32_000);
    }

    @Test
    void theEndTellsWhatTheAgentHasMeasured() {
        dial().connects().hearsVoice().hangsUp();

        await().until(() -> !endings.isEmpty());
        assertThat(endings.get(0).agent()).hasValueSatisfying(measures -> assertThat(measures.firstAudioMs())
                .isPresent());
    }

    @Test
    void tellsWhatTheMediaHasCounted() {
        dial().connects().hums(1000, Duration.ofMillis(400)).hangsUp();

        await().until(() -> !endings.isEmpty());
        assertThat(endings.get(0).media()).hasValueSatisfying(media -> {
            assertThat(media.packetsReceived()).isPositive();
            assertThat(media.packetsSent()).isPositive();
        });
    }

    @Test
    void endsTheCallWithTheHeadersOfTheBye() {
        PhoneCall call = dial().connects().hearsVoice();

        context.createProducerTemplate().send("direct:hangup", exchange -> {
            exchange.setVariable("conversationId", "cv_13035550100");
            exchange.getMessage()
                    .setHeader(
                            SipConstants.BYE_HEADERS,
                            Map.of("X-RouteType", "SkillTransfer", "Call-ID", "forged", "X-Bad", "a\r\nb: c"));
        });

        CallEnd end = call.isOver();
        assertThat(PhoneCall.header(end, "X-RouteType")).hasValue("SkillTransfer");
        assertThat(PhoneCall.header(end, "X-Bad")).isEmpty();
        await().until(() -> !endings.isEmpty());
        assertThat(endings.get(0).end().by()).isEqualTo(CallEnd.By.US);
    }

    @Test
    void bringsTheReplyOfTheRouteToTheSession() throws Exception {
        reaction = exchange -> {
            if (exchange.getMessage().getBody() instanceof ToolCall tool) {
                exchange.getMessage().setBody("{\"status\":\"ok\",\"got\":" + tool.arguments() + "}");
            }
        };
        PhoneCall call = dial().connects();
        ToneAgent.Session session = session();

        session.asks("t1", ToolCall.COMMIT_OUTCOME, "{\"outcome\":\"qualified\"}");

        await().until(() -> session.results.containsKey("t1"));
        assertThat(session.results).containsEntry("t1", "{\"status\":\"ok\",\"got\":{\"outcome\":\"qualified\"}}");
        call.hangsUp();
    }

    @Test
    void refusesWithTheStatusAndReasonOfTheRoute() {
        decision = exchange -> {
            exchange.getMessage().setHeader(SipConstants.STATUS, 404);
            exchange.getMessage().setHeader(SipConstants.REASON, "The number \"is\" not\r\nregistered");
        };

        assertThat(dial().isRefused().status()).isEqualTo(404);
    }

    @Test
    void refusesWhenTheRouteFails() {
        decision = exchange -> {
            throw new IllegalStateException("no database");
        };

        assertThat(dial().isRefused().status()).isEqualTo(500);
    }

    @Test
    void refusesWhenTheRouteForgetsTheCall() {
        decision = exchange -> exchange.getMessage().setHeader("lost", true);

        assertThat(dial().isRefused().status()).isEqualTo(500);
        await().until(() -> !refusals.isEmpty());
        assertThat(refusals).extracting(CallRefused::condition).containsExactly("not-handled");
    }

    @Test
    void refusesWhenTheAgentCannotBeOpened() {
        decision = exchange -> exchange.setVariable("agentPrompt", "broken");

        assertThat(dial().isRefused().status()).isEqualTo(480);
    }

    @Test
    void letsTheSessionGoWhenTheCallCannotBeStarted() throws Exception {
        decision = exchange -> exchange.setVariable("conversationId", "no/name/for/a/recording");

        assertThat(dial().isRefused().status()).isEqualTo(500);

        assertThat(session().isClosed).isTrue();
        SipComponent sip = context.getComponent("sip", SipComponent.class);
        await().until(() -> sip.activeCalls() == 0);
        assertThat(sip.server().orElseThrow().calls().size()).isZero();
    }

    @Test
    void refusesAnUnknownProvider() {
        decision = exchange -> exchange.setVariable("agentProvider", "nobody");

        assertThat(dial().isRefused().status()).isEqualTo(480);
    }

    @Test
    void refusesOneCallMoreThanItMayTake() {
        for (int i = 0; i < 3; i++) {
            dialFrom("+1303555020" + i).connects();
        }

        assertThat(dial().isRefused().status()).isEqualTo(503);
        await().until(() -> !refusals.isEmpty());
        assertThat(refusals).singleElement().satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.condition()).isEqualTo("too-many-calls");
            assertThat(refused.calledNumber()).isEqualTo("+13453453453");
            assertThat(refused.callerNumber()).isEqualTo("+13035550100");
        });
    }

    @Test
    void tellsOfCallsThatItRefusesWhileSuspended() throws Exception {
        context.getRouteController().suspendRoute("calls");

        dial().isRefused();

        await().until(() -> !refusals.isEmpty());
        assertThat(refusals).extracting(CallRefused::condition).containsExactly("not-taking-calls");
    }

    @Test
    void refusesNewCallsWhileSuspendedAndLetsTheOthersGoOn() throws Exception {
        PhoneCall before = dialFrom("+13035550200").connects();
        context.getRouteController().suspendRoute("calls");

        assertThat(dial().isRefused().status()).isEqualTo(503);
        before.hearsVoice();

        context.getRouteController().resumeRoute("calls");
        dial().connects().hangsUp();
        before.hangsUp();
    }

    @Test
    void keepsCallsWhileItsRoutesAreReloaded() throws Exception {
        PhoneCall call = dial().connects();
        context.getRouteController().stopRoute("events");
        context.getRouteController().stopRoute("calls");
        session().says("more", Duration.ofMillis(400));
        call.hearsVoice();

        context.getRouteController().startRoute("events");
        context.getRouteController().startRoute("calls");
        call.hangsUp();

        await().until(() -> !endings.isEmpty());
    }

    @Test
    void waitsForCallsWhenItStopsAndRefusesNewOnes() throws Exception {
        PhoneCall call = dial().connects();
        context.getShutdownStrategy().setTimeout(30);
        Thread stopping = new Thread(context::stop, "stopping");
        stopping.start();
        await().until(() -> ((SuspendableService) context.getRoute("calls").getConsumer()).isSuspended());

        assertThat(dialFrom("+13035550201").isRefused().status()).isEqualTo(503);

        call.stays(Duration.ofMillis(500)).hangsUp();
        stopping.join(10_000);

        assertThat(stopping.isAlive()).isFalse();
        assertThat(events).last().isEqualTo("ended");
    }

    @Test
    void endsWithByeTheCallsThatOutlastTheDrain() {
        PhoneCall call = dial().connects();
        context.getShutdownStrategy().setTimeout(1);

        context.stop();

        assertThat(call.isOver().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void noticesACallerWhoGivesUpDuringTheRoute() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        decision = exchange -> {
            entered.countDown();
            cancelled.await(5, TimeUnit.SECONDS);
        };
        PhoneCall call = dial().rings();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CallEnd end = call.hangsUp();
        cancelled.countDown();

        assertThat(end.status()).isEqualTo(487);
        await().until(() -> context.getComponent("sip", SipComponent.class).activeCalls() == 0);
        assertThat(agent.sessions).isEmpty();
    }

    @Test
    void carriesEveryHeaderInOrderWithRepetitions() {
        List<SipHeader> seen = new CopyOnWriteArrayList<>();
        decision = exchange -> {
            @SuppressWarnings("unchecked")
            List<SipHeader> headers = exchange.getMessage().getHeader(SipConstants.HEADERS, List.class);
            seen.addAll(headers);
        };

        dial().with("X-first_name", "J\u00fcrgen \"J\" O'Neil")
                .with("X-city", "Denver")
                .with("X-city", "Boulder")
                .connects()
                .hangsUp();

        assertThat(seen)
                .containsSubsequence(
                        new SipHeader("X-first_name", "J\u00fcrgen \"J\" O'Neil"),
                        new SipHeader("X-city", "Denver"),
                        new SipHeader("X-city", "Boulder"));
    }

    private Dialling dial() {
        return caller.dials("+13453453453");
    }

    private Dialling dialFrom(String number) {
        return caller.dials("+13453453453").from(number);
    }

    private ToneAgent.Session session() throws InterruptedException {
        return agent.sessions.poll(5, TimeUnit.SECONDS);
    }
}
