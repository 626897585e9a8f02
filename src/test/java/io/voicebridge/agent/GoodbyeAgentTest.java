package io.voicebridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.speech.Synthesizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoodbyeAgentTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final GoodbyeAgent agent = new GoodbyeAgent(new Voice(), "I have to go. Goodbye.");
    private final AgentProfile profile = new AgentProfile("solar", 1, "hosted", "talk", "marin", "");
    private final AgentCall call = new AgentCall("cv_1", profile, Map.of()).after(new Handover(1, "socket_closed"));

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void saysGoodbyeAndHandsTheCallBackOnceThatWasHeard() {
        agent.prepare(profile);
        AgentSession session = agent.open(call, new Told());

        await().untilAsserted(() -> assertThat(told).containsExactly("audio 2.a1 of 800"));
        session.played("2.a1", 100, true);
        await().untilAsserted(() ->
                assertThat(told).containsExactly("audio 2.a1 of 800", "said I have to go. Goodbye.", "end_call 2.end"));
        session.toolResult("2.end", "{\"status\":\"ok\"}");
        session.close();
        await().untilAsserted(() -> assertThat(told).last().isEqualTo("closed"));
    }

    @Test
    void asksAgainWhereTheCallWasNotEnded() {
        AgentSession session = agent.open(call, new Told());
        await().until(() -> !told.isEmpty());
        session.played("2.a1", 100, true);
        await().until(() -> told.contains("end_call 2.end"));
        session.toolResult("2.end", "{\"status\":\"error\"}");

        await().untilAsserted(() ->
                assertThat(told).filteredOn("end_call 2.end"::equals).hasSize(2));
    }

    @Test
    void waitsWhileTheCallerHearsSomethingElse() {
        AgentSession session = agent.open(call, new Told());
        session.paused();
        await().until(() -> !told.isEmpty());
        session.resumed("{}");
        session.played("2.a1", 100, true);

        await().until(() -> told.contains("end_call 2.end"));
        assertThat(told).filteredOn(line -> line.startsWith("audio")).hasSize(1);
    }

    private static final class Voice implements Synthesizer {
        @Override
        public short[] synthesize(String text, String voice) {
            return new short[800];
        }

        @Override
        public List<String> voices() {
            return List.of();
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public void close() {}
    }

    private final class Told implements AgentListener {
        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            told.add("audio " + itemId + " of " + pcm.length);
        }

        @Override
        public void stopAudio() {}

        @Override
        public void transcript(TranscriptItem item) {
            told.add("said " + item.text());
        }

        @Override
        public void toolCall(ToolCall asked) {
            told.add(asked.name() + " " + asked.id());
        }

        @Override
        public void metric(AgentMetric metric) {}

        @Override
        public void failed(AgentFailure failure) {}

        @Override
        public void closed() {
            told.add("closed");
        }
    }
}
