package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with a tenant, whose administration interface is asked over real HTTP. */
abstract class DirectoryApi {

    @TempDir
    static Path dataDir;

    static ApiServer bridge;
    static Tenants.Created tenant;
    static String key;

    /** Takes any agent whose prompt does not say that it is broken. */
    static final class Picky implements VoiceAgent {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public AgentCapabilities capabilities() {
            return new AgentCapabilities(false, true, true, true, true, Duration.ofHours(1));
        }

        @Override
        public void prepare(AgentProfile profile) {
            if (profile.prompt().contains("broken")) {
                throw new IllegalArgumentException("The prompt is broken.");
            }
        }

        @Override
        public AgentSession open(AgentCall call, AgentListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.H2);
        bridge.bind("picky", VoiceAgent.class, new Picky());
        tenant = newTenant();
        key = tenant.adminKey().secret();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    static Tenants.Created newTenant() {
        return bridge.bean("tenants", Tenants.class)
                .create("test", new ObjectMapper().createObjectNode().put("name", "Tenant " + UUID.randomUUID()));
    }

    static ApiServer.Answer newAgent(String name, String prompt) throws Exception {
        return bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"%s\",\"provider\":\"picky\",\"prompt\":\"%s\"}".formatted(name, prompt))
                .send();
    }

    static ApiServer.Answer newNumber(String json) throws Exception {
        return bridge.post("/api/v1/phone-numbers").key(key).json(json).send();
    }
}
