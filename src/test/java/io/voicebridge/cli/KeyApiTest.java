package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Keys over real HTTP, each response checked against its OpenAPI schema. */
class KeyApiTest extends DirectoryApi {

    @Test
    void refusesARequestWithoutKeyByAProblemDocument() throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/agents").send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isPresent();
        assertThat(answer.at("/code")).isEqualTo("unauthorized");
        assertThat(answer.faults("listAgents")).isEmpty();
    }

    @Test
    void takesAKeyAsBearerAndAsBasicCredentials() throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString((tenant.adminKey().key().id() + ':' + key.substring(key.lastIndexOf('_') + 1))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(bridge.get("/api/v1/agents")
                        .header("Authorization", "Bearer " + key)
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(bridge.get("/api/v1/agents")
                        .header("Authorization", "Basic " + basic)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsAFive9KeyOutOfAdministration() throws Exception {
        String five9 = bridge.post("/api/v1/keys")
                .key(key)
                .json("{\"label\":\"script\",\"scopes\":[\"five9\"]}")
                .send()
                .at("/secret");

        ApiServer.Answer answer = bridge.get("/api/v1/agents").key(five9).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/code")).isEqualTo("scope");
    }

    @Test
    void showsTheSecretOfAKeyOnce() throws Exception {
        ApiServer.Answer made = bridge.post("/api/v1/keys")
                .key(key)
                .json("{\"label\":\"once\",\"scopes\":[\"read\"]}")
                .send();
        ApiServer.Answer list = bridge.get("/api/v1/keys?limit=200").key(key).send();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.faults("createKey")).isEmpty();
        assertThat(list.text()).contains(made.at("/id")).doesNotContain(made.at("/secret"));
        assertThat(list.faults("listKeys")).isEmpty();
    }

    @Test
    void closesADeletedKeyAtOnce() throws Exception {
        ApiServer.Answer made = bridge.post("/api/v1/keys")
                .key(key)
                .json("{\"label\":\"short-lived\",\"scopes\":[\"read\"]}")
                .send();
        assertThat(bridge.get("/api/v1/agents").key(made.at("/secret")).send().status())
                .isEqualTo(200);

        assertThat(bridge.delete("/api/v1/keys/" + made.at("/id"))
                        .key(key)
                        .send()
                        .status())
                .isEqualTo(204);

        assertThat(bridge.get("/api/v1/agents").key(made.at("/secret")).send().status())
                .isEqualTo(401);
    }

    @Test
    void keepsTheOldSecretOpenDuringTheGraceOfARotation() throws Exception {
        ApiServer.Answer made = bridge.post("/api/v1/keys")
                .key(key)
                .json("{\"label\":\"rotated\",\"scopes\":[\"read\"]}")
                .send();

        ApiServer.Answer rotated = bridge.post("/api/v1/keys/" + made.at("/id") + "/rotate")
                .key(key)
                .json("{\"grace_s\":60}")
                .send();

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.faults("rotateKey")).isEmpty();
        assertThat(bridge.get("/api/v1/agents").key(made.at("/secret")).send().status())
                .isEqualTo(200);
        assertThat(bridge.get("/api/v1/agents")
                        .key(rotated.at("/secret"))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesToMakeAKeyThatCanDoMore() throws Exception {
        ApiServer.Answer answer = bridge.post("/api/v1/keys")
                .key(key)
                .json("{\"label\":\"higher\",\"scopes\":[\"operator\"]}")
                .send();

        assertThat(answer.status()).isEqualTo(403);
    }
}
