package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all operations of administration have in common, over real HTTP: limits, repetitions, pages, the audit. */
class AdministrationTest {

    private static final int LIMIT = 30;

    @TempDir
    static Path dataDir;

    private static ApiServer bridge;

    private final Tenants.Created tenant = newTenant();
    private final String key = tenant.adminKey().secret();

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(
                dataDir,
                Database.H2,
                Map.of(
                        "bridge.http.requests-per-minute.api",
                        Integer.toString(LIMIT),
                        "bridge.http.requests-per-minute.five9",
                        "2"));
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static Tenants.Created newTenant() {
        return bridge.bean("tenants", Tenants.class)
                .create("test", new ObjectMapper().createObjectNode().put("name", "Tenant " + UUID.randomUUID()));
    }

    @Test
    void everyAnswerToAKeySaysHowManyRequestsAreLeft() throws Exception {
        ApiServer.Answer good = bridge.get("/api/v1/agents").key(key).send();
        ApiServer.Answer bad = bridge.get("/api/v1/agents/ag_none").key(key).send();
        ApiServer.Answer nobody = bridge.get("/api/v1/agents").send();

        assertThat(good.header("RateLimit-Limit")).contains("30");
        assertThat(good.header("RateLimit-Remaining")).contains("29");
        assertThat(Integer.parseInt(good.header("RateLimit-Reset").orElseThrow()))
                .isBetween(50, 60);
        assertThat(bad.status()).isEqualTo(404);
        assertThat(bad.header("RateLimit-Remaining")).contains("28");
        assertThat(nobody.header("RateLimit-Limit")).isEmpty();
    }

    @Test
    void aKeyThatAsksTooOftenIsToldWhenToAskAgainAndOthersAreServed() throws Exception {
        for (int i = 0; i < LIMIT; i++) {
            bridge.get("/api/v1/agents").key(key).send();
        }

        ApiServer.Answer refused = bridge.get("/api/v1/agents").key(key).send();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.at("/code")).isEqualTo("rate_limited");
        assertThat(refused.header("RateLimit-Remaining")).contains("0");
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("RateLimit-Reset"));
        assertThat(refused.faults("listAgents")).isEmpty();
        assertThat(bridge.get("/api/v1/agents")
                        .key(newTenant().adminKey().secret())
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void lookUpsOfScriptsHaveALimitOfTheirOwn() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(bridge.get("/five9/v1/outcome?correlation=1")
                    .key(key)
                    .send()
                    .status());
        }

        assertThat(statuses).containsExactly(200, 200, 429);
    }

    @Test
    void theAuditIsFilteredAndPagedNewestFirst() throws Exception {
        List<String> agents = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            agents.add(bridge.post("/api/v1/agents")
                    .key(key)
                    .json("{\"name\":\"" + name + "\"}")
                    .send()
                    .at("/id"));
        }
        String now = Clock.systemUTC().instant().plusSeconds(1).toString();

        JsonNode first = audit("action=agent.create&limit=2&to=" + now);
        JsonNode second = audit("action=agent.create&limit=2&to=" + now + "&cursor="
                + first.path("next_cursor").asText());

        assertThat(first.path("items"))
                .extracting(entry -> entry.path("detail").asText())
                .containsExactly("three", "two");
        assertThat(second.path("items"))
                .extracting(entry -> entry.path("detail").asText())
                .containsExactly("one");
        assertThat(second.path("next_cursor").isNull()).isTrue();
        assertThat(audit("target=" + agents.get(1)).path("items")).hasSize(1);
        assertThat(audit("actor=" + tenant.adminKey().key().id()).path("items")).hasSize(3);
        assertThat(audit("actor=test").path("items")).hasSize(2);
        assertThat(audit("from=" + now).path("items")).isEmpty();
        ApiServer.Answer bad =
                bridge.get("/api/v1/audit?from=yesterday").key(key).send();
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.at("/code")).isEqualTo("bad_filter");
    }

    private JsonNode audit(String query) throws Exception {
        ApiServer.Answer answer = bridge.get("/api/v1/audit?" + query).key(key).send();
        assertThat(answer.faults("listAudit")).isEmpty();
        return answer.body();
    }

    @Test
    void onlyAnOperatorSeesTheTenantsAndNamesThem() throws Exception {
        Set<String> seen = new HashSet<>();
        String cursor = "";
        do {
            ApiServer.Answer page = bridge.get("/api/v1/tenants?limit=2" + cursor)
                    .key(bridge.demo().adminKey())
                    .send();
            assertThat(page.faults("listTenants")).isEmpty();
            page.body().path("items").forEach(item -> seen.add(item.path("id").asText()));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.at("/next_cursor");
        } while (!cursor.isEmpty());
        assertThat(seen).contains(tenant.tenant().id(), bridge.demo().tenant());
        assertThat(bridge.get("/api/v1/tenants").key(key).send().status()).isEqualTo(403);

        ApiServer.Answer named = bridge.patch(
                        "/api/v1/tenants/" + tenant.tenant().id())
                .key(key)
                .header("If-Match", "*")
                .json("{\"name\":\"Demo\"}")
                .send();
        assertThat(named.status())
                .as("not 409, which would tell of the other tenant")
                .isEqualTo(403);
    }

    @Test
    void everyPostMayBeRepeatedWithItsIdempotencyKey() throws Exception {
        String agent = bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"preview\",\"prompt\":\"Hello {{name}}\"}")
                .send()
                .at("/id");
        String path = "/api/v1/agents/" + agent + "/preview";
        String body = "{\"variables\":{\"name\":\"Ann\"}}";

        ApiServer.Answer first = bridge.post(path)
                .key(key)
                .header("Idempotency-Key", "p1")
                .json(body)
                .send();
        ApiServer.Answer again = bridge.post(path)
                .key(key)
                .header("Idempotency-Key", "p1")
                .json(body)
                .send();
        ApiServer.Answer other = bridge.post(path)
                .key(key)
                .header("Idempotency-Key", "p1")
                .json("{\"variables\":{}}")
                .send();

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aDefaultRouteWithoutReasonIsShownAsTheContractSays() throws Exception {
        ApiServer.Answer made = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .json("{\"number\":\"+13035550190\",\"default_route\":{\"type\":\"Hangup\"}}")
                .send();

        assertThat(made.faults("createPhoneNumber")).isEmpty();
        assertThat(made.body().at("/default_route/reason").isTextual()).isTrue();
    }
}
