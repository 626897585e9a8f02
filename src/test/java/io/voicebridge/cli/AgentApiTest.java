package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Agents and their versions over real HTTP, each response checked against its OpenAPI schema. */
class AgentApiTest extends DirectoryApi {

    @Test
    void keepsTheSettingsOfAnAgentWithEachVersion() throws Exception {
        String id = newAgent("has-settings", "Hello").at("/id");
        bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        ApiServer.Answer edited = bridge.patch("/api/v1/agents/" + id)
                .key(key)
                .header(
                        "If-Match",
                        bridge.get("/api/v1/agents/" + id).key(key).send().etag())
                .json("{\"settings\":{\"greeting\":\"Hello.\",\"transfers\":{\"sales\":{\"to\":\"+13125550111\"}}}}")
                .send();
        bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        ApiServer.Answer versions =
                bridge.get("/api/v1/agents/" + id + "/versions").key(key).send();
        ApiServer.Answer refused = bridge.patch("/api/v1/agents/" + id)
                .key(key)
                .header(
                        "If-Match",
                        bridge.get("/api/v1/agents/" + id).key(key).send().etag())
                .json("{\"settings\":{\"greeing\":\"Hello.\"}}")
                .send();

        assertThat(edited.faults("patchAgent")).isEmpty();
        assertThat(edited.at("/settings/transfers/sales/to")).isEqualTo("+13125550111");
        assertThat(versions.faults("listAgentVersions")).isEmpty();
        assertThat(versions.at("/items/0/settings/greeting")).isEqualTo("Hello.");
        assertThat(versions.body().at("/items/1/settings")).hasToString("{}");
        assertThat(refused.status()).isEqualTo(422);
    }

