package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder is on a file system that becomes full to its last byte while calls are up. */
class FullFolderIT {

    private static final int CALLS = 3;
    private static final int SAMPLES_A_SECOND = 8_000;

    @TempDir
    Path data;

    private boolean isMounted;

    @BeforeEach
    void mount() throws Exception {
        isMounted = Files.isExecutable(Path.of("/bin/mount"))
                && run("mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", data.toString()) == 0;
        assumeTrue(isMounted, "left out: it takes root to mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", data.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void callsGoOnNothingAcknowledgedIsLostAndWhenThereIsRoomItIsUsed() throws Exception {
        try (BridgeProcess bridge = BridgeProcess.start(
                        data, Map.of("BRIDGE_SPEECH_RECOGNIZER", "none", "BRIDGE_SPEECH_VOICE_ACTIVITY", "energy"));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            List<PhoneCall> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(caller.dials(bridge.number())
                        .with("X-CallSessionId", "70" + i)
                        .connects()
                        .hearsVoice());
            }
            Set<String> acknowledged = new HashSet<>();
            assertThat(commits(bridge, "700", acknowledged)).isEqualTo(200);

            Path filler = fill();
            Poll.until(() -> commits(bridge, "701", acknowledged), status -> status == 503);
            for (PhoneCall call : calls) {
                int heard = call.heard().length;
                Poll.until(() -> call.heard().length, samples -> samples > heard + SAMPLES_A_SECOND / 2);
                assertThat(call.hasEnded()).isFalse();
            }
            assertThat(bridge.ask(
                                    "/five9/v1/outcome?correlation=700",
                                    bridge.runtime().demo().five9Key())
                            .statusCode())
                    .isIn(200, 503);
            calls.get(2).hangsUp();

            Files.delete(filler);
            Poll.until(Duration.ofSeconds(20), () -> commits(bridge, "701", acknowledged), status -> status == 200);
            for (String correlation : acknowledged) {
                assertThat(bridge.five9("/five9/v1/outcome?correlation=" + correlation)
                                .path("outcome")
                                .asText())
                        .isEqualTo("qualified");
            }
            calls.get(0).hangsUp();
            calls.get(1).hangsUp();
            caller.dials(bridge.number()).connects().hearsVoice().hangsUp();
            List<JsonNode> rows = Poll.until(
                    bridge::conversations,
                    all -> all.size() == CALLS + 1
                            && all.stream()
                                    .allMatch(row -> row.path("state").asText().equals("ended")));
            for (JsonNode row : rows) {
                assertThat(bridge.api("/api/v1/conversations/" + row.path("id").asText())
                                .path("ended_by")
                                .asText())
                        .as("who hung up while nothing could be written, too")
                        .isEqualTo("caller");
            }
        }
    }

    /** As an AI platform does it; what is answered 200 is remembered. */
    private static int commits(BridgeProcess bridge, String correlation, Set<String> acknowledged) throws Exception {
        int status = bridge.hook("{\"correlation\":\"" + correlation + "\",\"outcome\":\"qualified\"}")
                .statusCode();
        if (status == 200) {
            acknowledged.add(correlation);
        }
        return status == 409 && acknowledged.contains(correlation) ? 200 : status;
    }

    private Path fill() throws IOException {
        Path filler = data.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] some = new byte[64 * 1024];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            return filler;
        }
    }
}
