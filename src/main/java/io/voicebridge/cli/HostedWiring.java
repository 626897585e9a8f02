package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.FailoverAgent;
import io.voicebridge.agent.GoodbyeAgent;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.embedded.EmbeddedAgent;
import io.voicebridge.agent.hosted.AllowedHosts;
import io.voicebridge.agent.hosted.Cascade;
import io.voicebridge.agent.hosted.Deepgram;
import io.voicebridge.agent.hosted.ElevenLabs;
import io.voicebridge.agent.hosted.HostedAgent;
import io.voicebridge.agent.hosted.MediaStreams;
import io.voicebridge.agent.hosted.OpenAiRealtime;
import io.voicebridge.agent.hosted.Provider;
import io.voicebridge.agent.hosted.Sockets;
import io.voicebridge.cli.agent.ChatModel;
import io.voicebridge.cli.agent.HttpToolDesk;
import io.voicebridge.cli.agent.LimitedClient;
import io.voicebridge.cli.agent.RouteBrain;
import io.voicebridge.directory.TenantSecrets;
import io.voicebridge.security.TargetGuard;
import io.voicebridge.speech.Speech;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Binds the agents that run elsewhere, each with those who take its calls over when it cannot go on. */
final class HostedWiring {

    /** More than any caller waits; an answer that is still coming is heard meanwhile. */
    private static final Duration LONGEST_THOUGHT = Duration.ofSeconds(30);

    private static final int LARGEST_THOUGHT = 1024 * 1024;
    private static final Duration LONGEST_TOOL = Duration.ofSeconds(5);
    private static final int LARGEST_TOOL = 64 * 1024;
    private static final int TOOLS_AT_A_TIME = 100;

    private HostedWiring() {}

    /** @return by the name of the provider */
    static Map<String, VoiceAgent> bind(
            CamelContext context, Speech speech, EmbeddedAgent embedded, ObjectMapper json) {
        Registry registry = context.getRegistry();
        GoodbyeAgent goodbye = new GoodbyeAgent(speech.synthesizer(), property(context, "goodbye"));
        registry.bind("goodbyeAgent", GoodbyeAgent.class, goodbye, null, "close");
        List<FailoverAgent.StandIn> standIns = List.of(new Stand(embedded, true), new Stand(goodbye, false));
        TargetGuard toolGuard = new TargetGuard(
                Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{bridge.agents.tools.allow-http:false}}")),
                property(context, "tools.allow-addresses"));
        AllowedHosts hosts = AllowedHosts.of(property(context, "hosts"), property(context, "hosts-inside"))
                .withPublic(new TargetGuard(false, "")::allows)
                .withTools(toolGuard::refusal);
        Sockets sockets = new Sockets();
        registry.bind("agentSockets", Sockets.class, sockets, null, "close");
        List<Provider> providers = List.of(
                new Cascade(brain(context, json), speech.recognizer(), speech.synthesizer()),
                new MediaStreams(speech.recognizer()),
                new Deepgram(property(context, "deepgram.url"), property(context, "deepgram.key")),
                new ElevenLabs(property(context, "elevenlabs.url"), property(context, "elevenlabs.key")),
                new OpenAiRealtime(
                        property(context, "openai-realtime.url"),
                        property(context, "openai-realtime.key"),
                        property(context, "openai-realtime.model")));
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        tools(context, toolGuard, json);
        Duration ready = Duration.ofMillis(
                Long.parseLong(context.resolvePropertyPlaceholders("{{bridge.agents.ready-ms:3000}}")));
        Map<String, VoiceAgent> agents = new HashMap<>();
        for (Provider provider : providers) {
            HostedAgent hosted = HostedAgent.over(provider, speech, json, hosts, sockets, ready, clock);
            registry.bind("hosted-" + hosted.name(), HostedAgent.class, hosted, null, "close");
            FailoverAgent agent =
                    new FailoverAgent(hosted, standIns, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            registry.bind(hosted.name(), VoiceAgent.class, agent);
            agents.put(hosted.name(), agent);
        }
        return agents;
    }

    /** What the steps of the route agent-tools call. */
    private static void tools(CamelContext context, TargetGuard guard, ObjectMapper json) {
        Registry registry = context.getRegistry();
        LimitedClient client = new LimitedClient(
                LONGEST_TOOL,
                TOOLS_AT_A_TIME,
                LARGEST_TOOL,
                new GuardedNames(guard, SystemDefaultDnsResolver.INSTANCE));
        registry.bind("toolClient", LimitedClient.class, client, null, "close");
        registry.bind(
                "httpTools",
                new HttpToolDesk(
                        guard,
                        (tenant, name) -> registry.lookupByNameAndType("tenantSecrets", TenantSecrets.class)
                                .open(tenant, name),
                        json));
    }

    /** The brain of a cascade is the route agent-turn; this binds what its steps call. */
    private static Brain brain(CamelContext context, ObjectMapper json) {
        int most = Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.agents.cascade.thoughts:100}}"));
        Registry registry = context.getRegistry();
        registry.bind(
                "chatModel",
                new ChatModel(
                        property(context, "cascade.url"),
                        property(context, "cascade.key"),
                        property(context, "cascade.model"),
                        json));
        LimitedClient chats =
                new LimitedClient(LONGEST_THOUGHT, most, LARGEST_THOUGHT, SystemDefaultDnsResolver.INSTANCE);
        registry.bind("chatClient", LimitedClient.class, chats, null, "close");
        ExecutorService thoughts =
                new ThreadPoolExecutor(0, most, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), HostedWiring::thinker);
        registry.bind("agentThoughts", ExecutorService.class, thoughts, null, "shutdownNow");
        return new RouteBrain(context.createProducerTemplate(), thoughts, json);
    }

    private static Thread thinker(Runnable task) {
        Thread thread = new Thread(task, "agent-thought-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    private record Stand(VoiceAgent agent, boolean needsDialogue) implements FailoverAgent.StandIn {
        @Override
        public boolean fits(AgentProfile profile) {
            return !needsDialogue || !profile.dialogue().isBlank();
        }
    }

    private static String property(CamelContext context, String name) {
        return context.resolvePropertyPlaceholders("{{bridge.agents." + name + ":}}");
    }
}
