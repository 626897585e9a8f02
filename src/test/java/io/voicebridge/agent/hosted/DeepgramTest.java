package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Tones;
import io.voicebridge.conformance.Duty;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What speaks Deepgram's Voice Agent API, called over real SIP and RTP. */
class DeepgramTest {

    private static final double VOICE = 440;
    private static final String KEY = "dg-test-0123456789";

    private Bot bot;
    private HostedCall bridge;

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        bot.close();
    }

    private PhoneCall connected(String settings) throws Exception {
        bot = new Bot(
                "Authorization", self -> self.says(message("Welcome").put("request_id", "r1")), (self, message) -> {
                    if (type(message).equals("Settings")) {
                        self.says(message("SettingsApplied"));
                    }
                });
        bridge = new HostedCall(
                new Deepgram("ws://127.0.0.1:" + bot.port() + "/v1/agent/converse", KEY), settings, "127.0.0.1");
        PhoneCall call = bridge.dial().connects();
        await().atMost(30, TimeUnit.SECONDS).until(() -> bot.heard.get() > 5 * 160);
        return call;
    }

    private static String type(JsonNode message) {
        return message.path("type").asText();
    }

    private static ObjectNode message(String type) {
        return Bot.object().put("type", type);
    }

    private List<JsonNode> told(String type) {
        return bot.told(message -> type(message).equals(type));
    }

    private void sound(Duration length) {
        byte[] codes = MuLaw.bytes(Tones.sine(VOICE, length));
        for (int at = 0; at < codes.length; at += 3_200) {
            bot.says(Arrays.copyOfRange(codes, at, Math.min(codes.length, at + 3_200)));
        }
    }

    private void text(String role, String content) {
        bot.says(message("ConversationText").put("role", role).put("content", content));
    }

    private void speaks(Duration length, String words) {
        text("assistant", words);
        bot.says(message("AgentStartedSpeaking"));
        sound(length);
        bot.says(message("AgentAudioDone"));
    }

    private void asks(String id, String name, String arguments) {
        ObjectNode request = message("FunctionCallRequest");
        request.putArray("functions")
                .addObject()
                .put("id", id)
                .put("name", name)
                .put("arguments", arguments)
                .put("client_side", true);
        bot.says(request);
    }

    private String output(String id) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> told("FunctionCallResponse").stream()
                .anyMatch(m -> m.path("id").asText().equals(id)));
        return told("FunctionCallResponse").stream()
                .filter(m -> m.path("id").asText().equals(id))
                .map(m -> m.path("content").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendsItsSettingsAfterWelcomeAndAudioAfterThat() throws Exception {
        PhoneCall call = connected("{\"model\":\"gpt-4o\"}");
        JsonNode settings = told("Settings").get(0);

        assertThat(bot.headers).containsExactly("Token " + KEY);
        assertThat(settings.at("/audio/input/encoding").asText()).isEqualTo("mulaw");
        assertThat(settings.at("/audio/output/container").asText()).isEqualTo("none");
        assertThat(settings.at("/agent/think/provider/model").asText()).isEqualTo("gpt-4o");
        assertThat(settings.at("/agent/think/prompt").asText()).startsWith("You call «Denver».");
        assertThat(settings.at("/agent/think/functions").findValuesAsText("name"))
                .containsExactly("commit_outcome", "end_call");
        assertThat(told("InjectUserMessage")).as("the agent is asked to greet").hasSize(1);
        call.hangsUp();
    }

    @Test
    void saysWhatComesAndKnowsItsWords() throws Exception {
        PhoneCall call = connected("{\"greeting\":\"Hello.\"}");
        speaks(Duration.ofMillis(600), "Good morning.");

        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().contains("Good morning."));
        assertThat(told("InjectUserMessage")).isEmpty();
        assertThat(Tones.frames(call.voice(), VOICE)).isGreaterThan(0.2);
        call.hangsUp();
    }

    private List<String> lines() {
        return bridge.transcript.stream().map(TranscriptItem::text).toList();
    }

    @Test
    void putsWordsThatComeLateToTheSoundThatCameBefore() throws Exception {
        PhoneCall call = connected("{}");
        sound(Duration.ofMillis(400));
        bot.says(message("AgentAudioDone"));
        text("assistant", "Good morning.");
        speaks(Duration.ofMillis(400), "How are you?");

        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().size() == 2);
        assertThat(lines()).containsExactly("Good morning.", "How are you?");
        call.hangsUp();
    }

    @Test
    void stopsWhereTheCallerSpeaksAndDropsWhatStillComes() throws Exception {
        PhoneCall call = connected("{}");
        text("assistant", "A long story.");
        bot.says(message("AgentStartedSpeaking"));
        sound(Duration.ofSeconds(10));
        call.hearsVoice().stays(Duration.ofMillis(600)).hums(700, Duration.ofMillis(800));
        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.transcript.isEmpty());
        sound(Duration.ofSeconds(3));
        int heard = call.voice().length;
        call.stays(Duration.ofMillis(500));

        assertThat(bridge.transcript.get(0).interruptedAtMs()).isPositive();
        assertThat(call.voice().length - heard).isLessThan(2_400);

        bot.says(message("UserStartedSpeaking"));
        text("user", "Stop it.");
        speaks(Duration.ofMillis(500), "All right.");
        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().contains("All right."));
        call.hangsUp();
    }

    @Test
    @Duty(
            value = "tools",
            says = "what the bridge writes to an agent in the caller's place is no evidence for an outcome")
    void checksToolsAndDoesNotTakeItsOwnWordsForTheCallers() throws Exception {
        PhoneCall call = connected("{}");
        text("user", told("InjectUserMessage").get(0).path("content").asText());
        asks("f1", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        assertThat(output("f1")).contains("no_evidence");

        text("user", "Yes, I would like a quote.");
        asks("f2", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        asks("f2", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        asks("f3", "commit_outcome", "{\"outcome\":1}");
        asks("f4", "end_call", "{}");
        assertThat(output("f2")).isEqualTo("{\"status\":\"ok\"}");
        assertThat(output("f3")).contains("invalid_arguments");
        await().atMost(30, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains(ToolCall.END_CALL));

        assertThat(bridge.toolNames()).containsExactly("commit_outcome", "end_call");
        assertThat(lines()).containsExactly("Yes, I would like a quote.");
        call.hangsUp();
    }

    @Test
    void isReplacedWhereItReportsAnErrorOfWhichNothingIsPassedOn() throws Exception {
        PhoneCall call = connected("{}");
        bot.says(message("Error").put("code", "FAILED_TO_THINK").put("description", "The key " + KEY + " is bad"));

        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.replaced.isEmpty());
        call.hearsVoice();
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("failed_to_think");
        assertThat(bridge.replaced.toString()).doesNotContain(KEY);
        call.hangsUp();
    }

    @Test
    void isReplacedWhereTheConnectionBreaks() throws Exception {
        PhoneCall call = connected("{}");
        speaks(Duration.ofSeconds(5), "A long story.");
        call.hearsVoice();
        bot.dies();

        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("socket_closed");
        call.hangsUp();
    }

    @Test
    void doesNotMindWhatItDoesNotKnow() throws Exception {
        PhoneCall call = connected("{}");
        bot.says("no json");
        bot.says("[1,2]");
        bot.says(message("Welcome"));
        bot.says(message("SettingsApplied"));
        bot.says(message("FunctionCallRequest"));
        bot.says(message("Surprise").put("x", "y".repeat(500_000)));
        speaks(Duration.ofMillis(400), "Good morning.");

        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().contains("Good morning."));
        assertThat(told("Settings")).hasSize(1);
        assertThat(bridge.replaced).isEmpty();
        call.hangsUp();
    }
}
