package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.cli.BridgeOptions;
import io.voicebridge.cli.BridgeServer;
import io.voicebridge.directory.CallTokens;
import jakarta.persistence.EntityManager;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole bridge with its demo data, called over real SIP and RTP. */
class FirstCallIT {

    @TempDir
    Path data;

    @Test
    void answersTheDemoNumberAndKeepsTheConversation() throws Exception {
        try (BridgeServer bridge = bridge();
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

    @Test
    void aTokenSaysWhoseCallItIsWhereTheDialledAddressDoesNot() throws Exception {
        try (BridgeServer bridge = bridge();
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            String number =
                    bridge.runtime().demo().numbers().keySet().iterator().next();
            String token = tokenOf(bridge, number);

            caller.dials("voice-agents")
                    .with("X-Call-Token", token)
                    .connects()
                    .hearsVoice()
                    .hangsUp();
            caller.dials(number)
                    .with("x-snc-param", "another platform's")
                    .connects()
                    .hearsVoice()
                    .hangsUp();
            assertThat(caller.dials("voice-agents")
                            .with("X-Call-Token", "vbc_guessed")
                            .isRefused()
                            .status())
                    .isEqualTo(404);

            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(rows(bridge, "select c.state, c.number from ConversationRow c"))
                            .containsExactly(List.of("ended", number), List.of("ended", number)));
            assertThat(rows(bridge, "select r.status, r.condition from RejectedRow r"))
                    .containsExactly(List.of(404, "call-token-unknown"));
            assertThat(rows(
                            bridge,
                            "select e.kind, e.summary from TimelineRow e where e.kind like '%token%' order by e.kind"))
                    .containsExactly(
                            List.of("found-by-token", "The token in X-Call-Token says which number is meant"),
                            List.of("token-unknown", "The token in x-snc-param is nobody's; the called number counts"));
            assertThat(rows(bridge, "select v.name, v.content from VariableRow v")
                            .toString())
                    .contains("***")
                    .doesNotContain(token, "another platform");
        }
    }

    private BridgeServer bridge() throws Exception {
        Map<String, String> settings = Map.of(
                "bridge.data.dir", data.toString(),
                "bridge.http.port", "0",
                "bridge.management.port", "0",
                "bridge.sip.host", "127.0.0.1",
                "bridge.sip.port", "0",
                "bridge.rtp.ports", "0",
                "bridge.drain.seconds", "1");
        return BridgeServer.start(new BridgeOptions(Path.of(""), settings).withDemoData(true));
    }

    private static String tokenOf(BridgeServer bridge, String number) {
        Registry registry = bridge.context().getRegistry();
        Object[] row = registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class)
                .execute(status -> registry.lookupByNameAndType("entityManager", EntityManager.class)
                        .createQuery(
                                "select n.tenantId, n.id from PhoneNumberRow n where n.number = :number",
                                Object[].class)
                        .setParameter("number", number)
                        .getSingleResult());
        return registry.lookupByNameAndType("callTokens", CallTokens.class)
                .issue((String) row[0], "test", (String) row[1], null)
                .token();
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
