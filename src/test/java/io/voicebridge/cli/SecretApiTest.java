package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.Secret;
import io.voicebridge.conformance.Duty;
import io.voicebridge.directory.TenantSecrets;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a tenant's own, from the API to a call. */
class SecretApiTest {

    private static final String PATH = "/api/v1/secrets";
    private static final String VALUE = "sk-very-secret-0123456789";

    @TempDir
    static Path dataDir;

    private static ApiServer bridge;

    private Tenants.Created tenant;
    private String key;

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.H2);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        tenant = bridge.bean("tenants", Tenants.class)
                .create("test", EventFixture.json("{\"name\":\"T " + UUID.randomUUID() + "\"}"));
        key = tenant.adminKey().secret();
    }

    private ApiServer.Answer set(String name, String value) throws Exception {
        return bridge.post(PATH)
                .key(key)
                .json("{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}")
                .send();
    }

    private String agent(String secret) throws Exception {
        ApiServer.Answer made = bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"sam\",\"provider\":\"openai-realtime\",\"prompt\":\"Sell.\",\"settings\":"
                        + "{\"key_secret\":\"" + secret + "\"}}")
                .send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.at("/id");
    }

    private ApiServer.Answer publish(String agent) throws Exception {
        return bridge.post("/api/v1/agents/" + agent + "/publish").key(key).send();
    }

    @Test
    @Duty(
            value = "keys",
            says = "a tenant's key for a provider is written and replaced, and no answer, export or audit has it")
    void isWrittenAndReplacedAndNeverReadOut() throws Exception {
        ApiServer.Answer made = set("our-openai", VALUE);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.faults("setSecret")).isEmpty();
        assertThat(set("our-openai", VALUE + "-2").at("/id")).isEqualTo(made.at("/id"));
        agent("our-openai");

        ApiServer.Answer listed = bridge.get(PATH).key(key).send();
        assertThat(listed.faults("listSecrets")).isEmpty();
        assertThat(listed.at("/items/0/name")).isEqualTo("our-openai");
        String export = bridge.get("/api/v1/config/export").key(key).send().text();
        String audit = bridge.get("/api/v1/audit").key(key).send().text();
        assertThat(audit).contains("secret.set");
        assertThat(export).contains("our-openai");
        assertThat(made.text() + listed.text() + export + audit).doesNotContain("very-secret");
        assertThat(bridge.bean("tenantSecrets", TenantSecrets.class)
                        .open(tenant.tenant().id(), "our-openai"))
                .contains(VALUE + "-2");
    }

    @Test
    void isOneTenantsOnly() throws Exception {
        String id = set("our-openai", VALUE).at("/id");
        String other = bridge.demo().adminKey();

        assertThat(bridge.get(PATH).key(other).send().text()).doesNotContain(id);
        assertThat(bridge.delete(PATH + "/" + id).key(other).send().status()).isEqualTo(404);
        assertThat(bridge.delete(PATH + "/" + id).key(key).send().status()).isEqualTo(204);
        assertThat(bridge.get(PATH).key(key).send().text()).doesNotContain(id);
    }

    @Test
    void isRefusedWhereItCouldNotStandInAHeader() throws Exception {
        assertThat(set("our-openai", "sk two words").status()).isEqualTo(422);
        assertThat(set("Our OpenAI", VALUE).status()).isEqualTo(422);
    }

    @Test
    void mustBeThereBeforeAnAgentThatNamesItIsPublished() throws Exception {
        String agent = agent("our-openai");
        ApiServer.Answer refused = publish(agent);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/code")).isEqualTo("no_secret");
    }

    @Test
    void reachesACallAndPrintsAsStars() throws Exception {
        set("our-openai", VALUE);
        ObjectNode draft = (ObjectNode) new YAMLMapper()
                .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile());
        draft.putObject("settings").put("key_secret", "our-openai");
        String agent = bridge.post("/api/v1/agents")
                .key(key)
                .json(draft.toString())
                .send()
                .at("/id");
        ApiServer.Answer published = publish(agent);
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        ApiServer.Answer number = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .json("{\"number\":\"+13035550177\",\"agent_id\":\"" + agent + "\"}")
                .send();
        assertThat(number.status()).as(number.text()).isEqualTo(201);

        Exchange exchange = new DefaultExchange(bridge.context());
        exchange.setVariable("dnis", "+13035550177");
        exchange.setVariable("legId", "leg-1");
        bridge.bean("agentLookupStep", AgentLookupStep.class).lookUp(exchange);

        Secret secret = exchange.getVariable("agentKey", Secret.class);
        assertThat(secret.value()).isEqualTo(VALUE);
        assertThat(exchange.getVariables().toString()).doesNotContain(VALUE).contains("***");
    }
}
