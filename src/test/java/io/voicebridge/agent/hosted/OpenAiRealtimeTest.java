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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What speaks OpenAI's Realtime API, called over real SIP and RTP. */
class OpenAiRealtimeTest {

    private static final double VOICE = 440;
    private static final String KEY = "sk-test-0123456789";

    private Bot bot;
    private HostedCall bridge;

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        bot.close();
    }

    private PhoneCall connected(String settings) throws Exception {
        bot = new Bot((self, message) -> {
            if (type(message).equals("session.update")) {
                self.says(Bot.object().put("type", "session.updated").set("session", message.path("session")));
            }
        });
        bridge = new HostedCall(
                new OpenAiRealtime("ws://127.0.0.1:" + bot.port() + "/v1/realtime", KEY, "gpt-realtime"),
                settings,
                "127.0.0.1");
        PhoneCall call = bridge.dial().connects();
        await().until(() -> told("input_audio_buffer.append").size() > 5);
        return call;
    }

    private static String type(JsonNode message) {
        return message.path("type").asText();
    }

    private List<JsonNode> told(String type) {
        return bot.told(message -> type(message).equals(type));
    }

    private static ObjectNode message(String type) {
        return Bot.object().put("type", type);
    }

    private void begins(String item) {
        bot.says(message("response.created"));
        ObjectNode part = message("response.content_part.added").put("item_id", item);
        part.putObject("part").put("type", "audio");
        bot.says(part);
    }

    private void speaks(String item, Duration length, String text) {
        begins(item);
        bot.says(message("response.output_audio.delta")
                .put("item_id", item)
                .put("delta", Bot.coded(Tones.sine(VOICE, length))));
        bot.says(message("response.output_audio.done").put("item_id", item));
        bot.says(message("response.output_audio_transcript.done")
                .put("item_id", item)
                .put("transcript", text));
    }

    private void hears(String text) {
        bot.says(
                message("conversation.item.input_audio_transcription.completed").put("transcript", text));
    }

    private void asks(String id, String name, String arguments) {
        ObjectNode done = message("response.output_item.done");
        done.putObject("item")
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", name)
                .put("arguments", arguments);
        bot.says(done);
    }

    private List<JsonNode> results() {
        return told("conversation.item.create").stream()
                .map(message -> message.path("item"))
                .filter(item -> type(item).equals("function_call_output"))
                .toList();
    }

    @Test
    void setsUpASessionWithTheRenderedPromptAndTheTools() throws Exception {
        PhoneCall call = connected("{\"transfers\":{\"sales\":{\"to\":\"+13125550111\"}}}");
        JsonNode session = told("session.update").get(0).path("session");

        assertThat(bot.uri).isEqualTo("/v1/realtime?model=gpt-realtime");
        assertThat(bot.headers).containsExactly("Bearer " + KEY);
        assertThat(session.path("type").asText()).isEqualTo("realtime");
        assertThat(session.path("instructions").asText()).isEqualTo("You call «Denver».\n\n" + Instructions.RULE);
        assertThat(session.at("/audio/input/format/type").asText()).isEqualTo("audio/pcmu");
        assertThat(session.at("/audio/output/format/type").asText()).isEqualTo("audio/pcmu");
        assertThat(session.path("tools").findValuesAsText("name"))
                .containsExactly("commit_outcome", "end_call", "transfer_call");
        assertThat(told("response.create")).as("the agent greets").hasSize(1);
        call.hangsUp();
    }

    @Test
    void stopsWhereTheCallerSpeaksAndTellsHowMuchWasHeard() throws Exception {
        PhoneCall call = connected("{}");
        speaks("item_1", Duration.ofSeconds(20), "A long story that nobody wants to hear.");
        call.hearsVoice().stays(Duration.ofMillis(600)).hums(700, Duration.ofMillis(800));

        await().atMost(3, TimeUnit.SECONDS)
                .until(() -> !told("conversation.item.truncate").isEmpty());
        JsonNode truncate = told("conversation.item.truncate").get(0);
        assertThat(truncate.path("item_id").asText()).isEqualTo("item_1");
        assertThat(truncate.path("audio_end_ms").asLong()).isBetween(300L, 4_000L);
        assertThat(told("response.cancel")).hasSize(1);
        await().until(() -> !bridge.transcript.isEmpty());
        assertThat(bridge.transcript.get(0).role()).isEqualTo(TranscriptItem.Role.AGENT);
        assertThat(bridge.transcript.get(0).interruptedAtMs())
                .isEqualTo(truncate.path("audio_end_ms").asLong());
        int heard = call.voice().length;
        call.stays(Duration.ofMillis(500));
        assertThat(call.voice().length - heard).isLessThan(2_400);
        call.hangsUp();
    }

    @Test
    void goesOnAfterANoiseThatWasNoSpeech() throws Exception {
        PhoneCall call = connected("{}");
        speaks("item_1", Duration.ofSeconds(3), "A story.");
        call.hearsVoice().stays(Duration.ofMillis(500)).hums(700, Duration.ofMillis(160));
        call.stays(Duration.ofSeconds(4));

        assertThat(told("conversation.item.truncate")).isEmpty();
        assertThat(call.voice().length).as("nothing of it is lost").isGreaterThan(22_000);
        assertThat(bridge.transcript).singleElement().satisfies(line -> assertThat(line.interruptedAtMs())
                .isEqualTo(-1));
        call.hangsUp();
    }

    @Test
    @Duty(
            value = "tools",
            says = "an agent's tool is done once for each id, and its outcome rests on what the caller said")
    void doesWhatAToolAsksOnceAndOnTheCallersWord() throws Exception {
        PhoneCall call = connected("{}");
        asks("c1", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        await().until(() -> results().size() == 1);
        assertThat(results().get(0).path("output").asText()).contains("no_evidence");
        assertThat(bridge.tools).isEmpty();

        hears("Yes, I would like a quote.");
        asks("c2", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        asks("c2", "commit_outcome", "{\"outcome\":\"qualified\",\"summary\":\"Wants it.\"}");
        asks("c3", "commit_outcome", "{\"outcome\":\"very_good\",\"summary\":\"Wants it.\"}");
        asks("c4", "transfer_call", "{\"destination\":\"+19005550000\"}");
        asks("c5", "end_call", "{}");
        await().until(() ->
                bridge.toolNames().contains(ToolCall.END_CALL) && results().size() >= 4);

        assertThat(bridge.toolNames()).containsExactly("commit_outcome", "end_call");
        assertThat(bridge.tools.get(0).arguments()).contains("\"evidence\":[\"u1\"]");
        assertThat(output("c2")).isEqualTo("{\"status\":\"ok\"}");
        assertThat(output("c3")).contains("invalid_arguments");
        assertThat(output("c4")).contains("invalid_arguments");
        await().until(() -> bridge.metrics.stream().anyMatch(m -> m.name().equals("tool_latency_ms")));
        call.hangsUp();
    }

    private String output(String id) {
        return results().stream()
                .filter(item -> item.path("call_id").asText().equals(id))
                .map(item -> item.path("output").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Duty(value = "do not call", says = "a spoken objection is committed at once, whatever a hosted agent makes of it")
    void writesDownAnObjectionAtOnce() throws Exception {
        PhoneCall call = connected("{}");
        hears("Please take me off your list.");

        await().until(() -> !bridge.tools.isEmpty());
        assertThat(bridge.tools.get(0).name()).isEqualTo(ToolCall.COMMIT_OUTCOME);
        assertThat(bridge.tools.get(0).arguments())
                .contains("\"outcome\":\"do_not_call\"", "\"dnc\":true", "\"evidence\":[\"u1\"]");
        call.hangsUp();
    }

    @Test
    void isReplacedWhereItSaysThatItSpeaksAndSendsNothing() throws Exception {
        PhoneCall call = connected("{}");
        long since = System.nanoTime();
        begins("item_1");

        await().until(() -> !bridge.replaced.isEmpty());
        call.hearsVoice();
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("agent_silent");
        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .as("not before its time; HostedClockTest has the limit itself")
                .isGreaterThan(Duration.ofMillis(1_400));
        call.hangsUp();
    }

    @Test
    void saysItsGreetingToTheEndThoughTheLineIsNoisy() throws Exception {
        PhoneCall call = connected("{\"greeting\":\"This call is recorded.\"}");
        call.hums(700, Duration.ofMillis(900)).stays(Duration.ofMillis(400));

        assertThat(Tones.frames(call.voice(), HostedCall.BRIDGE)).isGreaterThan(0.8);
        assertThat(call.voice().length).isGreaterThan(4_000);
        assertThat(told("response.create"))
                .as("it is told of the greeting, and waits")
                .isEmpty();
        call.hangsUp();
    }

    @Test
    void asksAgainAndThenSaysGoodbyeWhereNobodySpeaks() throws Exception {
        PhoneCall call = connected("{\"silence_s\":3,\"greeting\":\"Hello.\"}");

        await().atMost(15, TimeUnit.SECONDS).until(() -> bridge.toolNames().contains(ToolCall.END_CALL));
        assertThat(bridge.transcript)
                .extracting(TranscriptItem::text)
                .contains("Are you still there?", "Thank you for your time. Goodbye.");
        call.hangsUp();
    }

    @Test
    void readsTheNamesOfTheBetaToo() throws Exception {
        PhoneCall call = connected("{}");
        bot.says(message("response.audio.delta")
                .put("item_id", "item_1")
                .put("delta", Bot.coded(Tones.sine(VOICE, Duration.ofMillis(600)))));
        bot.says(message("response.audio_transcript.done")
                .put("item_id", "item_1")
                .put("transcript", "Hello."));
        bot.says(message("response.audio.done").put("item_id", "item_1"));

        call.hearsVoice();
        await().until(() -> !bridge.transcript.isEmpty());
        assertThat(bridge.transcript.get(0).text()).isEqualTo("Hello.");
        call.hangsUp();
    }

    @Test
    @Duty(value = "keys", says = "what a provider says of a key is not passed on")
    void doesNotPassOnWhatAnErrorQuotes() throws Exception {
        PhoneCall call = connected("{}");
        ObjectNode error = message("error");
        error.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", "invalid_api_key")
                .put("message", "Incorrect API key provided: " + KEY);
        bot.says(error);

        await().until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("invalid_api_key");
        assertThat(bridge.replaced.toString()).doesNotContain(KEY);
        call.hangsUp();
    }
}
