package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.Secret;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Tones;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What speaks as an agent of ElevenLabs, called over real SIP and RTP. */
class ElevenLabsTest {

    private static final double VOICE = 440;
    private static final String KEY = "xi-test-0123456789";
    private static final String AGENT = "\"agent_id\":\"agent_01\"";

    private Bot bot;
    private HostedCall bridge;

    @AfterEach
    void stop() throws Exception {
        if (bridge != null) {
            bridge.close();
            bot.close();
        }
    }

    private PhoneCall dialled(String settings, String format) throws Exception {
        bot = new Bot("xi-api-key", self -> {}, (self, message) -> {
            if (type(message).equals("conversation_initiation_client_data")) {
                ObjectNode metadata = message("conversation_initiation_metadata");
                metadata.putObject("conversation_initiation_metadata_event")
                        .put("conversation_id", "conv_1")
                        .put("agent_output_audio_format", format)
                        .put("user_input_audio_format", format);
                self.says(metadata);
            }
        });
        bridge = new HostedCall(
                new ElevenLabs("ws://127.0.0.1:" + bot.port() + "/v1/convai/conversation", KEY), settings, "127.0.0.1");
        return bridge.dial().connects();
    }

    private PhoneCall connected(String settings) throws Exception {
        PhoneCall call = dialled(settings, "ulaw_8000");
        await().atMost(30, TimeUnit.SECONDS)
                .until(() ->
                        bot.told(message -> message.has("user_audio_chunk")).size() > 5);
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

    private void sound(int event, Duration length) {
        ObjectNode audio = message("audio");
        audio.putObject("audio_event")
                .put("audio_base_64", MuLaw.text(Tones.sine(VOICE, length)))
                .put("event_id", event);
        bot.says(audio);
    }

    private void answers(String text) {
        ObjectNode response = message("agent_response");
        response.putObject("agent_response_event").put("agent_response", text);
        bot.says(response);
    }

    private void hears(String text) {
        ObjectNode transcript = message("user_transcript");
        transcript.putObject("user_transcription_event").put("user_transcript", text);
        bot.says(transcript);
    }

    private void asks(String id, String name, String parameters) throws Exception {
        ObjectNode call = message("client_tool_call");
        ObjectNode tool =
                call.putObject("client_tool_call").put("tool_name", name).put("tool_call_id", id);
        tool.set("parameters", Bot.JSON.readTree(parameters));
        bot.says(call);
    }

    private List<String> lines() {
        return bridge.transcript.stream().map(TranscriptItem::text).toList();
    }

    @Test
    void beginsAConversationWithTheNamedAgent() throws Exception {
        PhoneCall call = connected("{" + AGENT + ",\"greeting\":\"Hello.\"}");
        JsonNode begin = told("conversation_initiation_client_data").get(0);

        assertThat(bot.uri).isEqualTo("/v1/convai/conversation?agent_id=agent_01");
        assertThat(bot.headers).containsExactly(KEY);
        assertThat(begin.at("/conversation_config_override/agent/prompt/prompt").asText())
                .startsWith("You call «Denver».");
        assertThat(begin.at("/conversation_config_override/agent/first_message").asText("missing"))
                .as("the bridge greets")
                .isEmpty();
        assertThat(begin.at("/dynamic_variables/city").asText()).isEqualTo("Denver");
        call.hangsUp();
    }

    @Test
    void usesTheKeyOfTheAgentWhereItHasOne() throws Exception {
        bot = new Bot("xi-api-key", self -> {}, (self, message) -> {});
        bridge = new HostedCall(
                new ElevenLabs("ws://127.0.0.1:" + bot.port() + "/v1/convai/conversation", ""),
                "{" + AGENT + ",\"key_secret\":\"ours\"}",
                "127.0.0.1",
                new Secret("xi-of-the-tenant"));
        PhoneCall call = bridge.dial().connects();

        await().atMost(30, TimeUnit.SECONDS).until(() -> !bot.headers.isEmpty());
        assertThat(bot.headers).containsExactly("xi-of-the-tenant");
        call.hangsUp();
    }

    @Test
    void doesNotTakeTheOperatorsKeyInPlaceOfOneThatCannotBeRead() throws Exception {
        bot = new Bot("xi-api-key", self -> {}, (self, message) -> {});
        bridge = new HostedCall(
                new ElevenLabs("ws://127.0.0.1:" + bot.port() + "/v1/convai/conversation", KEY),
                "{" + AGENT + ",\"key_secret\":\"ours\"}",
                "127.0.0.1");
        PhoneCall call = bridge.dial().connects().hearsVoice();

        assertThat(bridge.replaced).extracting(told -> told.failure().code()).containsExactly("not_available");
        assertThat(bot.headers).isEmpty();
        call.hangsUp();
    }

    @Test
    void answersPings() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        ObjectNode ping = message("ping");
        ping.putObject("ping_event").put("event_id", 77);
        bot.says(ping);

        await().atMost(30, TimeUnit.SECONDS).until(() -> !told("pong").isEmpty());
        assertThat(told("pong").get(0).path("event_id").asInt()).isEqualTo(77);
        call.hangsUp();
    }

