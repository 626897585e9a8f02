package io.voicebridge.agent.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.Line;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.speech.Synthesizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoAgentTest {

    private static final Map<String, String> VARIABLES = Map.of("first_name", "Ann", "city", "Denver");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> spoken = new CopyOnWriteArrayList<>();
    private final EchoAgent agent = new EchoAgent(new Voice(), new ObjectMapper());
    private Map<String, String> variables = VARIABLES;
    private volatile OptionalLong roundTrip = OptionalLong.empty();
    private AgentSession session;

    @AfterEach
    void stop() {
        agent.close();
    }

    private void opens(String settings) {
        AgentProfile profile = new AgentProfile("test", 1, "echo", "", "slt", "", settings);
        session = agent.open(
                new AgentCall("cv_1", profile, variables).on(new Line() {
                    @Override
                    public Optional<String> codec() {
                        return Optional.of("PCMU");
                    }

                    @Override
                    public OptionalLong roundTripMs() {
                        return roundTrip;
                    }
                }),
                new Told());
    }

    /** The caller listens to the end of so many lines. */
    private void hears(int lines) {
        for (int i = 0; i < lines; i++) {
            int line = i + 1;
            await().until(() -> spoken.size() >= line);
            session.played("a" + line, 100, true);
        }
    }

    @Test
    void saysWhatCameAndHowTheAudioGoes() {
        opens("");
        hears(2);
        roundTrip = OptionalLong.of(42);
        hears(5);

        await().until(() -> spoken.size() == 5);
        assertThat(spoken)
                .containsExactly(
                        "This is a test line.",
                        "The codec is G 7 11 mu law.",
                        "These headers have come. city: Denver. first name: Ann.",
                        "The round trip is 42 milliseconds.",
                        "Press 1 to hang up, 2 to hang up with a route, 3 to be transferred, or star to hear this again.");
    }

    @Test
    void hangsUpCleanly() {
        opens("");
        session.callerDigit('1');

        await().until(() -> told.contains("end_call {\"reason\":\"caller_done\"}"));
        assertThat(told).noneMatch(line -> line.startsWith("commit_outcome"));
    }

    @Test
    void hangsUpWithARoute() {
        opens("");
        session.callerDigit('2');

        await().until(() -> told.contains("end_call {\"reason\":\"caller_done\"}"));
        assertThat(told)
                .filteredOn(line -> line.startsWith("commit_outcome"))
                .singleElement()
                .asString()
                .contains("\"final\":true", "\"type\":\"SkillTransfer\",\"value\":\"Test\"");
    }

    @Test
    void transfersWarmWhereTheSettingsSay() {
        opens("{\"transfer_to\":\"+13035550199\"}");
        session.callerDigit('3');

        await().until(() -> told.stream().anyMatch(line -> line.startsWith("transfer_call")));
        assertThat(told)
                .filteredOn(line -> line.startsWith("transfer_call"))
                .singleElement()
                .asString()
                .contains("\"to\":\"+13035550199\"", "\"mode\":\"warm\"");
    }

    @Test
    void transfersWarmToItselfWhereNothingElseIsSaid() {
        opens("");
        session.callerDigit('3');

        await().until(() -> told.stream().anyMatch(line -> line.startsWith("transfer_call")));
        assertThat(told)
                .filteredOn(line -> line.startsWith("transfer_call"))
                .singleElement()
                .asString()
                .contains("\"to\":\"self\"", "\"mode\":\"warm\"");
    }

    @Test
    void transfersNoCallThatHasComeBack() {
        variables = Map.of("ConversationId", "cv_1");
        opens("");
        session.callerDigit('3');
        session.callerDigit('1');

        await().until(() -> told.stream().anyMatch(line -> line.startsWith("end_call")));
        assertThat(told).noneMatch(line -> line.startsWith("transfer_call"));
    }

    @Test
    void saysThatATransferWasRefused() {
        opens("{\"transfer_to\":\"+13035550199\"}");
        session.callerDigit('3');
        await().until(() -> told.stream().anyMatch(line -> line.startsWith("transfer_call")));
        session.toolResult("t1", "{\"status\":\"bad_number\",\"detail\":\"It is none.\"}");

        session.played("a1", 100, true);
        await().until(() -> spoken.contains("That was refused: It is none."));
    }

    @Test
    void beginsAgainWithTheStar() {
        opens("");
        hears(2);
        session.callerDigit('*');

        await().until(() ->
                spoken.stream().filter("This is a test line."::equals).count() == 2);
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThatThrownBy(() -> agent.prepare(new AgentProfile("test", 1, "echo", "", "slt", "", "{")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysItsLastWordWhenTheCallIsOver() {
        opens("");
        session.close();

        await().until(() -> told.contains("closed"));
    }

    private final class Voice implements Synthesizer {
        @Override
        public short[] synthesize(String text, String voice) {
            spoken.add(text);
            return new short[800];
        }

        @Override
        public List<String> voices() {
            return List.of();
        }

        @Override
        public String name() {
            return "voice";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final class Told implements AgentListener {
        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            told.add("audio " + itemId);
        }

        @Override
        public void stopAudio() {
            told.add("stop");
        }

        @Override
        public void transcript(TranscriptItem item) {
            told.add("said " + item.text());
        }

        @Override
        public void toolCall(ToolCall call) {
            told.add(call.name() + ' ' + call.arguments());
        }

        @Override
        public void metric(AgentMetric metric) {
            // of no interest
        }

        @Override
        public void failed(AgentFailure failure) {
            told.add("failed");
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    }
}
