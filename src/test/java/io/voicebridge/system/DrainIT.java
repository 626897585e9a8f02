package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a rolling update does to calls: nothing. */
class DrainIT {

    private static final String SESSION = "600000000054602";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dataDir;

    @Test
    void aCallThatIsUpAtSigtermGoesOnAndNewOnesGoElsewhere() throws Exception {
        try (BridgeProcess bridge = BridgeProcess.start(dataDir, Map.of("BRIDGE_DRAIN_SECONDS", "120"));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            PhoneCall call = caller.dials(bridge.number())
                    .with("X-CallSessionId", SESSION)
                    .connects()
                    .hearsVoice();

            CompletableFuture<Process> ended = bridge.terminate();

            // A front that asks sends no more calls
            Poll.until(() -> bridge.management("/observe/health/ready").statusCode(), status -> status == 503);
            Poll.until(() -> caller.dials(bridge.number()).isRefused().status(), status -> status == 503);
            int heard = call.heard().length;
            Poll.until(() -> call.heard().length, samples -> samples > heard + 8000);
            assertThat(ended).isNotDone();
            JsonNode told = bridge.five9("/five9/v1/outcome?correlation=" + SESSION);
            assertThat(told.path("status").asText()).isEqualTo("pending");

            call.hangsUp();

            assertThat(ended.get(60, TimeUnit.SECONDS).exitValue())
                    .as("143 is SIGTERM, obeyed")
                    .isIn(0, 143);
        }
    }
}
