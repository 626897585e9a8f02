package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges on one PostgreSQL: a key or secret that is taken away at one is none at the other. */
class RevokedKeyTest {

    /** What is told takes milliseconds. By itself a bridge remembers a key for ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path here;

    @TempDir
    Path there;

    /** By itself a bridge remembers a webhook secret for five seconds. */
    private static final Duration SOONER = Duration.ofSeconds(4);

    @Test
    void opensNothingAtAnyBridgeOnTheDatabase() throws Exception {
        Map<String, String> shared = shared();
        try (ApiServer one = ApiServer.start(here, Database.POSTGRESQL, shared);
                ApiServer other = ApiServer.start(there, Database.POSTGRESQL, shared)) {
            await().until(other.bean("bell", Bell.class)::isListening);
            String admin = other.demo().adminKey(); // the second start made the demo keys anew
            JsonNode made = one.post("/api/v1/keys")
                    .key(admin)
                    .json("{\"label\":\"script\",\"scopes\":[\"five9\"]}")
                    .send()
                    .body();
            String key = made.get("secret").asText();
            assertThat(other.get("/five9/v1/echo").key(key).send().status()).isEqualTo(200);

            one.delete("/api/v1/keys/" + made.get("id").asText()).key(admin).send();

            await().atMost(SOON).untilAsserted(() -> assertThat(
                            other.get("/five9/v1/echo").key(key).send().status())
                    .isEqualTo(401));
        }
    }

    @Test
    void signsNothingAtAnyBridgeOnTheDatabase() throws Exception {
        Map<String, String> shared = shared();
        try (ApiServer one = ApiServer.start(here, Database.POSTGRESQL, shared);
                ApiServer other = ApiServer.start(there, Database.POSTGRESQL, shared)) {
            await().until(other.bean("bell", Bell.class)::isListening);
            String secret = other.demo().webhookSecret();
            rotate(one, other.demo());
            assertThat(Signed.outcome(other, secret, "{}").status()).isEqualTo(422);

            rotate(one, other.demo()); // of which the one before the last no longer counts

            await().atMost(SOONER).untilAsserted(() -> assertThat(
                            Signed.outcome(other, secret, "{}").status())
                    .isEqualTo(401));
        }
    }

    private static void rotate(ApiServer at, RuntimeFile.Demo demo) throws Exception {
        assertThat(at.post("/api/v1/tenants/" + demo.tenant() + "/webhook-secret/rotate")
                        .key(demo.adminKey())
                        .send()
                        .status())
                .isEqualTo(200);
    }

    private static Map<String, String> shared() throws Exception {
        Storage.Address database = Database.POSTGRESQL.create();
        return Map.of(
                "bridge.db.url",
                database.url(),
                "bridge.db.user",
                database.user(),
                "bridge.secrets.keys",
                Base64.getEncoder().encodeToString(new byte[32]));
    }
}
