package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Tones;
import io.voicebridge.cli.agent.RouteBrain;
import io.voicebridge.speech.Synthesizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cascade over real SIP and RTP, whose brain is the route of examples/order-line as it is. The ears and the voice hum. */
@Timeout(180)
class CascadeCallTest {

    private static final double VOICE = 1_000;
    private static final double CALLER = 700;

    private final DefaultCamelContext routes = new DefaultCamelContext();
    private final ExecutorService thoughts = Executors.newCachedThreadPool();
    private final ToldEar ear = new ToldEar();
    private final Mouth mouth = new Mouth();
    private HostedCall bridge;

    @BeforeEach
    void start() throws Exception {
        routes.start();
        answeredBy(Files.readString(Path.of("examples/order-line/agent-turn.camel.yaml")));
        RouteBrain brain = new RouteBrain(routes.createProducerTemplate(), thoughts, new ObjectMapper());
        bridge = new HostedCall(new Cascade(brain, Optional.of(ear), mouth), "{\"greeting\":\"Hello.\"}", "127.0.0.1");
    }

    @AfterEach
    void stop() {
        bridge.close();
        routes.stop();
        thoughts.shutdownNow();
    }

    private void answeredBy(String route) throws Exception {
        PluginHelper.getRoutesLoader(routes).updateRoutes(ResourceHelper.fromString("agent-turn.camel.yaml", route));
    }

    private PhoneCall greeted() {
        return bridge.dial().connects().hearsVoice().hearsNothing();
    }

    private void asks(PhoneCall call, String words) {
        ear.words = words;
        call.hums(CALLER, Duration.ofMillis(900));
    }

    private Stream<TranscriptItem> lines(TranscriptItem.Role role) {
        return bridge.transcript.stream().filter(line -> line.role() == role);
    }

    private void awaitLine(String part) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines(TranscriptItem.Role.AGENT)
                .anyMatch(line -> line.text().contains(part)));
    }

    @Test
    void whatARouteSaysIsHeardOnThePhone() {
        PhoneCall call = greeted();
        int before = call.heard().length;
        asks(call, "It is 4 2 0 7.");
        awaitLine("arrives on Friday");
        short[] answer = Arrays.copyOfRange(call.heard(), before, call.heard().length);

        assertThat(lines(TranscriptItem.Role.CALLER))
                .extracting(TranscriptItem::text)
                .containsExactly("It is 4 2 0 7.");
        assertThat(Tones.frames(answer, VOICE) * answer.length / 8)
                .as("milliseconds of the agent's voice")
                .isGreaterThan(1_000);
        call.hangsUp();
    }

    @Test
    void whatARouteCommitsRestsOnWhatTheCallerSaid() {
        PhoneCall call = greeted();
        asks(call, "No, thank you.");

        await().atMost(60, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains("end_call"));
        assertThat(bridge.toolNames()).containsExactly("commit_outcome", "end_call");
        assertThat(bridge.tools.get(0).arguments()).contains("\"outcome\":\"qualified\"", "\"evidence\":[\"u1\"]");
        call.hangsUp();
    }

    @Test
    void aCallerWhoSpeaksIntoAnAnswerIsAnswered() {
        mouth.msAWord = 800;
        PhoneCall call = greeted();
        asks(call, "It is 4 2 0 7.");
        call.hearsVoice();
        mouth.msAWord = 150;
        asks(call, "No, thank you.");

        await().atMost(60, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains("end_call"));
        assertThat(lines(TranscriptItem.Role.AGENT))
                .filteredOn(line -> line.interruptedAtMs() >= 0)
                .as("the answer that was cut")
                .hasSize(1);
        assertThat(bridge.metrics).extracting(metric -> metric.name()).contains("bargein_stop_ms", "interruptions");
        call.hangsUp();
    }

    @Test
    void aRouteThatFailsInTheMiddleOfACallIsReplaced() throws Exception {
        PhoneCall call = greeted();
        asks(call, "It is 4 2 0 7.");
        awaitLine("arrives on Friday");
        call.hearsNothing();

        answeredBy("""
                - route:
                    id: find-order
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:agent-turn
                      steps:
                        - throwException: {exceptionType: java.net.ConnectException, message: The shop is closed}
                """);
        asks(call, "And the other one?");

        await().atMost(60, TimeUnit.SECONDS).until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("brain_unreachable");
        call.hearsVoice();
        bridge.standIn.sessions.poll(20, TimeUnit.SECONDS).asks("t1", "commit_outcome", "{\"outcome\":\"callback\"}");
        await().atMost(60, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains("commit_outcome"));
        call.hangsUp();
    }

    private static final class Mouth implements Synthesizer {
        private volatile int msAWord = 150;

        @Override
        public short[] synthesize(String text, String voice) {
            return Tones.sine(VOICE, Duration.ofMillis((long) text.split(" ").length * msAWord));
        }

        @Override
        public List<String> voices() {
            return List.of();
        }

        @Override
        public String name() {
            return "mouth";
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
