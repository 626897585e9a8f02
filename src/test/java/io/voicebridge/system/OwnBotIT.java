package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.hosted.Bot;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Tones;
import io.voicebridge.speech.Speech;
import io.voicebridge.speech.SpeechSettings;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A bot that a team wrote for Twilio's Media Streams serves a number of the packaged bridge, as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnBotIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "+13453450177";
    private static final double VOICE = 440;

    private Bot bot;
    private BridgeProcess bridge;
    private Caller customers;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bot = new Bot((self, message) -> {});
        bridge = BridgeProcess.start(
                Files.createDirectory(folder.resolve("data")), Map.of("BRIDGE_AGENTS_HOSTS_INSIDE", "127.0.0.1"));
        String key = bridge.runtime().demo().adminKey();
        String agent = made(
                        key,
                        "/api/v1/agents",
                        "{\"name\":\"own-bot\",\"provider\":\"media-streams\",\"settings\":{\"url\":\"ws://127.0.0.1:"
                                + bot.port() + "/media\"}}")
                .path("id")
                .asText();
        made(key, "/api/v1/agents/" + agent + "/publish", "{}");
        made(
                key,
                "/api/v1/phone-numbers",
                "{\"number\":\"" + NUMBER + "\",\"name\":\"Own bot\",\"agent_id\":\"" + agent + "\"}");
        customers =
                Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()));
    }

    @AfterAll
    void stop() throws Exception {
        customers.close();
        bridge.close();
        bot.close();
    }

    private JsonNode made(String key, String path, String json) throws Exception {
        HttpResponse<String> answer = bridge.post(path, key, json);
        assertThat(answer.statusCode()).as(path + ' ' + answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    /** The bot hears this call. */
    private PhoneCall calls(String correlation) {
        bot.told.clear();
        PhoneCall call = customers
                .dials(NUMBER)
                .with("X-CallSessionId", correlation)
                .with("X-first_name", "Ann")
                .connects();
        await().until(() -> event("media").size() > 5);
        return call;
    }

    private List<JsonNode> event(String name) {
        return bot.told(message -> message.path("event").asText().equals(name));
    }

    private JsonNode parameters() {
        return event("start").get(0).path("start").path("customParameters");
    }

    private void speaks(Duration length) {
        short[] pcm = Tones.sine(VOICE, length);
        var media = Bot.object().put("event", "media").put("streamSid", stream());
        media.putObject("media").put("payload", Bot.coded(pcm));
        bot.says(media);
    }

    private String stream() {
        return event("start").get(0).path("streamSid").asText();
    }

    private int commits(String outcome) throws Exception {
        return bridge.hook("{\"conversation_id\":\""
                        + parameters().path("conversation_id").asText() + "\",\"outcome\":\"" + outcome
                        + "\",\"summary\":\"The bot says so.\"}")
                .statusCode();
    }

    @Test
    void isInterruptedCommitsByWebhookAndHandsTheCallBack() throws Exception {
        PhoneCall call = calls("own-bot-1");
        assertThat(parameters().path("first_name").asText()).isEqualTo("Ann");
        speaks(Duration.ofSeconds(20));
        call.hearsVoice().says(words("Yes please."));
        await().until(() -> event("media").stream().anyMatch(OwnBotIT::isLoud));
        bot.says("{\"event\":\"clear\",\"streamSid\":\"" + stream() + "\"}");
        call.hearsNothing();
        assertThat(commits("qualified")).isBetween(200, 299);
        bot.hangsUp();
        call.isOver();

        JsonNode answer = bridge.five9("/five9/v1/outcome?correlation=own-bot-1&wait=5");
        assertThat(answer.path("outcome").asText()).isEqualTo("qualified");
        assertThat(answer.path("qualified").asText()).isIn("yes", "true");
        assertThat(bridge.api("/api/v1/conversations/"
                                + answer.path("conversation_id").asText() + "/transcript")
                        .findValuesAsText("text")
                        .toString())
                .containsIgnoringCase("please");
    }

    private static boolean isLoud(JsonNode media) {
        byte[] codes =
                Base64.getDecoder().decode(media.path("media").path("payload").asText());
        for (byte code : codes) {
            // The low numbers of µ-law's magnitude are the loud ones
            if ((code & 0x7f) < 0x30) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anObjectionWinsOverWhatTheBotCommits() throws Exception {
        PhoneCall call = calls("own-bot-2");
        call.says(words("Take me off your list.")).stays(Duration.ofSeconds(4));
        assertThat(commits("qualified")).isBetween(200, 299);
        bot.hangsUp();
        call.isOver();

        assertThat(bridge.five9("/five9/v1/outcome?correlation=own-bot-2&wait=5")
                        .path("outcome")
                        .asText())
                .isEqualTo("do_not_call");
    }

    private static short[] words(String text) {
        SpeechSettings settings = new SpeechSettings(
                SpeechSettings.defaults().cache(), true, "auto", "none", "energy", 0, Optional.empty());
        try (Speech customer = Speech.open(settings)) {
            return customer.synthesizer().synthesize(text, "rms");
        }
    }
}
