package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after {@code kill -9}. */
class CrashIT {

    @TempDir
    Path workDir;

    @Test
    void anAcknowledgedOutcomeSurvivesAKill() throws Exception {
        Programs.require("sipp", "sip-tester");
        Path dataDir = Files.createDirectory(workDir.resolve("data"));
        Files.writeString(
                workDir.resolve("leads.csv"), "SEQUENTIAL\n" + Lead.number(1).csv() + "\n");
        String question = "/five9/v1/outcome?correlation=" + Lead.number(1).sessionId();

        try (BridgeProcess bridge = BridgeProcess.start(dataDir)) {
            Thread caller = new Thread(() -> call(bridge));
            caller.start();
            JsonNode live =
                    Poll.until(bridge::conversations, rows -> rows.size() == 1).get(0);
            HttpResponse<String> committed = bridge.post(
                    "/api/v1/conversations/" + live.path("id").asText() + "/outcome",
                    bridge.runtime().demo().adminKey(),
                    """
                    {"outcome":"qualified","final":true,"summary":"Owns home",
                     "route":{"type":"SkillTransfer","value":"Sales_West","reason":"Wants quote"}}""");
            assertThat(committed.statusCode()).as(committed.body()).isBetween(200, 202);
            bridge.kill();
            caller.join();
        }

        try (BridgeProcess bridge = BridgeProcess.start(dataDir)) {
            JsonNode answer = bridge.five9(question);
            assertThat(answer.path("status").asText()).isEqualTo("ready");
            assertThat(answer.path("outcome").asText()).isEqualTo("qualified");
            assertThat(answer.path("route_value").asText()).isEqualTo("Sales_West");
            assertThat(answer.path("summary").asText()).isEqualTo("Owns home");
        }
    }

    private void call(BridgeProcess bridge) {
        try {
            Sipp.run(
                    workDir,
                    "leads-call.xml",
                    bridge.sip(),
                    Tone.ulaw(workDir, 10),
                    List.of(
                            "-s",
                            bridge.number(),
                            "-inf",
                            "leads.csv",
                            "-m",
                            "1",
                            "-mp",
                            "37000",
                            "-recv_timeout",
                            "2000"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
