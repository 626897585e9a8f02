package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's test line over real SIP and RTP. */
class TestLineTest {

    private static final String NUMBER = "+13453453459";

    @TempDir
    static Path dataDir;

    private static ApiServer bridge;
    private static Caller caller;

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.H2);
        caller = Caller.of(new InetSocketAddress("127.0.0.1", bridge.sipPort()));
    }

    @AfterAll
    static void stop() {
        caller.close();
        bridge.close();
    }

    private static PhoneCall calls(String session) {
        return caller.dials(NUMBER)
                .with("X-CallSessionId", session)
                .with("X-city", "Denver")
                .connects();
    }

    @Test
    void saysTheCodecAndTheHeaders() throws Exception {
        PhoneCall call = calls("told").hearsVoice();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(transcript("told"))
                .contains("The codec is G 7 11 mu law.", "city: Denver"));
        call.hangsUp();
    }

    @Test
    void keyOneHangsUpCleanly() {
        PhoneCall call = calls("clean").hearsVoice().presses('1');

        CallEnd end = call.isOver();
        assertThat(PhoneCall.header(end, "X-RouteReason")).contains("No outcome");
    }

    @Test
    void keyTwoHangsUpWithARoute() {
        PhoneCall call = calls("route").hearsVoice().presses('2');

        CallEnd end = call.isOver();
        assertThat(PhoneCall.header(end, "X-RouteType")).contains("SkillTransfer");
        assertThat(PhoneCall.header(end, "X-RouteValue")).contains("Test");
    }

    private static String transcript(String session) throws Exception {
        JsonNode rows = bridge.get("/api/v1/conversations?correlation=" + session)
                .key(bridge.demo().adminKey())
                .send()
                .body();
        String id = rows.at("/items/0/id").asText();
        return bridge.get("/api/v1/conversations/" + id + "/transcript")
                .key(bridge.demo().adminKey())
                .send()
                .text();
    }
}