    @Test
    void tellsOneAnswerFromTheNextWhateverComesFirst() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        answers("Good morning.");
        sound(1, Duration.ofMillis(300));
        sound(2, Duration.ofMillis(300));
        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().contains("Good morning."));
        sound(3, Duration.ofMillis(300));
        answers("How are you?");

        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().size() == 2);
        assertThat(lines()).containsExactly("Good morning.", "How are you?");
        call.hangsUp();
    }

    @Test
    void stopsWhereTheProviderHearsTheCaller() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        answers("A long story.");
        sound(1, Duration.ofSeconds(10));
        call.hearsVoice().stays(Duration.ofMillis(600));
        ObjectNode interruption = message("interruption");
        interruption.putObject("interruption_event").put("event_id", 2);
        bot.says(interruption);
        sound(2, Duration.ofSeconds(5));
        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.transcript.isEmpty());
        int heard = call.voice().length;
        call.stays(Duration.ofMillis(500));

        assertThat(bridge.transcript.get(0).interruptedAtMs()).isPositive();
        assertThat(call.voice().length - heard).isLessThan(2_400);

        hears("Stop it.");
        answers("All right.");
        sound(3, Duration.ofMillis(400));
        await().atMost(30, TimeUnit.SECONDS).until(() -> lines().contains("All right."));
        call.hangsUp();
    }

    @Test
    void checksWhatItsToolsAskFor() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        asks("t1", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        hears("Yes, I would like a quote.");
        asks("t2", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        asks("t3", "transfer_call", "{\"destination\":\"+19005550000\"}");
        asks("t4", "commit_outcome", "\"qualified\"");
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> told("client_tool_result").size() == 4);

        assertThat(bridge.toolNames()).containsExactly("commit_outcome");
        assertThat(result("t1")).contains("no_evidence");
        assertThat(result("t2")).isEqualTo("{\"status\":\"ok\"}");
        assertThat(result("t3")).contains("invalid_arguments");
        assertThat(result("t4")).contains("invalid_arguments");
        call.hangsUp();
    }

    private String result(String id) {
        return told("client_tool_result").stream()
                .filter(message -> message.path("tool_call_id").asText().equals(id))
                .map(message -> message.path("result").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void handsTheCallBackWhereTheAgentHangsUp() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        bot.hangsUp();

        await().atMost(30, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains(ToolCall.END_CALL));
        assertThat(bridge.replaced).isEmpty();
        call.hangsUp();
    }

    @Test
    void isReplacedWhereItsAudioIsOfAnotherKind() throws Exception {
        PhoneCall call = dialled("{" + AGENT + "}", "pcm_16000");

        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("audio_format");
        call.hangsUp();
    }

    @Test
    void isReplacedWhereAMessageIsTooLarge() throws Exception {
        PhoneCall call = connected("{" + AGENT + "}");
        bot.says(message("audio").put("x", "y".repeat(SocketLink.LARGEST_MESSAGE)));

        await().atMost(30, TimeUnit.SECONDS).until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("socket_closed");
        call.hangsUp();
    }

    @Test
    void takesNoAgentThatIsNoName() {
        ElevenLabs provider = new ElevenLabs("wss://api.elevenlabs.io/v1/convai/conversation", KEY);
        HostedSettings settings = HostedSettings.read("{\"agent_id\":\"a&xi-api-key=other\"}", Bot.JSON);

        assertThatThrownBy(() -> provider.address(settings)).hasMessageContaining("settings.agent_id");
    }
}
