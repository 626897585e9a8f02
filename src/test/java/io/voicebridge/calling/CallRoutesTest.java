package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentReplaced;
import io.voicebridge.agent.FailoverAgent;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.call.CallEnd;
import io.voicebridge.cli.Failures;
import io.voicebridge.component.sip.MediaProcessor;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call routes as they are shipped, with a real telephone on one side and stand-ins for the database on the other. */
class CallRoutesTest {

    private final Main main = new Main();
    private final ToneAgent agent = new ToneAgent(Duration.ofSeconds(3));
    private final ToneAgent hosted = new ToneAgent("hosted", Duration.ofSeconds(3));
    private volatile String provider = "tone";
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> legs = new CopyOnWriteArrayList<>();
    private final List<String> endedLegs = new CopyOnWriteArrayList<>();
    private volatile boolean databaseIsAway;
    private Telephone desk = Telephone.thatAnswers();
    private Caller caller;

    /** Stands in for the bean callIntake and the look-up. */
    public final class Intake {
        public void readVariables(Exchange exchange) {
            exchange.setVariable("variables", Map.of("city", "Denver"));
        }

        public void lookUp(Exchange exchange) {
            String dnis = exchange.getVariable("dnis", String.class);
            if (!dnis.equals("+13453453453")) {
                exchange.setVariable("refusalCondition", "number-not-registered");
                exchange.getMessage().setHeader("CamelSipStatus", 404);
                exchange.getMessage().setHeader("CamelSipReason", "Not found");
                return;
            }
            exchange.setVariable("tenantId", "tn_1");
            exchange.setVariable("agent", "qualify-solar");
            exchange.setVariable("agentProvider", provider);
        }

        public void findOwner(Exchange exchange) {
            exchange.setVariable("tenantId", "tn_of " + exchange.getVariable("dnis"));
        }

        public void begin(Exchange exchange) {
            failIfAway();
            exchange.setVariable("conversationId", "cv_1");
            legs.add(exchange.getVariable("legId", String.class));
        }

        public void failed(Exchange exchange) {
            exchange.setVariable("refusalCondition", "internal-error");
        }

        public void refused(Exchange exchange) {
            failIfAway();
            written.add("refused " + exchange.getMessage().getHeader("CamelSipStatus") + " "
                    + exchange.getVariable("refusalCondition") + " for " + exchange.getVariable("tenantId"));
        }
    }

    /** Stands in for the bean callJournal and the outcomes. */
    public final class Journal {
        public void answered(Exchange exchange) {
            written.add("answered");
        }

        public void transcript(Exchange exchange) {
            written.add("transcript");
        }

        public void measured(Exchange exchange) {
            written.add("measured");
        }

        public void failed(Exchange exchange) {
            written.add("failed");
        }

        public void replaced(Exchange exchange) {
            AgentReplaced replaced = exchange.getMessage().getBody(AgentReplaced.class);
            written.add(replaced.from() + " replaced by " + replaced.to() + ": "
                    + replaced.failure().code());
        }

        public void endingWithoutOutcome(Exchange exchange) {
            exchange.getMessage().setHeader("CamelSipByeHeaders", Map.of("X-ConversationId", "cv_1"));
        }

        public void ended(Exchange exchange) {
            endedLegs.add(exchange.getVariable("legId", String.class));
            written.add("ended " + exchange.getVariable("tenantId"));
        }

        public void recorded(Exchange exchange) {
            written.add("recorded");
        }

        public String gaveUp(Exchange exchange) {
            return "{\"status\":\"unavailable\"}";
        }

        public Map<String, String> snapshot(String conversationId, String endedBy) {
            failIfAway();
            written.add("ending by " + endedBy);
            return Map.of(
                    "X-RouteType", "SkillTransfer", "X-RouteValue", "Sales_West", "X-ConversationId", conversationId);
        }
    }

