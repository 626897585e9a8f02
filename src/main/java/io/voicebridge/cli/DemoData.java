package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.directory.Agent;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenant;
import io.voicebridge.directory.Tenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tenant with keys, an agent and a number, to try the bridge with. Made on the first start. On later ones its keys are
 * taken from {@code runtime.json}; if that is gone they are made anew, as the database cannot give them back.
 *
 * @param home holds {@code config/demo/agents}
 * @param node the name of this bridge among those that share a database
 */
record DemoData(
        Tenants tenants,
        ApiKeys keys,
        Agents agents,
        PhoneNumbers numbers,
        ObjectMapper json,
        Path home,
        Path dataDir,
        Supplier<String> node) {

    private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);
    private static final String NAME = "Demo";
    private static final String ACTOR = "demo";

    /** The numbers of the demo and who answers them; the first is the one that is shown. */
    private static final Map<String, String> NUMBERS = shown();

    private static final Map<String, String> NAMES = Map.of(
            "qualify-solar", "Solar campaign",
            "confirm-appointment", "Appointments",
            "satisfaction-survey", "After a visit",
            "test-line", "Test line");

    private static Map<String, String> shown() {
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("+13453453453", "qualify-solar");
        numbers.put("+13453453454", "confirm-appointment");
        numbers.put("+13453453455", "satisfaction-survey");
        numbers.put("+13453453459", "test-line");
        return Collections.unmodifiableMap(numbers);
    }

    RuntimeFile.Demo load() throws IOException {
        Optional<Tenant> present = tenants.named(NAME);
        if (present.isEmpty()) {
            return create();
        }
        String id = present.get().id();
        complete(id);
        Optional<RuntimeFile.Demo> known =
                written().filter(demo -> demo.tenant().equals(id));
        return known.isPresent()
                ? known.get().with(NUMBERS)
                : credentials(id, tenants.rotateWebhookSecret(id, ACTOR).webhookSecret());
    }

    private Optional<RuntimeFile.Demo> written() throws IOException {
        return Files.exists(dataDir.resolve(RuntimeFile.NAME))
                ? Optional.ofNullable(RuntimeFile.read(dataDir).demo())
                : Optional.empty();
    }

    private RuntimeFile.Demo create() throws IOException {
        Tenants.Created tenant = tenants.create(ACTOR, demoTenant());
        String tenantId = tenant.tenant().id();
        complete(tenantId);
        keys.delete(tenantId, ACTOR, tenant.adminKey().key().id());
        return credentials(tenantId, tenant.webhookSecret());
    }

    /** What is there stays as it is: somebody may have changed it. */
    private void complete(String tenantId) throws IOException {
        for (Path file : files()) {
            JsonNode draft = new YAMLMapper().readTree(Files.readAllBytes(file));
            if (agents.named(tenantId, draft.path("name").asText()).isEmpty()) {
                publish(tenantId, agents.create(tenantId, ACTOR, draft));
            }
        }
        NUMBERS.forEach((number, agent) -> add(tenantId, number, agent));
    }

    private void add(String tenantId, String number, String agent) {
        try {
            numbers.create(
                    tenantId,
                    ACTOR,
                    number(number, agent, agents.named(tenantId, agent).map(Agent::id)));
        } catch (Problem e) {
            if (e.status() != 409) {
                throw e;
            }
        }
    }

    /** A bridge whose speech does not start still serves HTTP, and says why the demo's agent does not answer. */
    private void publish(String tenantId, Agent agent) {
        try {
            agents.publish(tenantId, ACTOR, agent.id(), null);
        } catch (Problem e) {
            LOG.warn("The demo agent {} is not published: {}", agent.name(), e.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("config/demo/agents"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private JsonNode number(String called, String agent, Optional<String> agentId) {
        ObjectNode number = json.createObjectNode().put("number", called).put("name", NAMES.get(agent));
        agentId.ifPresent(id -> number.put("agent_id", id));
        number.putObject("default_route")
                .put("type", "SkillTransfer")
                .put("value", "General")
                .put("reason", "No outcome");
        return number;
    }

    private RuntimeFile.Demo credentials(String tenantId, String webhookSecret) {
        return new RuntimeFile.Demo(
                tenantId, key(tenantId, "admin", "operator"), key(tenantId, "five9"), webhookSecret, NUMBERS);
    }

    /** In the place of the one that this bridge made before, which nobody knows any more. */
    private String key(String tenantId, String... scopes) {
        String label = "demo " + scopes[0] + ' ' + node.get();
        keys.deleteLabelled(tenantId, ACTOR, label);
        ObjectNode draft = json.createObjectNode().put("label", label);
        for (String scope : scopes) {
            draft.withArray("scopes").add(scope);
        }
        return keys.create(tenantId, ACTOR, draft).secret();
    }

    /** Its calls may go out to phones on this machine, so that transfers can be tried. */
    private ObjectNode demoTenant() {
        ObjectNode tenant = json.createObjectNode().put("name", NAME);
        tenant.putObject("settings")
                .putObject("outbound")
                .putArray("allow")
                .add("127.0.0.1")
                .add("localhost");
        return tenant;
    }
}