    @Test
    void takesTheSettingsOfEveryProvider() throws Exception {
        String settings = "{\"model\":\"m\",\"key_secret\":\"ours\",\"agent_id\":\"agent_01\",\"language\":\"en\","
                + "\"listen_model\":\"nova-3\",\"think_provider\":\"open_ai\",\"filler\":\"\",\"filler_after_ms\":900,"
                + "\"patience_ms\":5000,\"silence_s\":8,\"max_seconds\":300}";
        ApiServer.Answer made = bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"all-settings\",\"prompt\":\"Hello\",\"settings\":" + settings + "}")
                .send();

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.faults("createAgent")).isEmpty();
    }

    @Test
    void publishesTheDraftAsTheNextVersionOnce() throws Exception {
        String id = newAgent("publish-me", "Hello {{first_name}} in {{City}}").at("/id");

        ApiServer.Answer first =
                bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        ApiServer.Answer unchanged =
                bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        ApiServer.Answer edited = bridge.patch("/api/v1/agents/" + id)
                .key(key)
                .header("If-Match", unchanged.etag())
                .json("{\"prompt\":\"Hi\"}")
                .send();
        ApiServer.Answer second =
                bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();

        assertThat(first.faults("publishAgent")).isEmpty();
        assertThat(first.at("/published_version")).isEqualTo("1");
        assertThat(first.body().at("/variables")).hasToString("[\"city\",\"first_name\"]");
        assertThat(unchanged.at("/published_version")).isEqualTo("1");
        assertThat(edited.at("/draft_changed")).isEqualTo("true");
        assertThat(second.at("/published_version")).isEqualTo("2");
    }

    @Test
    void keepsAnAgentThatCannotServeUnpublished() throws Exception {
        String id = newAgent("broken-one", "this is broken").at("/id");

        ApiServer.Answer answer =
                bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("bad_prompt");
        assertThat(answer.at("/detail")).isEqualTo("The prompt is broken.");
        assertThat(bridge.get("/api/v1/agents/" + id)
                        .key(key)
                        .send()
                        .body()
                        .at("/published_version")
                        .isNull())
                .isTrue();
    }

    @Test
    void rollsBackToTheVersionBefore() throws Exception {
        String id = newAgent("roll-me", "one").at("/id");
        ApiServer.Answer first =
                bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        bridge.patch("/api/v1/agents/" + id)
                .key(key)
                .header("If-Match", first.etag())
                .json("{\"prompt\":\"two\"}")
                .send();
        bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();

        ApiServer.Answer back =
                bridge.post("/api/v1/agents/" + id + "/rollback").key(key).send();
        ApiServer.Answer further =
                bridge.post("/api/v1/agents/" + id + "/rollback").key(key).send();
        ApiServer.Answer versions =
                bridge.get("/api/v1/agents/" + id + "/versions").key(key).send();

        assertThat(back.at("/published_version")).isEqualTo("1");
        assertThat(further.status()).isEqualTo(409);
        assertThat(further.at("/code")).isEqualTo("not_published");
        assertThat(versions.faults("listAgentVersions")).isEmpty();
        assertThat(versions.at("/items/0/version")).isEqualTo("2");
        assertThat(versions.at("/items/1/live")).isEqualTo("true");
    }

    @Test
    void triesAVersionOnAShareOfANumbersCalls() throws Exception {
        String id = newAgent("try-me", "one").at("/id");
        bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        bridge.patch("/api/v1/agents/" + id)
                .key(key)
                .header("If-Match", "*")
                .json("{\"prompt\":\"two\"}")
                .send();
        ApiServer.Answer kept = bridge.post("/api/v1/agents/" + id + "/publish")
                .key(key)
                .json("{\"live\":false}")
                .send();
        String number = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .json("{\"number\":\"+17205550188\",\"agent_id\":\"" + id + "\"}")
                .send()
                .at("/id");

        ApiServer.Answer none = trial(number, "{\"version\":3,\"percent\":10}");
        ApiServer.Answer tried = trial(number, "{\"version\":2,\"percent\":10}");
        ApiServer.Answer over = trial(number, "null");

        assertThat(kept.at("/published_version")).isEqualTo("1");
        assertThat(kept.at("/latest_version")).isEqualTo("2");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.at("/code")).isEqualTo("unknown_version");
        assertThat(tried.faults("patchPhoneNumber")).isEmpty();
        assertThat(tried.at("/agent_trial/percent")).isEqualTo("10");
        assertThat(over.body().path("agent_trial").isNull()).isTrue();
    }

    @Test
    void aTrialEndsWhenTheNumberGetsAnotherAgent() throws Exception {
        String id = newAgent("try-one", "one").at("/id");
        bridge.post("/api/v1/agents/" + id + "/publish").key(key).send();
        String number = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .json("{\"number\":\"+17205550189\",\"agent_id\":\"" + id + "\"}")
                .send()
                .at("/id");
        trial(number, "{\"version\":1,\"percent\":10}");

        ApiServer.Answer other = bridge.put("/api/v1/phone-numbers/" + number + "/agent")
                .key(key)
                .header("If-Match", "*")
                .json("{\"agent_id\":\"" + newAgent("try-other", "one").at("/id") + "\"}")
                .send();

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body().path("agent_trial").isNull()).isTrue();
    }

    private ApiServer.Answer trial(String number, String trial) throws Exception {
        return bridge.patch("/api/v1/phone-numbers/" + number)
                .key(key)
                .header("If-Match", "*")
                .json("{\"agent_trial\":" + trial + "}")
                .send();
    }

    @Test
    void rollsBackToAVersionThatIsThere() throws Exception {
        String bundle = """
                format: voice-bridge/1
                tenants:
                  - name: any
                    agents:
                      - name: gappy
                        provider: picky
                        prompt: five
                        published_version: 5
                        versions:
                          - {version: 2, provider: picky, prompt: two}
                          - {version: 5, provider: picky, prompt: five}
                """;
        ApiServer.Answer brought = bridge.post("/api/v1/config/import")
                .key(key)
                .body("application/yaml", bundle)
                .send();
        assertThat(brought.status()).as(brought.text()).isEqualTo(200);
        String id = "";
        for (var agent : bridge.get("/api/v1/agents").key(key).send().body().path("items")) {
            id = agent.path("name").asText().equals("gappy") ? agent.path("id").asText() : id;
        }

        ApiServer.Answer missing = bridge.post("/api/v1/agents/" + id + "/rollback")
                .key(key)
                .json("{\"version\":3}")
                .send();
        ApiServer.Answer back =
                bridge.post("/api/v1/agents/" + id + "/rollback").key(key).send();

        assertThat(missing.status()).isEqualTo(409);
        assertThat(missing.at("/code")).isEqualTo("not_published");
        assertThat(back.at("/published_version")).isEqualTo("2");
    }

    @Test
    void previewNamesTheVariablesThatAreMissing() throws Exception {
        String id = newAgent("preview-me", "Hello {{first_name}} in {{city}}").at("/id");

        ApiServer.Answer answer = bridge.post("/api/v1/agents/" + id + "/preview")
                .key(key)
                .json("{\"variables\":{\"First_Name\":\"Ann\"}}")
                .send();

        assertThat(answer.faults("previewAgent")).isEmpty();
        assertThat(answer.at("/prompt")).isEqualTo("Hello Ann in ");
        assertThat(answer.body().at("/missing")).hasToString("[\"city\"]");
    }
}
