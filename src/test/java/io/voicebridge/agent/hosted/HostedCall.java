package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentReplaced;
import io.voicebridge.agent.FailoverAgent;
import io.voicebridge.agent.Secret;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.turn.PoolScheduler;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Dialling;
import io.voicebridge.calling.ToneAgent;
import io.voicebridge.calling.Tones;
import io.voicebridge.component.sip.MediaProcessor;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.sip.Transport;
import io.voicebridge.speech.Synthesizer;
import io.voicebridge.speech.VoiceActivity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A bridge on real SIP and RTP whose calls are served by one hosted agent, with a tone as its stand-in. */
final class HostedCall implements AutoCloseable {

    /** The bridge's own lines sound like this. */
    static final double BRIDGE = 600;

    final List<ToolCall> tools = new CopyOnWriteArrayList<>();
    final List<TranscriptItem> transcript = new CopyOnWriteArrayList<>();
    final List<AgentMetric> metrics = new CopyOnWriteArrayList<>();
    final List<AgentReplaced> replaced = new CopyOnWriteArrayList<>();
    final ToneAgent standIn = new ToneAgent("stand-in", Duration.ofSeconds(5));
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sockets sockets = new Sockets();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HostedAgent agent;
    private final Caller caller;

    HostedCall(Provider provider, String settings, String inside) throws Exception {
        this(provider, settings, inside, Secret.NONE);
    }

    /** @param key of the agent's own */
    HostedCall(Provider provider, String settings, String inside, Secret key) throws Exception {
        HostedEngines engines = new HostedEngines(
                new Hum(),
                Loudness::new,
                TurnTaking.STANDARD,
                new ObjectMapper(),
                new PoolScheduler(),
                20_000,
                Clock.systemUTC());
        agent = new HostedAgent(
                provider, engines, AllowedHosts.of("", inside), SocketLink.connector(sockets, timer), () -> {});
        FailoverAgent served =
                new FailoverAgent(agent, List.of(new Stand(standIn)), () -> System.nanoTime() / 1_000_000);
        SipComponent sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        MediaProcessor media = new MediaProcessor(Map.of(served.name(), served), Clock.systemUTC());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:events").process(HostedCall.this::note);
                from("sip:calls")
                        .setVariable("conversationId", constant("cv_1"))
                        .setVariable("agent", constant("bot"))
                        .setVariable("agentProvider", constant(served.name()))
                        .process(exchange -> {
                            exchange.setVariable("agentPrompt", "You call {{city}}.");
                            exchange.setVariable("agentSettings", settings);
                            exchange.setVariable("agentKey", key);
                            exchange.setVariable("variables", Map.of("city", "Denver"));
                        })
                        .process(media);
            }
        });
        context.start();
        caller = Caller.of(sip.boundAddress(Transport.UDP).orElseThrow());
    }

    private void note(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof ToolCall tool) {
            tools.add(tool);
            exchange.getMessage().setBody("{\"status\":\"ok\"}");
        } else if (body instanceof TranscriptItem item) {
            transcript.add(item);
        } else if (body instanceof AgentMetric metric) {
            metrics.add(metric);
        } else if (body instanceof AgentReplaced told) {
            replaced.add(told);
        }
    }

    Dialling dial() {
        return caller.dials("+13453453453");
    }

    List<String> toolNames() {
        return tools.stream().map(ToolCall::name).toList();
    }

    @Override
    public void close() {
        caller.close();
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
        agent.close();
        sockets.close();
        timer.shutdownNow();
    }

    private record Stand(VoiceAgent agent) implements FailoverAgent.StandIn {
        @Override
        public boolean fits(AgentProfile profile) {
            return true;
        }
    }

    /** Whatever is loud is speech. */
    static final class Loudness implements VoiceActivity {
        @Override
        public float accept(short[] frame) {
            return Tones.rms(frame, 0, frame.length) > 500 ? 1 : 0;
        }

        @Override
        public void close() {}
    }

    private static final class Hum implements Synthesizer {
        @Override
        public short[] synthesize(String text, String voice) {
            return Tones.sine(BRIDGE, Duration.ofMillis(600));
        }

        @Override
        public List<String> voices() {
            return List.of();
        }

        @Override
        public String name() {
            return "hum";
        }

        @Override
        public void close() {}
    }
}
