package io.voicebridge.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Playout;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The demo's agent on real SIP, RTP and HTTP without routes and database: enough of a bridge to hear whether customers
 * and agent understand each other.
 */
final class AgentDesk implements AutoCloseable {

    final List<String> said = new CopyOnWriteArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private final VoiceAgent agent;
    private final AgentProfile profile;
    private final CallEngine engine;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, JsonNode> outcomes = new ConcurrentHashMap<>();

    AgentDesk(VoiceAgent agent) throws IOException {
        this.agent = agent;
        JsonNode demo = new YAMLMapper()
                .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile());
        profile = new AgentProfile(
                "qualify-solar",
                1,
                demo.path("provider").asText(),
                demo.path("prompt").asText(),
                demo.path("voice").asText(),
                demo.path("dialogue").asText());
        agent.prepare(profile);
        engine = CallEngine.start(CallEngineSettings.loopback(), call -> threads.execute(() -> new Talk(call).begin()));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            byte[] body = flat(query.replaceAll("^correlation=|&.*", "")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
    }

    RehearsalTarget target() {
        return new RehearsalTarget(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort()),
                engine.boundAddress(Transport.UDP),
                Transport.UDP,
                "+13453453453",
                "key",
                Optional.empty(),
                Map.of());
    }

    /** As {@code /five9/v1/outcome} would answer. */
    private String flat(String correlation) {
        JsonNode outcome = outcomes.getOrDefault(correlation, json.createObjectNode());
        String value = outcome.path("outcome").asText();
        JsonNode route = outcome.path("route");
        return String.format(
                "{\"status\":\"ready\",\"agent\":\"qualify-solar\",\"qualified\":\"%s\",\"outcome\":\"%s\",\"route_type\":\"%s\","
                        + "\"route_value\":\"%s\",\"route_reason\":\"%s\",\"summary\":\"%s\",\"intent\":\"%s\","
                        + "\"callback_at\":\"\",\"conversation_id\":\"cv_1\",\"error\":\"\"}",
                value.equals("qualified") ? "yes" : "no",
                value,
                route.path("type").asText(),
                route.path("value").asText(),
                route.path("reason").asText(),
                outcome.path("summary").asText(),
                outcome.path("intent").asText());
    }

    @Override
    public void close() {
        engine.close();
        http.stop(0);
        threads.shutdownNow();
    }

    private final class Talk implements AudioPort, AgentListener, CallListener {

        private final IncomingCall call;
        private final String correlation;
        private final Playout playout = new Playout(this::played);
        private volatile AgentSession session;

        Talk(IncomingCall call) {
            this.call = call;
            this.correlation = call.request().header("X-CallSessionId").orElseThrow();
        }

        void begin() {
            call.answer(this, this, Optional.empty());
        }

        private void played(String itemId, long playedMs, boolean complete) {
            session.played(itemId, playedMs, complete);
        }

        @Override
        public void answered(Call answered) {
            session = agent.open(new AgentCall("cv_1", profile, Map.of("first_name", "Ann", "city", "Denver")), this);
        }

        @Override
        public void ended(Call ended, CallEnd end) {
            playout.close();
            session.close();
        }

        @Override
        public void received(short[] frame, long sequence) {
            if (session != null) {
                session.callerAudio(frame);
            }
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            return playout.next(frame);
        }

        @Override
        public void digit(char digit) {
            session.callerDigit(digit);
        }

        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            playout.add(itemId, pcm, last);
        }

        @Override
        public void stopAudio() {
            playout.stop();
        }

        @Override
        public void transcript(TranscriptItem item) {
            said.add(item.role().name().toLowerCase(Locale.ROOT) + ": " + item.text());
        }

        @Override
        public void toolCall(ToolCall tool) {
            if (tool.name().equals(ToolCall.COMMIT_OUTCOME)) {
                try {
                    outcomes.put(correlation, json.readTree(tool.arguments()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            } else {
                call.hangUp(List.of(
                        new SipHeader(
                                "X-RouteType",
                                outcomes.get(correlation)
                                        .path("route")
                                        .path("type")
                                        .asText()),
                        new SipHeader("X-ConversationId", "cv_1")));
            }
            session.toolResult(tool.id(), "{\"status\":\"ok\"}");
        }

        @Override
        public void metric(AgentMetric metric) {
            // Not asked for here.
        }

        @Override
        public void failed(AgentFailure failure) {
            said.add("failed: " + failure.detail());
        }
    }
}
