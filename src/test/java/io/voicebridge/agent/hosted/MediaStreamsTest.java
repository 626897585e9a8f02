package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.ToneAgent;
import io.voicebridge.calling.Tones;
import io.voicebridge.conformance.Duty;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bot that was written for Twilio's bidirectional Media Streams, called over real SIP and RTP. */
class MediaStreamsTest {

    private static final double VOICE = 440;

    private final ToldEar ear = new ToldEar();
    private Bot bot;
    private HostedCall bridge;

    @BeforeEach
    void start() throws Exception {
        bot = new Bot((self, message) -> {});
        bridge = with("\"parameters\":{\"campaign\":\"west\"}");
    }

    private HostedCall with(String setting) throws Exception {
        return new HostedCall(
                new MediaStreams(Optional.of(ear)),
                "{\"url\":\"ws://127.0.0.1:" + bot.port() + "/twilio\"," + setting + "}",
                "127.0.0.1");
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        bot.close();
    }

    private void speaks(Duration length) {
        String stream = event("start").get(0).path("streamSid").asText();
        short[] pcm = Tones.sine(VOICE, length);
        for (int at = 0; at < pcm.length; at += 4_000) {
            short[] part = java.util.Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + 4_000));
            var media = Bot.object().put("event", "media").put("streamSid", stream);
            media.putObject("media").put("payload", Bot.coded(part));
            bot.says(media);
        }
    }

    private void marks(String name) {
        var mark = Bot.object().put("event", "mark");
        mark.putObject("mark").put("name", name);
        bot.says(mark);
    }

    private List<JsonNode> event(String name) {
        return bot.told(message -> message.path("event").asText().equals(name));
    }

    private PhoneCall connected() {
        PhoneCall call = bridge.dial().connects();
        await().until(() -> event("media").size() > 5);
        return call;
    }

    @Test
    void tellsABotWhatTwilioWouldTellIt() {
        PhoneCall call = connected();
        call.hums(700, Duration.ofMillis(400)).presses('5').stays(Duration.ofMillis(200));
        call.hangsUp();

        await().until(() -> bot.isClosed);
        assertThat(bot.uri).isEqualTo("/twilio");
        assertThat(bot.told.get(0).path("event").asText()).isEqualTo("connected");
        assertThat(bot.told.get(0).path("protocol").asText()).isEqualTo("Call");
        JsonNode start = bot.told.get(1).path("start");
        assertThat(start.path("streamSid").asText()).matches("MZ[0-9a-f]{32}");
        assertThat(start.path("callSid").asText()).matches("CA[0-9a-f]{32}");
        assertThat(start.path("accountSid").asText()).matches("AC[0-9a-f]{32}");
        assertThat(start.path("tracks").toString()).isEqualTo("[\"inbound\"]");
        assertThat(start.path("mediaFormat").toString())
                .isEqualTo("{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}");
        assertThat(start.path("customParameters").toString())
                .isEqualTo("{\"city\":\"Denver\",\"campaign\":\"west\",\"conversation_id\":\"cv_1\"}");
        assertThat(event("media")).allSatisfy(media -> {
            assertThat(media.path("streamSid")).isEqualTo(start.path("streamSid"));
            assertThat(Base64.getDecoder()
                            .decode(media.path("media").path("payload").asText()))
                    .hasSize(160);
        });
        assertThat(event("media").get(2).path("media").path("chunk").asText()).isEqualTo("3");
        assertThat(event("media").get(2).path("media").path("timestamp").asText())
                .isEqualTo("60");
        assertThat(event("dtmf").get(0).path("dtmf").path("digit").asText()).isEqualTo("5");
        assertThat(bot.told.get(bot.told.size() - 1).path("event").asText()).isEqualTo("stop");
        assertThat(bot.told.stream()
                        .skip(1)
                        .map(message -> message.path("sequenceNumber").asInt())
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void letsTheCallerHearTheBotAndTellsItWhenThatWasHeard() {
        PhoneCall call = connected();
        speaks(Duration.ofMillis(800));
        marks("one");
        assertThat(event("mark")).isEmpty();

        await().until(() -> !event("mark").isEmpty());
        assertThat(event("mark").get(0).path("mark").path("name").asText()).isEqualTo("one");
        assertThat(Tones.frames(call.voice(), VOICE)).isGreaterThan(0.8);
        assertThat(call.voice().length).isGreaterThan(5_000);
        marks("two");
        await().until(() -> event("mark").size() == 2);
        call.hangsUp();
    }

    @Test
    void stopsAtOnceWhereTheBotClears() {
        PhoneCall call = connected();
        speaks(Duration.ofSeconds(20));
        marks("end");
        call.hearsVoice().stays(Duration.ofMillis(300));
        bot.says("{\"event\":\"clear\"}");

        await().atMost(2, TimeUnit.SECONDS).until(() -> event("mark").size() == 1);
        int heard = call.voice().length;
        call.stays(Duration.ofMillis(500));
        assertThat(call.voice().length - heard).isLessThan(2_400);
        speaks(Duration.ofMillis(400));
        marks("again");
        await().until(() -> event("mark").size() == 2);
        call.hangsUp();
    }

    @Test
    void handsTheCallBackWhenTheBotHangsUp() {
        connected();
        bot.hangsUp();

        await().until(() -> bridge.toolNames().contains(ToolCall.END_CALL));
        assertThat(bridge.replaced).isEmpty();
    }

    @Test
    void isReplacedWithinTwoSecondsWhereTheBotDiesInTheMiddleOfAWord() {
        PhoneCall call = connected();
        speaks(Duration.ofSeconds(10));
        call.hearsVoice();
        long died = System.nanoTime();
        bot.dies();
        await().until(() -> !bridge.replaced.isEmpty());
        int heard = call.heard().length;
        await().until(() -> Tones.rms(call.heard(), heard, call.heard().length) > 500);

        assertThat(Duration.ofNanos(System.nanoTime() - died)).isLessThan(Duration.ofSeconds(2));
        assertThat(bridge.replaced.get(0).failure().code()).isEqualTo("socket_closed");
        assertThat(bridge.standIn.sessions.peek().call.handover().reason()).isEqualTo("socket_closed");
        assertThat(ToneAgent.VOICE).isEqualTo(VOICE);
        call.hangsUp();
    }

    @Test
    @Duty(value = "hosted agents", says = "what a provider sends has a limit: a larger message ends its connection")
    void doesNotTakeAMessageOfAnySize() {
        PhoneCall call = connected();
        bot.says("{\"event\":\"media\",\"media\":{\"payload\":\"" + "/".repeat(3 * 1024 * 1024) + "\"}}");

        await().until(() -> !bridge.replaced.isEmpty());
        assertThat(bridge.replaced.get(0).failure().detail()).contains("a message of more than");
        call.hangsUp();
    }

    @Test
    void theBridgeKnowsWhatTheCallerSaidThoughTheBotTellsNobody() {
        PhoneCall call = connected();
        ear.words = "It is the blue one.";
        call.hums(700, Duration.ofMillis(900));

        await().until(() -> !bridge.transcript.isEmpty());
        assertThat(bridge.transcript).singleElement().satisfies(line -> {
            assertThat(line.role()).isEqualTo(TranscriptItem.Role.CALLER);
            assertThat(line.text()).isEqualTo("It is the blue one.");
        });
        assertThat(bridge.tools).isEmpty();
        call.hangsUp();
    }

    @Test
    @Duty(
            value = "opt-out",
            says = "an objection counts beside a bot that the bridge cannot ask, and after the last word")
    void anObjectionIsCommittedThoughTheBotKnowsNoTools() {
        PhoneCall call = connected();
        ear.words = "Take me off your list.";
        call.hums(700, Duration.ofMillis(900)).stays(Duration.ofSeconds(1)).hangsUp();

        await().until(() -> !bridge.tools.isEmpty());
        assertThat(bridge.tools.get(0).name()).isEqualTo(ToolCall.COMMIT_OUTCOME);
        assertThat(bridge.tools.get(0).arguments()).contains("\"outcome\":\"do_not_call\"", "\"evidence\":[\"u1\"]");
    }

    @Test
    void doesNotListenWhereTheAgentsSettingsSaySo() throws Exception {
        bridge.close();
        bridge = with("\"transcript\":false");
        PhoneCall call = connected();
        ear.words = "Take me off your list.";
        call.hums(700, Duration.ofMillis(900)).stays(Duration.ofSeconds(2)).hangsUp();

        await().until(() -> bot.isClosed);
        assertThat(bridge.transcript).isEmpty();
        assertThat(bridge.tools).isEmpty();
    }

    @Test
    void livesThroughMessagesThatItDoesNotUnderstand() {
        PhoneCall call = connected();
        bot.says("this is no JSON");
        bot.says("[1,2,3]");
        bot.says("{\"event\":\"poem\",\"lines\":12}");
        bot.says("{\"event\":\"media\",\"media\":{\"payload\":\"not base 64 !\"}}");
        bot.says("{\"event\":\"media\"}");
        speaks(Duration.ofMillis(400));

        call.hearsVoice();
        assertThat(bridge.replaced).isEmpty();
        call.hangsUp();
    }
}