    /** Stands in for the bean transferDesk. */
    public final class Transfers {
        public String planForAgent(Exchange exchange) {
            exchange.setVariable("transferPlanned", true);
            exchange.setVariable("transferMode", "cold");
            exchange.setVariable("transferWhisper", "");
            exchange.setVariable("transferAcceptKey", "");
            exchange.setVariable("transferOnFail", "resume");
            return "{\"status\":\"ok\"}";
        }

        public void begin(Exchange exchange) {
            exchange.getMessage().setHeader("CamelSipTarget", "sip:desk@" + desk.hostPort());
            written.add("transfer started");
        }

        public void completed(Exchange exchange) {
            written.add("transfer completed");
        }

        public String failed(Exchange exchange) {
            written.add("transfer failed " + exchange.getVariable("transferResult"));
            return "{\"event\":\"transfer_failed\"}";
        }

        public void over(Exchange exchange) {
            written.add("over");
        }
    }

    /** As the real route it has changed the body by then. */
    private void failIfAway(Exchange exchange) {
        if (databaseIsAway) {
            exchange.getMessage().setBody("half done");
        }
        failIfAway();
    }

    private void failIfAway() {
        if (databaseIsAway) {
            throw new IllegalStateException("the database is away");
        }
    }

    private FailoverAgent.StandIn standIn() {
        return new FailoverAgent.StandIn() {
            @Override
            public VoiceAgent agent() {
                return agent;
            }

            @Override
            public boolean fits(AgentProfile profile) {
                return true;
            }
        };
    }

    @BeforeEach
    void start() throws Exception {
        Clock clock = Clock.systemUTC();
        main.configure().withRoutesIncludePattern("file:routes/call-*.camel.yaml");
        main.addInitialProperty("camel.component.kamelet.location", "file:kamelets");
        main.addInitialProperty("camel.component.sip.host", "127.0.0.1");
        main.addInitialProperty("camel.component.sip.port", "0");
        main.addInitialProperty("camel.component.sip.rtp-ports", "0");
        main.addInitialProperty("camel.main.shutdown-timeout", "1");
        main.addInitialProperty("camel.server.enabled", "false");
        main.addInitialProperty("camel.management.enabled", "false");
        Intake intake = new Intake();
        Journal journal = new Journal();
        main.bind("callIntake", intake);
        main.bind("agentLookupStep", intake);
        main.bind("callJournal", journal);
        main.bind("failures", new Failures());
        main.bind("outcomes", journal);
        main.bind("transferDesk", new Transfers());
        main.bind(
                "mediaProcessor",
                new MediaProcessor(
                        Map.of("tone", agent, "hosted", new FailoverAgent(hosted, List.of(standIn()), clock::millis)),
                        clock));
        // Not a class of its own: servers that other tests start would find it in this package and run it.
        main.configure().addLambdaRouteBuilder(routes -> routes.from("direct:outcome-commit")
                .errorHandler(routes.noErrorHandler())
                .process(exchange -> failIfAway(exchange))
                .process(exchange -> written.add(
                        "commit " + exchange.getVariable("toolCallId") + " by " + exchange.getVariable("source") + " "
                                + exchange.getMessage().getBody(String.class)))
                .setBody(routes.constant("{\"status\":\"ok\"}")));
        main.start();
        SipComponent sip = main.getCamelContext().getComponent("sip", SipComponent.class);
        caller = Caller.of(sip.boundAddress(Transport.UDP).orElseThrow());
    }

    @AfterEach
    void stop() {
        caller.close();
        desk.close();
        main.stop();
    }

    @Test
    @Five9({Five9Habit.BYE_HEADERS, Five9Habit.NO_REFER})
    void servesACallFromGreetingToReturn() throws Exception {
        PhoneCall call =
                caller.dials("+13453453453").with("X-city", "Denver").connects().hearsVoice();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);
        session.asks("t1", ToolCall.COMMIT_OUTCOME, "{\"outcome\":\"qualified\"}");
        session.asks("t2", ToolCall.END_CALL, "{}");

        CallEnd end = call.isOver();

