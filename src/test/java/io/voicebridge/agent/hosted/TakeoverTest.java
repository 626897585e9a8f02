package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.FailoverAgent;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import io.voicebridge.agent.embedded.EmbeddedAgent;
import io.voicebridge.agent.embedded.PhoneCall;
import io.voicebridge.agent.embedded.VirtualScheduler;
import io.voicebridge.agent.embedded.Voices;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.conformance.Duty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A cascade whose brain dies in the middle of a call that the embedded agent then takes to its end, in virtual time. */
class TakeoverTest {

    private static final long LONGEST_SILENCE = 2_000;

    private final VirtualScheduler time = new VirtualScheduler();
    private BiConsumer<BrainTurn, Brain.Listener> brain = (turn, told) -> {
        told.says("Tell me about your home, please.");
        told.done();
    };

    private PhoneCall call() throws IOException {
        String dialogue = new YAMLMapper()
                .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile())
                .path("dialogue")
                .asText();
        HostedEngines engines = new HostedEngines(
                new Voices.Speaking(),
                Voices.Activity::new,
                TurnTaking.STANDARD,
                new ObjectMapper(),
                time,
                3_000,
                Clock.systemUTC());
        Brain asked = (turn, told) -> {
            brain.accept(turn, told);
            return () -> {};
        };
        HostedAgent hosted = new HostedAgent(
                new Cascade(asked, Optional.of(new Voices.Listening()), new Voices.Speaking()),
                engines,
                AllowedHosts.of("", ""),
                (uri, headers, listener) -> {
                    throw new AssertionError("nothing is connected with");
                },
                () -> {});
        EmbeddedAgent embedded = Voices.embedded(time);
        FailoverAgent agent = new FailoverAgent(hosted, List.of(standIn(embedded)), time::millis);
        AgentProfile profile = new AgentProfile(
                "sam", 1, "cascade", "You call.", "", dialogue, "{\"greeting\":\"Hello, this is Sam.\"}");
        agent.prepare(profile);
        return new PhoneCall(agent, time, new AgentCall("cv_1", profile, Map.of("first_name", "Ann")));
    }

    private static FailoverAgent.StandIn standIn(VoiceAgent agent) {
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

    /** How long nobody is heard from now on. */
    private static long silence(PhoneCall call) {
        long since = call.time.millis();
        call.waitsUntil("somebody speaks", call::isAgentSpeaking);
        return call.time.millis() - since;
    }

    @Test
    @Duty(
            value = "fallback",
            says = "a provider that dies in the middle of a call leaves the caller two seconds of silence at most,"
                    + " and the outcome still comes")
    void theOutcomeComesThoughTheBrainDied() throws IOException {
        PhoneCall call = call().hears("this is Sam").says("good morning").hears("Tell me about");
        brain = (turn, told) -> told.failed(BrainFault.lasting("brain_unreachable", "It is gone."));

        call.says("what is this about");
        long silence = silence(call);

        call.hears("Do you own your home").says("no i rent").isHandedBack();
        assertThat(silence).isLessThanOrEqualTo(LONGEST_SILENCE);
        assertThat(call.endsAs("not_qualified").path("evidence")).isNotEmpty();
    }

    @Test
    void whatWasMeasuredBeforeAndAfterIsOfOneCall() throws IOException {
        PhoneCall call = call().hears("this is Sam");
        brain = (turn, told) -> told.failed(BrainFault.lasting("brain_unreachable", "It is gone."));
        call.says("what is this about")
                .hears("Do you own your home")
                .says("no i rent")
                .isHandedBack();

        assertThat(call.metrics).extracting(AgentMetric::name).contains("turn_gap_ms", "stt_ms");
    }
}
