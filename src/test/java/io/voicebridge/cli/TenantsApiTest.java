package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsApiTest {

    @TempDir
    static Path dataDir;

    static ApiServer bridge;
    static Tenants.Created tenant;

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.H2);
        ObjectNode draft = JsonNodeFactory.instance.objectNode().put("name", "Sunrise");
        tenant = bridge.bean("tenants", Tenants.class).create("test", draft);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void refusesARequestWithoutKeyByAProblemDocument() throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/tenants/" + tenant.id()).send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.at("/code")).isEqualTo("unauthorized");
        assertThat(answer.faults("getTenant")).isEmpty();
    }

    @Test
    void showsATenantToItsOwnKey() throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/tenants/" + tenant.id())
                .key(tenant.adminKey().secret())
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/name")).isEqualTo("Sunrise");
        assertThat(answer.faults("getTenant")).isEmpty();
    }

    @Test
    void servesItsOpenApiDocumentWithoutKey() throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/openapi/api.yaml").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("openapi: 3.1.0");
    }
}
