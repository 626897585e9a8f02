package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.cli.BridgeOptions;
import io.voicebridge.cli.BridgeServer;
import jakarta.persistence.EntityManager;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole bridge with its demo data, called over real SIP and RTP. */
class FirstCallIT {

    @TempDir
    Path data;

    @Test
    void answersTheDemoNumberAndKeepsTheConversation() throws Exception {
        Map<String, String> settings = Map.of(
                "bridge.data.dir", data.toString(),
                "bridge.http.port", "0",
                "bridge.management.port", "0",
                "bridge.sip.host", "127.0.0.1",
                "bridge.sip.port", "0",
                "bridge.rtp.ports", "0",
                "bridge.drain.seconds", "1");
        BridgeOptions options = new BridgeOptions(Path.of(""), settings).withDemoData(true);
        try (BridgeServer bridge = BridgeServer.start(options);
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            String number =
                    bridge.runtime().demo().numbers().keySet().iterator().next();

            PhoneCall call = caller.dials(number)
                    .with("X-first_name", "Ann")
                    .with("X-CallSessionId", "600000000054602")
                    .connects()
                    .hearsVoice();
            call.stays(Duration.ofSeconds(1)).hangsUp();
            assertThat(caller.dials("+19995550100").isRefused().status()).isEqualTo(404);

            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(
                            rows(bridge, "select c.state, c.correlation from ConversationRow c"))
                    .containsExactly(List.of("ended", "600000000054602")));
            assertThat(rows(bridge, "select r.status, r.condition from RejectedRow r"))
                    .containsExactly(List.of(404, "number-not-registered"));
        }
    }

    private static List<List<Object>> rows(BridgeServer bridge, String query) {
        EntityManager entities =
                bridge.context().getRegistry().lookupByNameAndType("entityManager", EntityManager.class);
        return bridge.context()
                .getRegistry()
                .lookupByNameAndType("transactionTemplate", TransactionTemplate.class)
                .execute(status -> entities.createQuery(query, Object[].class).getResultList().stream()
                        .map(List::of)
                        .toList());
    }
}
