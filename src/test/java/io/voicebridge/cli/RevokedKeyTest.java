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

/** Two bridges on one PostgreSQL: a key that is taken away at one is no key at the other. */
class RevokedKeyTest {

    /** What is told takes milliseconds. By itself a bridge remembers a key for ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path here;

    @TempDir
    Path there;

    @Test
    void opensNothingAtAnyBridgeOnTheDatabase() throws Exception {
        Storage.Address database = Database.POSTGRESQL.create();
        Map<String, String> shared = Map.of(
                "bridge.db.url",
                database.url(),
                "bridge.db.user",
                database.user(),
                "bridge.secrets.keys",
                Base64.getEncoder().encodeToString(new byte[32]));
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
}
