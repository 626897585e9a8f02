package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIPp as Five9: 200 transferred leads at 20 a second, with X- headers and RTP. */
class TransferredLeadsIT {

    private static final int CALLS = 200;
    private static final int CALLS_A_SECOND = 20;

    @TempDir
    Path workDir;

    @Test
    void everyLeadHasItsConversationVariablesAndWholeRecording() throws Exception {
        Programs.require("sipp", "sip-tester");
        List<Lead> leads = IntStream.range(0, CALLS).mapToObj(Lead::number).toList();
        Files.write(
                workDir.resolve("leads.csv"),
                "SEQUENTIAL\n%s\n"
                        .formatted(leads.stream().map(Lead::csv).collect(Collectors.joining("\n")))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        try (BridgeProcess bridge = BridgeProcess.start(Files.createDirectory(workDir.resolve("data")))) {
            Sipp.Result result = Sipp.run(
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
                            Integer.toString(CALLS),
                            "-r",
                            Integer.toString(CALLS_A_SECOND),
                            "-mp",
                            "36000",
                            "-trace_err",
                            "-trace_shortmsg"));

            assertThat(result.allSucceeded()).as(result.output()).isTrue();
            await().atMost(Duration.ofMinutes(1)).until(() -> finished(bridge) == CALLS);
            Map<String, SippTrace.Lasted> lasted = SippTrace.read(workDir).lasted();
            assertThat(lasted).hasSize(CALLS);
            Map<String, JsonNode> byCorrelation = bridge.conversations().stream()
                    .collect(Collectors.toMap(row -> row.path("correlation").asText(), row -> row));
            assertThat(byCorrelation).hasSize(CALLS);
            for (Lead lead : leads) {
                String id = byCorrelation.get(lead.sessionId()).path("id").asText();
                Map<String, String> variables = variables(bridge, id);
                assertThat(variables)
                        .containsEntry("first_name", lead.firstName())
                        .containsEntry("city", lead.city())
                        .containsEntry("account_id", lead.accountId());
                SippTrace.Lasted call = lasted.get(variables.get("CallID"));
                assertThat(Wav.read(bridge.recording(id)).seconds())
                        .as("recording of the call %s", variables.get("CallID"))
                        .isBetween(call.toBye() - 0.2, call.toEnd() + 0.2);
            }
        }
    }

    private static long finished(BridgeProcess bridge) throws IOException, InterruptedException {
        return bridge.conversations().stream()
                .filter(row -> row.path("state").asText().equals("ended"))
                .count();
    }

    private static Map<String, String> variables(BridgeProcess bridge, String conversation) throws Exception {
        JsonNode answer = bridge.api("/api/v1/conversations/" + conversation + "/variables");
        JsonNode items = answer.has("items") ? answer.get("items") : answer;
        return StreamSupport.stream(items.spliterator(), false)
                .collect(Collectors.toMap(
                        row -> row.path("name").asText(),
                        row -> row.path("value").asText(),
                        (first, second) -> first,
                        TreeMap::new));
    }
}