        assertThat(PhoneCall.header(end, "X-RouteType")).hasValue("SkillTransfer");
        assertThat(PhoneCall.header(end, "X-RouteValue")).hasValue("Sales_West");
        assertThat(PhoneCall.header(end, "X-ConversationId")).hasValue("cv_1");
        assertThat(session.call.variables()).containsEntry("city", "Denver");
        assertThat(session.results).containsEntry("t1", "{\"status\":\"ok\"}");
        await().until(() -> written.contains("ended tn_1"));
        assertThat(written)
                .containsSubsequence(
                        "answered", "commit t1 by tool {\"outcome\":\"qualified\"}", "ending by agent", "ended tn_1");
    }

    @Test
    void knowsTwoCallsWithOneCallIdApart() throws Exception {
        InetSocketAddress bridge = main.getCamelContext()
                .getComponent("sip", SipComponent.class)
                .boundAddress(Transport.UDP)
                .orElseThrow();
        try (RawCaller one = new RawCaller(bridge);
                RawCaller two = new RawCaller(bridge).takesTheCallIdOf(one)) {
            for (RawCaller peer : List.of(one, two)) {
                peer.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);
                assertThat(peer.response()).startsWith("SIP/2.0 200");
                peer.sends("ACK", 1, "", "");
            }
            assertThat(legs).hasSize(2).doesNotHaveDuplicates();

            two.sends("BYE", 2, "", "");

            await().until(() -> !endedLegs.isEmpty());
            assertThat(endedLegs).containsExactly(legs.get(1));
        }
    }

    @Test
    void keepsTheConditionOfARefusal() {
        CallEnd end = caller.dials("+19999999999").isRefused();

        assertThat(end.status()).isEqualTo(404);
        assertThat(written).containsExactly("refused 404 number-not-registered for null");
    }

    @Test
    void keepsTheConditionOfACallThatNeverBecameOne() throws Exception {
        SipComponent sip = main.getCamelContext().getComponent("sip", SipComponent.class);
        try (RawCaller raw = new RawCaller(sip.boundAddress(Transport.UDP).orElseThrow())) {
            assertThat(raw.invites("Require: precondition\r\n", "").response()).startsWith("SIP/2.0 420");
        }

        await().until(() -> !written.isEmpty());
        assertThat(written).containsExactly("refused 420 extension-required for tn_of +13453453453");
    }

    @Test
    void refusesACallThatItCannotWriteDown() {
        databaseIsAway = true;

        assertThat(caller.dials("+13453453453").isRefused().status()).isEqualTo(503);
        assertThat(agent.sessions).isEmpty();
    }

    @Test
    void endsTheCallWithItsIdAloneWhenTheDatabaseIsAway() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        databaseIsAway = true;
        agent.sessions.poll(5, TimeUnit.SECONDS).asks("t1", ToolCall.END_CALL, "{}");

        CallEnd end = call.isOver();

        assertThat(PhoneCall.header(end, "X-ConversationId")).hasValue("cv_1");
        assertThat(PhoneCall.header(end, "X-RouteType")).isEmpty();
    }

    @Test
    void triesAnOutcomeAgainAsItCame() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);
        databaseIsAway = true;
        session.asks("t1", ToolCall.COMMIT_OUTCOME, "{\"outcome\":\"qualified\"}");
        call.stays(Duration.ofSeconds(1));

        databaseIsAway = false;

        await().until(() -> session.results.containsKey("t1"));
        assertThat(session.results).containsEntry("t1", "{\"status\":\"ok\"}");
        assertThat(written).contains("commit t1 by tool {\"outcome\":\"qualified\"}");
        call.hangsUp();
    }

    @Test
    void tellsAnAgentThatItsOutcomeIsNotStored() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);
        databaseIsAway = true;

        session.asks("t1", ToolCall.COMMIT_OUTCOME, "{\"outcome\":\"qualified\"}");

        await().until(() -> session.results.containsKey("t1"));
        assertThat(session.results).containsEntry("t1", "{\"status\":\"unavailable\"}");
        databaseIsAway = false;
        call.hangsUp();
    }

    @Test
    void handsTheCallBackWhenTheAgentCannotGoOn() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        agent.sessions
                .poll(5, TimeUnit.SECONDS)
                .listener()
                .failed(AgentFailure.fatal("model_gone", "The model does not answer."));

        CallEnd end = call.isOver();

        assertThat(PhoneCall.header(end, "X-RouteType")).hasValue("SkillTransfer");
        await().until(() -> written.contains("ended tn_1"));
        assertThat(written).containsSubsequence("failed", "ending by bridge", "ended tn_1");
    }

    @Test
    void goesOnWhenSomethingOfACallIsMissing() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        agent.sessions
                .poll(5, TimeUnit.SECONDS)
                .listener()
                .failed(AgentFailure.retriable("recording_stopped", "The disk is full. The call goes on."));
        await().until(() -> written.contains("failed"));

        call.hangsUp();

        await().until(() -> written.contains("ended tn_1"));
        assertThat(written).doesNotContain("ending by bridge");
    }

    @Test
    void letsAnotherAgentTakeACallOver() throws Exception {
        provider = "hosted";
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        ToneAgent.Session first = hosted.sessions.poll(5, TimeUnit.SECONDS);
        first.listener().failed(AgentFailure.fatal("socket_closed", "The connection broke."));
        ToneAgent.Session second = agent.sessions.poll(5, TimeUnit.SECONDS);
        second.asks(second.call.handover().id("t1"), ToolCall.COMMIT_OUTCOME, "{\"outcome\":\"qualified\"}");
        second.asks(second.call.handover().id("t2"), ToolCall.END_CALL, "{}");

        assertThat(PhoneCall.header(call.isOver(), "X-RouteType")).hasValue("SkillTransfer");
        await().until(() -> written.contains("ended tn_1"));
        assertThat(first.isClosed).isTrue();
        assertThat(written)
                .containsSubsequence(
                        "hosted replaced by tone: socket_closed",
                        "commit 2.t1 by tool {\"outcome\":\"qualified\"}",
                        "ending by agent");
    }

    @Test
    void answersAToolThatNobodyKnows() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);

        session.asks("t1", "open_pod_bay_doors", "{}");

        await().until(() -> session.results.containsKey("t1"));
        assertThat(session.results).containsEntry("t1", "{\"status\":\"unknown_tool\"}");
        call.hangsUp();
    }

    @Test
    void connectsTheCallerWithAPersonWhenTheAgentAsksForIt() throws Exception {
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);
        session.asks("t1", ToolCall.TRANSFER_CALL, "{\"to\":\"+13125550111\"}");

        PhoneCall person = desk.answers();
        await().until(() -> written.contains("transfer completed"));
        assertThat(session.isClosed).as("the agent has taken its leave").isTrue();
        person.hangsUp();

        assertThat(PhoneCall.header(call.isOver(), "X-RouteType")).hasValue("SkillTransfer");
        assertThat(session.results).containsEntry("t1", "{\"status\":\"ok\"}");
        await().until(() -> written.contains("ended tn_1"));
        assertThat(written)
                .containsSubsequence(
                        "transfer started", "transfer completed", "over", "ending by bridge", "over", "ended tn_1");
    }

    @Test
    void tellsTheAgentWhyTheCallerIsBack() throws Exception {
        desk.close();
        desk = Telephone.thatRefuses(486);
        PhoneCall call = caller.dials("+13453453453").connects().hearsVoice();
        ToneAgent.Session session = agent.sessions.poll(5, TimeUnit.SECONDS);
        session.asks("t1", ToolCall.TRANSFER_CALL, "{\"to\":\"+13125550111\"}");

        await().until(() -> session.notes.contains("{\"event\":\"transfer_failed\"}"));

        assertThat(written).contains("transfer failed busy");
        session.says("more", Duration.ofMillis(400));
        call.hearsVoice().hangsUp();
    }
}
