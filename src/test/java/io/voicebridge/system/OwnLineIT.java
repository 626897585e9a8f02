package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Kamailio;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.transport.TestAuthority;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test line calls itself: out by its trunk, which is a carrier that sends calls to the number back to the bridge. */
@RealPeer("Kamailio")
class OwnLineIT {

    private static final String NUMBER = "+13453453459";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void keyThreeTransfersWarmToTheLineItself() throws Exception {
        try (BridgeProcess bridge = BridgeProcess.start(Files.createDirectory(folder.resolve("data")));
                Kamailio carrier = Kamailio.in(folder, new TestAuthority("Test authority"))
                        .inFrontOf("sip:" + bridge.sip())
                        .start();
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            bridge.change(
                    "/api/v1/phone-numbers/" + bridge.idOf(NUMBER),
                    bridge.runtime().demo().adminKey(),
                    Map.of("terminal_uri", "127.0.0.1:" + carrier.address().getPort()));
            PhoneCall call = caller.dials(NUMBER)
                    .with("X-CallSessionId", "first")
                    .connects()
                    .hearsVoice()
                    .presses('3');
            await().atMost(PATIENCE).until(() -> bridge.conversations().size() == 2);
            // The newest is the first of the list
            String first = bridge.conversations().get(1).path("id").asText();
            await().atMost(PATIENCE).until(() -> timeline(bridge, first).contains("transfer-completed"));

            // Through the bridge to the line itself, which does not transfer a second time
            call.presses('3').stays(Duration.ofSeconds(4));
            call.hearsVoice().hangsUp();

            await().atMost(PATIENCE).until(() -> bridge.conversations().stream()
                    .allMatch(row -> row.path("state").asText().equals("ended")));
            assertThat(bridge.conversations()).as("no third call").hasSize(2);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(timeline(bridge, first))
                    .containsSubsequence("transfer-started", "transfer-completed", "call-ended")
                    .contains("transfer-ended")
                    .doesNotContain("correlation-clash"));
        }
    }

    private static List<String> timeline(BridgeProcess bridge, String id) throws Exception {
        JsonNode items = bridge.api("/api/v1/conversations/" + id + "/timeline").path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(entry -> entry.path("kind").asText())
                .toList();
    }
}
