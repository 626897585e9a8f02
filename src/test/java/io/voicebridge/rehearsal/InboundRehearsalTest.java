package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.voicebridge.call.Bridge;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Keys;
import io.voicebridge.call.Leg;
import io.voicebridge.call.SilentPort;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Option B over real SIP and RTP: somebody in the middle transfers the customer to Five9's inbound number. */
class InboundRehearsalTest {

    private static final String OUTBOUND = """
            script: FirstTouch
            modules:
              - {module: 3rd Party Transfer, name: Hand over, number: '+13453453453', returnAfterCall: false}
            """;

    private static final String INBOUND = """
            script: Inbound
            variables: {Outcome.summary: ''}
            skills: [Sales_West]
            modules:
              - module: Query
                name: Fetch the outcome
                method: GET
                url: ${Bridge.url}/five9/v1/outcome
                parameters: {ani: '${Call.ANI}', number: '${Call.DNIS}', correlation: '${Call.X-CallSessionId}'}
                responses: [{from: 200, to: 200, regexp: '"summary":"([^"]*)"', groups: [Outcome.summary]}]
              - {module: Skill Transfer, name: To sales, skill: Sales_West}
            """;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CustomerVoice voice = new CustomerVoice(new CustomerCallTest.Tones(), Optional.empty(), true);
    private final InboundCampaign campaign = new InboundCampaign(IvrScript.parse("inbound.yaml", INBOUND));
    private String shownNumber = "+13035550101";
    private HttpServer server;
    private CallEngine five9;
    private CallEngine middle;
    private final CompletableFuture<CallEnd> refused = new CompletableFuture<>();

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/five9/v1/outcome", exchange -> {
            asked.add(exchange.getRequestURI().getQuery());
            byte[] bytes = "{\"summary\":\"Owns home\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        five9 = CallEngine.start(CallEngineSettings.loopback(), campaign::invited);
        middle = CallEngine.start(CallEngineSettings.loopback(), this::transfer);
    }

    @AfterEach
    void stop() {
        middle.close();
        five9.close();
        server.stop(0);
    }

    /** Answers, and transfers at once: the person hears a whisper, then the customer. */
    private void transfer(IncomingCall call) {
        Leg customer = new Leg(SilentPort.INSTANCE, Keys.NONE);
        CompletableFuture<Void> whispered = new CompletableFuture<>();
        Leg person = new Leg(new Whisper(whispered), Keys.NONE);
        call.answer(customer.audio(), customer, Optional.empty());
        InetSocketAddress inbound = five9.boundAddress(Transport.UDP);
        person.onEnded(end -> {
            refused.complete(end);
            call.hangUp(List.of());
        });
        person.placed(middle.dial(
                new Dialler.Request(
                        "sip:+18005550123@127.0.0.1:" + inbound.getPort(),
                        "<sip:" + shownNumber + "@127.0.0.1>",
                        Transport.UDP,
                        inbound,
                        List.of(new SipHeader("X-ConversationId", "cv_1")),
                        Duration.ofSeconds(10)),
                person.audio(),
                person));
        whispered.thenRunAsync(() -> Bridge.join(customer, person, Bridge.FirstLeg.ENDS));
    }

    /** 400 ms of a tone. */
    private static final class Whisper implements AudioPort {
        private final CompletableFuture<Void> said;
        private int frames;

        Whisper(CompletableFuture<Void> said) {
            this.said = said;
        }

        @Override
        public void received(short[] frame, long sequence) {
            // The person may say what they like.
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            boolean speaks = frames++ < 20;
            for (int i = 0; i < FRAME; i++) {
                frame[i] = (short) (speaks ? (i / 10 % 2 == 0 ? 6000 : -6000) : 0);
            }
            if (frames == 21) {
                said.complete(null);
            }
            return speaks;
        }

        @Override
        public void digit(char digit) {
            // No keys.
        }
    }

    @Test
    void aLeadThatIsTransferredEndsWhereTheInboundScriptSays() throws Exception {
        RehearsedCall call = rehearse(new Customer.Expected(
                ScriptEnd.Kind.SKILL, "Sales_West", Map.of("Outcome.summary", "Owns home"), List.of()));

        assertThat(call.line()).isEqualTo("Ann: Skill Transfer Sales_West");
        assertThat(asked).containsExactly("ani=+13035550101&number=+18005550123&correlation=");
        assertThat(call.conversationId()).isEqualTo("cv_1");
        assertThat(call.journal())
                .extracting(entry -> entry.step().getClass().getSimpleName())
                .containsSubsequence(
                        "TransferDialled",
                        "InboundCalled",
                        "QueryAnswered",
                        "Queued",
                        "PersonHeard",
                        "PersonSaid",
                        "Joined",
                        "PersonHeard",
                        "InboundEnded");
        assertThat(call.ladder(Drawing.LINES))
                .contains("second leg: INVITE +18005550123 from +13035550101")
                .contains("Outcome.summary = Owns home")
                .contains("The customer hears the person");
        assertThat(new RehearsalReport("s", List.of(call))
                        .json(new ObjectMapper())
                        .at("/calls/0/steps")
                        .findValuesAsText("kind"))
                .contains("InboundCalled", "InboundEnded");
    }

    @Test
    void aCallThatShowsTheNumberOfNoLeadIsRefused() throws Exception {
        shownNumber = "+19995550000";

        RehearsedCall call = rehearse(new Customer.Expected(ScriptEnd.Kind.SKILL, "Sales_West", Map.of(), List.of()));

        assertThat(refused.get().status()).isEqualTo(404);
        assertThat(call.line())
                .isEqualTo("Ann: Disposition Transferred To 3rd Party (expected: Skill Transfer Sales_West)");
    }

    private RehearsedCall rehearse(Customer.Expected expected) throws Exception {
        Customer customer = new Customer(
                "Ann",
                "+13035550101",
                Map.of(),
                "",
                Customer.Line.QUIET,
                List.of(),
                Customer.Patience.ENDLESS,
                Optional.of(expected));
        RehearsalTarget target = new RehearsalTarget(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                middle.boundAddress(Transport.UDP),
                Transport.UDP,
                "+13453453453",
                "five9-key",
                Optional.empty(),
                Map.of());
        RehearsalPlan plan = new RehearsalPlan(
                IvrScript.parse("outbound.yaml", OUTBOUND), new Campaign("Solar", "+13125550100", List.of(customer)));
        return new Rehearsal(plan, target, five9, voice, new ObjectMapper(), Clock.systemUTC(), Optional.empty())
                .with(campaign)
                .run(1, told -> {})
                .calls()
                .get(0);
    }

    @Test
    void saysWhoDoesNotHearTheOther() throws Exception {
        InboundPerson person = person();
        assertThat(person.talks("Sales_West")).containsExactly("the customer does not hear the agent of Sales_West");
    }

    @Test
    void saysThatTheCustomerIsNotHeard() throws Exception {
        InboundPerson person = person();
        CompletableFuture<List<String>> troubles = CompletableFuture.supplyAsync(() -> {
            try {
                return person.talks("Sales_West");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!troubles.isDone()) {
            person.customerHears();
            Thread.onSpinWait();
        }
        assertThat(troubles.get()).containsExactly("the agent of Sales_West does not hear the customer");
    }

    @Test
    void theCustomerAnswersThePersonOnce() {
        InboundPerson person = person();
        assertThat(person.customersAnswer()).as("nobody has spoken").isEmpty();
    }

    private InboundPerson person() {
        return new InboundPerson(voice, Customer.silent("Ann"), new Journal(System::nanoTime), Duration.ofMillis(50));
    }
}
