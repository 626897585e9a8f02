package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.Line;
import io.voicebridge.agent.Secret;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of a route that lets an agent talk: reads the offer, opens the session of the agent that the variables name,
 * answers the call, and joins caller, agent and recording. Returns when the 200 is on its way; what happens then comes
 * from {@code sip:events}.
 *
 * <p>In: the {@link IncomingCall} as body; the variables {@code conversationId}, {@code agent}, {@code agentVersion},
 * {@code agentProvider}, {@code agentPrompt}, {@code agentVoice}, {@code agentDialogue}, {@code agentSettings},
 * {@code variables}, {@code agentKey} for an agent with a key of its own, and, for a number with a rule of its own about
 * encryption, {@code srtp}: off, allow or require. If the
 * call cannot be served, {@link SipConstants#STATUS} and {@link SipConstants#REASON} say why and nothing was answered.
 */
public final class MediaProcessor implements Processor {

    /** What an exchange of {@code sip:events} carries from the exchange that took the call. */
    private static final List<String> CARRIED = List.of(
            "conversationId",
            "correlation",
            "callId",
            "legId",
            "tenantId",
            "number",
            "ani",
            "dnis",
            "agent",
            "agentId",
            "agentVersion",
            "numberId",
            "traceparent");

    private static final Logger LOG = LoggerFactory.getLogger(MediaProcessor.class);

    private static final Refusal GAVE_UP = new Refusal(487, "The caller gave up before the answer");

    private final Map<String, VoiceAgent> agents;
    private final Clock clock;

    /** @param agents by the name of the provider */
    public MediaProcessor(Map<String, VoiceAgent> agents, Clock clock) {
        this.agents = Map.copyOf(agents);
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        IncomingCall call = exchange.getMessage().getMandatoryBody(IncomingCall.class);
        Optional<Refusal> refusal = call.isCancelled() ? Optional.of(GAVE_UP) : serve(call, exchange);
        refusal.ifPresent(reason -> SipBinding.refuse(exchange, reason));
    }

    private Optional<Refusal> serve(IncomingCall call, Exchange exchange) {
        VoiceAgent agent = agents.get(variable(exchange, "agentProvider"));
        if (agent == null) {
            return Optional.of(new Refusal(480, "The agent's provider is not available"));
        }
        return call.prepare(SipBinding.encryption(exchange, variable(exchange, "srtp")))
                .or(() -> talk(call, agent, exchange));
    }

    private Optional<Refusal> talk(IncomingCall call, VoiceAgent agent, Exchange exchange) {
        SipServer server = exchange.getContext()
                .getComponent("sip", SipComponent.class)
                .server()
                .orElseThrow(() -> new IllegalStateException("No route takes calls from sip:calls"));
        AgentProfile profile = profile(exchange);
        String conversationId = variable(exchange, "conversationId");
        LiveCall live = new LiveCall(call, conversationId, carried(exchange), server, clock);
        AgentSession session;
        try {
            session = agent.open(
                    new AgentCall(conversationId, profile, variables(exchange), key(exchange)).on(line(call)), live);
        } catch (IllegalArgumentException e) {
            LOG.warn("The agent {} cannot serve a call: {}", profile.agent(), e.getMessage());
            return Optional.of(new Refusal(480, "The agent cannot serve calls"));
        }
        try {
            live.start(session);
        } catch (RuntimeException e) {
            live.abandon();
            throw e;
        }
        return Optional.empty();
    }

    private static Line line(IncomingCall call) {
        return new Line() {
            @Override
            public Optional<String> codec() {
                return call.counted().map(counted -> counted.codec().name());
            }

            @Override
            public OptionalLong roundTripMs() {
                return call.counted()
                        .map(counted -> counted.rtcp().roundTripMillis())
                        .filter(OptionalDouble::isPresent)
                        .map(mean -> OptionalLong.of(Math.round(mean.getAsDouble())))
                        .orElse(OptionalLong.empty());
            }
        };
    }

    private static AgentProfile profile(Exchange exchange) {
        return new AgentProfile(
                variable(exchange, "agent"),
                exchange.getVariable("agentVersion", 1, Integer.class),
                variable(exchange, "agentProvider"),
                variable(exchange, "agentPrompt"),
                variable(exchange, "agentVoice"),
                variable(exchange, "agentDialogue"),
                variable(exchange, "agentSettings"));
    }

    private static Secret key(Exchange exchange) {
        return exchange.getVariable("agentKey", Secret.NONE, Secret.class);
    }

    private static Map<String, String> variables(Exchange exchange) {
        Map<?, ?> given = exchange.getVariable("variables", Map.of(), Map.class);
        Map<String, String> variables = new LinkedHashMap<>();
        given.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        return variables;
    }

    private static Map<String, Object> carried(Exchange exchange) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (String name : CARRIED) {
            Object value = exchange.getVariable(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    private static String variable(Exchange exchange, String name) {
        return exchange.getVariable(name, "", String.class);
    }
}
