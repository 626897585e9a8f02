package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export and import of a tenant's configuration over HTTP, on PostgreSQL. */
class ConfigurationApiTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    static Path dataDir;

    private static ApiServer bridge;

    private final Tenants.Created tenant = newTenant();
    private final String key = tenant.adminKey().secret();

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.POSTGRESQL);
        bridge.bind("picky", VoiceAgent.class, new DirectoryApi.Picky());
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static Tenants.Created newTenant() {
        return bridge.bean("tenants", Tenants.class)
                .create("test", new ObjectMapper().createObjectNode().put("name", "Tenant " + UUID.randomUUID()));
    }

    /** An agent with two versions, the first of which answers calls again, and a number that it answers. */
    private void setUp(String digits) throws Exception {
        String agent = bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"solar\",\"provider\":\"picky\",\"prompt\":\"You call\\n{{first_name}}.\"}")
                .send()
                .at("/id");
        String path = "/api/v1/agents/" + agent;
        bridge.post(path + "/publish").key(key).send();
        bridge.patch(path)
                .key(key)
                .header("If-Match", "*")
                .json("{\"prompt\":\"Second\"}")
                .send();
        bridge.post(path + "/publish").key(key).send();
        bridge.post(path + "/rollback").key(key).send();
        bridge.post("/api/v1/phone-numbers")
                .key(key)
                .json(("{\"number\":\"%s\",\"name\":\"West\",\"terminal_uri\":\"carrier.example.com\","
                                + "\"trunk_username\":\"u\",\"trunk_password\":\"s3cret\",\"agent_id\":\"%s\","
                                + "\"bye_headers\":{\"X-Summary\":\"{{summary}}\"},\"default_route\":{\"type\":\"Hangup\"}}")
                        .formatted(digits, agent))
                .send();
    }

    private static JsonNode export(String key) throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/config/export").key(key).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/yaml");
        return YAML.readTree(answer.text());
    }

    private static ApiServer.Answer bringIn(String key, JsonNode bundle, boolean dryRun) throws Exception {
        return bridge.post("/api/v1/config/import?dry_run=" + dryRun)
                .key(key)
                .header("Content-Type", "application/yaml")
                .text(YAML.writeValueAsString(bundle))
                .send();
    }

    private static List<String> changes(ApiServer.Answer plan) throws Exception {
        assertThat(plan.status()).as(plan.text()).isEqualTo(200);
        assertThat(plan.faults("importConfiguration")).isEmpty();
        List<String> changes = new ArrayList<>();
        plan.body()
                .path("changes")
                .forEach(change -> changes.add(change.path("action").asText()
                        + ' '
                        + change.path("kind").asText()
                        + ' '
                        + change.path("target").asText()));
        return changes;
    }

    private static List<String> faults(ApiServer.Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        List<String> pointers = new ArrayList<>();
        answer.body()
                .path("errors")
                .forEach(fault -> pointers.add(fault.path("pointer").asText()));
        return pointers;
    }

    @Test
    void anExportHasEverythingButIdsAndSecrets() throws Exception {
        setUp("+13035550120");

        JsonNode bundle = export(key);

        assertThat(bundle.path("format").asText()).isEqualTo("voice-bridge/1");
        JsonNode section = bundle.at("/tenants/0");
        assertThat(section.path("name").asText()).isEqualTo(tenant.tenant().name());
        assertThat(section.at("/settings/wait_cap_s").asInt()).isEqualTo(4);
        assertThat(section.at("/agents/0/published_version").asInt()).isEqualTo(1);
        assertThat(section.at("/agents/0/prompt").asText()).isEqualTo("Second");
        assertThat(section.at("/agents/0/versions/0/prompt").asText()).isEqualTo("You call\n{{first_name}}.");
        assertThat(section.at("/phone_numbers/0/agent").asText()).isEqualTo("solar");
        assertThat(section.at("/phone_numbers/0/trunk_username").asText()).isEqualTo("u");
        assertThat(bundle.toString()).doesNotContain("s3cret", "whsec_", "\"ag_", "\"pn_", "password");
    }

    @Test
    void trunksAreTakenFromTheirFiles() throws Exception {
        for (String file : List.of("twilio", "telnyx", "five9-pop")) {
            JsonNode bundle = YAML.readTree(
                    Path.of("config/trunks", file + ".example.yaml").toFile());
            ((ObjectNode) bundle.at("/tenants/0")).put("name", tenant.tenant().name());
            String name = bundle.at("/tenants/0/trunks/0/name").asText();

            assertThat(changes(bringIn(key, bundle, false))).containsExactly("create trunk " + name);
            assertThat(changes(bringIn(key, bundle, false))).isEmpty();
            ((ObjectNode) bundle.at("/tenants/0/trunks/0")).remove("numbers");
            ((ObjectNode) bundle.at("/tenants/0/trunks/0")).put("take_numbers_over", true);
            assertThat(changes(bringIn(key, bundle, false))).containsExactly("update trunk " + name);
        }

        JsonNode trunks = export(key).at("/tenants/0/trunks");
        assertThat(trunks).hasSize(3);
        assertThat(trunks.at("/0/account/secret").asText()).isEqualTo("our-twilio");
        assertThat(trunks.at("/0").has("numbers")).isFalse();
    }

    @Test
    void aTrunkStaysWithItsProvider() throws Exception {
        JsonNode bundle =
                YAML.readTree(Path.of("config/trunks/telnyx.example.yaml").toFile());
        ((ObjectNode) bundle.at("/tenants/0")).put("name", tenant.tenant().name());
        bringIn(key, bundle, false);
        ((ObjectNode) bundle.at("/tenants/0/trunks/0")).put("provider", "byo");

        assertThat(faults(bringIn(key, bundle, false))).contains("/tenants/0/trunks/0/provider");
    }

    @Test
    void whatWasExportedChangesNothingWhereItCameFrom() throws Exception {
        setUp("+13035550121");

        assertThat(changes(bringIn(key, export(key), false))).isEmpty();
    }

    @Test
    void anotherTenantBecomesTheSameAndTheSecondTimeNothingDiffers() throws Exception {
        setUp("+13035550122");
        JsonNode bundle = export(key);
        ((ObjectNode) bundle.at("/tenants/0/phone_numbers/0")).put("number", "+13035550123");
        String other = newTenant().adminKey().secret();

        List<String> planned = changes(bringIn(other, bundle, true));
        assertThat(export(other).at("/tenants/0/agents")).isEmpty();
        ApiServer.Answer done = bringIn(other, bundle, false);

        assertThat(changes(done))
                .isEqualTo(planned)
                .containsExactly(
                        "create agent solar",
                        "create agent-version solar 1",
                        "create agent-version solar 2",
                        "publish agent solar",
                        "create phone-number +13035550123");
        assertThat(done.at("/notes/0")).contains("+13035550123", "password");
        JsonNode now = export(other);
        for (String part : List.of("agents", "phone_numbers", "settings")) {
            assertThat(now.at("/tenants/0").path(part))
                    .isEqualTo(bundle.at("/tenants/0").path(part));
        }
        assertThat(changes(bringIn(other, bundle, false))).isEmpty();
        assertThat(bridge.get("/api/v1/audit?action=config.import")
                        .key(other)
                        .send()
                        .body()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void aNumberIsBroughtUpToDateAndKeepsItsPassword() throws Exception {
        setUp("+13035550124");
        ObjectNode bundle = (ObjectNode) export(key);
        ObjectNode number = (ObjectNode) bundle.at("/tenants/0/phone_numbers/0");
        number.put("name", "East").putNull("agent");

        ApiServer.Answer answer = bringIn(key, bundle, false);

        assertThat(answer.at("/changes/0/detail")).isEqualTo("name, agent_id");
        JsonNode shown =
                bridge.get("/api/v1/phone-numbers").key(key).send().body().at("/items/0");
        assertThat(shown.path("name").asText()).isEqualTo("East");
        assertThat(shown.path("agent_id").isNull()).isTrue();
        assertThat(shown.path("trunk_password_set").asBoolean()).isTrue();
    }

    @Test
    void anAgentWithAnotherHistoryGetsWhatAnswersCallsAsANewVersion() throws Exception {
        setUp("+13035550125");
        JsonNode bundle = export(key);
        ((ObjectNode) bundle.at("/tenants/0/agents/0/versions/0")).put("prompt", "Elsewhere");

        ApiServer.Answer first = bringIn(key, bundle, false);

        assertThat(changes(first)).containsExactly("create agent-version solar 3", "publish agent solar");
        assertThat(first.at("/notes/0")).contains("another history");
        assertThat(changes(bringIn(key, bundle, false))).isEmpty();
    }

    @Test
    void everyFaultIsPointedAtAndNothingIsChanged() throws Exception {
        setUp("+13035550126");
        bridge.post("/api/v1/phone-numbers")
                .key(newTenant().adminKey().secret())
                .json("{\"number\":\"+13035550127\"}")
                .send();
        JsonNode before = export(key);
        String bundle = """
                format: voice-bridge/1
                tenants:
                  - name: any
                    settings: {wait_cap_s: 9, max_calls: 9}
                    agents:
                      - {name: new, published_version: 3}
                      - {name: new}
                    phone_numbers:
                      - {number: "+13035550127"}
                      - {number: abc}
                      - {number: "+13035550128", agent: nobody}
                      - {number: "+13035550129", terminal_uri: "127.0.0.1"}
                      - {number: "3035550126", kind: pseudo}
                      - {number: "13035550126"}
                """;

        assertThat(faults(bringIn(key, YAML.readTree(bundle), false)))
                .containsExactly(
                        "/tenants/0/settings/max_calls",
                        "/tenants/0/agents/0/published_version",
                        "/tenants/0/agents/1/name",
                        "/tenants/0/phone_numbers/0/number",
                        "/tenants/0/phone_numbers/1/number",
                        "/tenants/0/phone_numbers/2/agent",
                        "/tenants/0/phone_numbers/3/terminal_uri",
                        "/tenants/0/phone_numbers/4/kind",
                        "/tenants/0/phone_numbers/5/number");
        assertThat(export(key)).isEqualTo(before);
    }

    @Test
    void webhooksGoWithoutTheirSecretsAndAreToldApartByTheirUrl() throws Exception {
        bridge.post("/api/v1/webhooks")
                .key(key)
                .json("{\"url\":\"https://receiver.example.com/a\",\"description\":\"CRM\","
                        + "\"events\":[\"outcome.committed\",\"call.rejected\"]}")
                .send();
        JsonNode bundle = export(key);
        String other = newTenant().adminKey().secret();

        ApiServer.Answer first = bringIn(other, bundle, false);

        assertThat(changes(first)).contains("create webhook receiver.example.com");
        assertThat(first.at("/notes/0")).contains("receiver.example.com", "secret/rotate");
        assertThat(export(other).at("/tenants/0/webhooks")).isEqualTo(bundle.at("/tenants/0/webhooks"));
        assertThat(bundle.toString()).doesNotContain("whsec_", "wh_");
        assertThat(changes(bringIn(other, bundle, false))).isEmpty();
        ((ObjectNode) bundle.at("/tenants/0/webhooks/0")).put("enabled", false);
        assertThat(changes(bringIn(other, bundle, false))).containsExactly("update webhook receiver.example.com");
        assertThat(bridge.get("/api/v1/webhooks").key(other).send().at("/items/0/enabled"))
                .isEqualTo("false");
    }

    @Test
    void aWebhookToAnAddressInsideIsRefusedWithItsPlace() throws Exception {
        String bundle = """
                format: voice-bridge/1
                tenants:
                  - name: any
                    webhooks:
                      - url: https://receiver.example.com/
                      - url: https://10.0.0.1/
                      - url: https://receiver.example.com/
                """;

        assertThat(faults(bringIn(key, YAML.readTree(bundle), true)))
                .containsExactly("/tenants/0/webhooks/1/url", "/tenants/0/webhooks/2/url");
    }

    /** Half of the number's calls go to the second version. */
    private static JsonNode exportWithTrial(String key) throws Exception {
        String id = bridge.get("/api/v1/phone-numbers").key(key).send().at("/items/0/id");
        bridge.patch("/api/v1/phone-numbers/" + id)
                .key(key)
                .header("If-Match", "*")
                .json("{\"agent_trial\":{\"version\":2,\"percent\":50}}")
                .send();
        JsonNode bundle = export(key);
        assertThat(bundle.at("/tenants/0/phone_numbers/0/agent_trial/version").asInt())
                .isEqualTo(2);
        return bundle;
    }

    @Test
    void aTrialOfAVersionGoesAlong() throws Exception {
        setUp("+13035550172");
        JsonNode bundle = exportWithTrial(key);
        ((ObjectNode) bundle.at("/tenants/0/phone_numbers/0")).put("number", "+13035550173");
        String other = newTenant().adminKey().secret();

        bringIn(other, bundle, false);

        assertThat(export(other).at("/tenants/0/phone_numbers/0/agent_trial"))
                .isEqualTo(bundle.at("/tenants/0/phone_numbers/0/agent_trial"));
        assertThat(changes(bringIn(other, bundle, false))).isEmpty();
    }

    @Test
    void aTrialIsLeftOutWhereTheAgentHasAnotherHistory() throws Exception {
        setUp("+13035550174");
        JsonNode bundle = exportWithTrial(key);
        ((ObjectNode) bundle.at("/tenants/0/agents/0/versions/1")).put("prompt", "Elsewhere");

        ApiServer.Answer answer = bringIn(key, bundle, true);

        assertThat(answer.at("/notes/0")).contains("trial of its version 2");
    }

    @Test
    void aTrialOfAVersionThatTheBundleDoesNotHaveIsAFault() throws Exception {
        setUp("+13035550175");
        JsonNode bundle = exportWithTrial(key);
        ((ObjectNode) bundle.at("/tenants/0/phone_numbers/0/agent_trial")).put("version", 7);

        assertThat(faults(bringIn(key, bundle, true)))
                .containsExactly("/tenants/0/phone_numbers/0/agent_trial/version");
    }

    @Test
    void aNumberKeepsItsRuleForEncryptedAudio() throws Exception {
        setUp("+13035550171");
        String id = bridge.get("/api/v1/phone-numbers").key(key).send().at("/items/0/id");
        bridge.patch("/api/v1/phone-numbers/" + id)
                .key(key)
                .header("If-Match", "*")
                .json("{\"srtp\":\"require\"}")
                .send();
        JsonNode bundle = export(key);
        assertThat(bundle.at("/tenants/0/phone_numbers/0/srtp").asText()).isEqualTo("require");
        bridge.patch("/api/v1/phone-numbers/" + id)
                .key(key)
                .header("If-Match", "*")
                .json("{\"srtp\":null}")
                .send();

        assertThat(changes(bringIn(key, bundle, false))).containsExactly("update phone-number +13035550171");
        assertThat(export(key)).isEqualTo(bundle);
    }

    @Test
    void anAgentThatCannotServeIsRefusedInADryRunToo() throws Exception {
        String bundle = """
                format: voice-bridge/1
                tenants:
                  - name: any
                    agents:
                      - name: bad
                        provider: picky
                        published_version: 1
                        versions: [{version: 1, provider: picky, prompt: it is broken}]
                """;

        assertThat(faults(bringIn(key, YAML.readTree(bundle), true)))
                .containsExactly("/tenants/0/agents/0/published_version");
    }

    @Test
    void whatIsNotABundleIsRefused() throws Exception {
        for (String text : List.of(
                "format: voice-bridge/2\ntenants: [{name: a}]",
                "format: voice-bridge/1\ntenants: []",
                "format: voice-bridge/1\ntenants: [{name: a}, {name: b}]",
                "format: voice-bridge/1\ntenants: [{name: a, secrets: []}]",
                "format: voice-bridge/1\ntenants: [{name: a, phone_numbers: [{number: '1', trunk_password: x}]}]",
                "just text")) {
            assertThat(send(text).status()).as(text).isEqualTo(422);
        }
        for (String text : List.of("a: &x [1]\nb: *x", "a: 1\na: 2", "a: [", "", "a: b\n---\nc: d", "[".repeat(200))) {
            ApiServer.Answer answer = send(text);
            assertThat(answer.status()).as(text).isEqualTo(400);
            assertThat(answer.at("/code")).isEqualTo("bad_yaml");
        }
        assertThat(bridge.post("/api/v1/config/import")
                        .key(key)
                        .header("Content-Type", "text/csv")
                        .text("a,b")
                        .send()
                        .status())
                .isEqualTo(415);
    }

    private ApiServer.Answer send(String text) throws Exception {
        return bridge.post("/api/v1/config/import")
                .key(key)
                .header("Content-Type", "application/yaml")
                .text(text)
                .send();
    }

    @Test
    void aBundleMayBeLargerThanOtherBodiesForWhoHasAKey() throws Exception {
        StringBuilder large = new StringBuilder("format: voice-bridge/1\ntenants:\n- name: a\n  agents:\n");
        for (int i = 0; i < 20; i++) {
            large.append("  - {name: big-" + i + ", prompt: \"" + "x".repeat(40_000) + "\"}\n");
        }

        assertThat(send(large.toString()).status()).isEqualTo(200);
        assertThat(bridge.post("/api/v1/config/import")
                        .key("vb_key_none_" + "0".repeat(64))
                        .header("Content-Type", "application/yaml")
                        .text(large.toString())
                        .send()
                        .status())
                .isEqualTo(413);
        assertThat(bridge.post("/api/v1/agents")
                        .key(key)
                        .json(large.toString())
                        .send()
                        .status())
                .isEqualTo(413);
    }
}
