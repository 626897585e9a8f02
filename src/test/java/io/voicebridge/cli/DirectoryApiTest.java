package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.conformance.Duty;
import io.voicebridge.directory.Tenants;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** The administration interface over real HTTP, each response checked against its OpenAPI schema. */
class DirectoryApiTest {

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

    private static Tenants.Created newTenant() {
        return bridge.bean("tenants", Tenants.class)
                .create("test", new ObjectMapper().createObjectNode().put("name", "Tenant " + UUID.randomUUID()));
    }

    private static ApiServer.Answer newAgent(String name, String prompt) throws Exception {
        return bridge.post("/api/v1/agents")
                .key(key)
                .json("{\"name\":\"%s\",\"provider\":\"picky\",\"prompt\":\"%s\"}".formatted(name, prompt))
                .send();
    }

    private static ApiServer.Answer newNumber(String json) throws Exception {
        return bridge.post("/api/v1/phone-numbers").key(key).json(json).send();
    }

    // --- keys

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

    // --- tenants

    @Test
    void makesATenantForAnOperatorOnly() throws Exception {
        String body = "{\"name\":\"Sunrise\",\"settings\":{\"max_calls\":3}}";
        ApiServer.Answer refused =
                bridge.post("/api/v1/tenants").key(key).json(body).send();
        ApiServer.Answer made = bridge.post("/api/v1/tenants")
                .key(bridge.demo().adminKey())
                .json(body)
                .send();
        ApiServer.Answer again = bridge.post("/api/v1/tenants")
                .key(bridge.demo().adminKey())
                .json("{\"name\":\"SUNRISE\"}")
                .send();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.faults("createTenant")).isEmpty();
        assertThat(made.header("Location")).contains("/api/v1/tenants/" + made.at("/id"));
        assertThat(made.at("/settings/max_calls")).isEqualTo("3");
        assertThat(made.at("/settings/wait_cap_s")).isEqualTo("4");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code")).isEqualTo("tenant_exists");
    }

    @Test
    void letsAnOperatorSayWhereATenantsCallsMayGo() throws Exception {
        String path = "/api/v1/tenants/" + newTenant().id();
        String operator = bridge.demo().adminKey();
        String etag = bridge.get(path).key(operator).send().etag();
        String limits = "{\"settings\":{\"max_calls_per_second\":5,"
                + "\"outbound\":{\"allow\":[\"US\",\"!+1900\"],\"per_day\":7}}}";

        ApiServer.Answer changed = bridge.patch(path)
                .key(operator)
                .header("If-Match", etag)
                .json(limits)
                .send();
        ApiServer.Answer bad = bridge.patch(path)
                .key(operator)
                .header("If-Match", changed.etag())
                .json("{\"settings\":{\"outbound\":{\"allow\":[\"everywhere\"]}}}")
                .send();

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.faults("patchTenant")).isEmpty();
        assertThat(changed.at("/settings/max_calls_per_second")).isEqualTo("5");
        assertThat(changed.at("/settings/outbound/allow/1")).isEqualTo("!+1900");
        assertThat(changed.at("/settings/outbound/per_day")).isEqualTo("7");
        assertThat(changed.at("/settings/outbound/per_minute")).isEqualTo("60");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.at("/code")).isEqualTo("bad_destination");
    }

    @Test
    @Duty("Toll fraud")
    void doesNotLetATenantWidenItsOwnLimits() throws Exception {
        String path = "/api/v1/tenants/" + tenant.id();
        String etag = bridge.get(path).key(key).send().etag();
        for (String limit : List.of("{\"outbound\":{\"per_day\":7}}", "{\"max_calls_per_second\":5}")) {
            ApiServer.Answer refused = bridge.patch(path)
                    .key(key)
                    .header("If-Match", etag)
                    .json("{\"settings\":" + limit + "}")
                    .send();

            assertThat(refused.status()).as(limit).isEqualTo(403);
        }
    }

    @Test
    void answersAnotherTenantsRowsAsIfTheyWereNotThere() throws Exception {
        String stranger = newTenant().adminKey().secret();
        ApiServer.Answer agent = newAgent("secret-agent", "hello");
        ApiServer.Answer number = newNumber("{\"number\":\"+13035550199\"}");

        assertThat(bridge.get("/api/v1/agents/" + agent.at("/id"))
                        .key(stranger)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(bridge.post("/api/v1/agents/" + agent.at("/id") + "/publish")
                        .key(stranger)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(bridge.delete("/api/v1/phone-numbers/" + number.at("/id"))
                        .key(stranger)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(bridge.get("/api/v1/tenants/" + tenant.id())
                        .key(stranger)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(bridge.get("/api/v1/agents").key(stranger).send().at("/items/0/id"))
                .isEmpty();
        assertThat(bridge.post("/api/v1/phone-numbers")
                        .key(stranger)
                        .json("{\"number\":\"777000111222\",\"agent_id\":\"" + agent.at("/id") + "\"}")
                        .send()
                        .at("/code"))
                .isEqualTo("unknown_agent");
    }

    // --- numbers

    @Test
    void registersANumberAndNeverShowsItsPassword() throws Exception {
        ApiServer.Answer made = newNumber(
                "{\"number\":\"(303) 555-0100\",\"terminal_uri\":\"f111.dialmake.com\",\"trunk_username\":\"u\",\"trunk_password\":\"hunter2\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.faults("createPhoneNumber")).isEmpty();
        assertThat(made.at("/number")).isEqualTo("+13035550100");
        assertThat(made.at("/trunk_password_set")).isEqualTo("true");
        assertThat(made.text()).doesNotContain("hunter2");
        assertThat(bridge.get("/api/v1/phone-numbers/" + made.at("/id"))
                        .key(key)
                        .send()
                        .text())
                .doesNotContain("hunter2");
    }

    @Test
    void showsTheTokenOfANumberOnceAndThatItHasOne() throws Exception {
        String number = "/api/v1/phone-numbers/"
                + newNumber("{\"number\":\"+13035550107\"}").at("/id");

        ApiServer.Answer issued = bridge.post(number + "/call-token").key(key).send();

        assertThat(issued.faults("issueCallToken")).isEmpty();
        assertThat(issued.at("/token")).startsWith("vbc_");
        ApiServer.Answer shown = bridge.get(number).key(key).send();
        assertThat(shown.at("/call_token_set")).isEqualTo("true");
        assertThat(shown.text()).doesNotContain(issued.at("/token"));
        assertThat(bridge.delete(number + "/call-token").key(key).send().status())
                .isEqualTo(204);
        assertThat(bridge.get(number).key(key).send().at("/call_token_set")).isEqualTo("false");
    }

    @Test
    void refusesANumberThatAnotherSpellingOfItHolds() throws Exception {
        newNumber("{\"number\":\"+13035550101\"}");

        ApiServer.Answer answer = newNumber("{\"number\":\"303-555-0101\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("number_taken");
        assertThat(answer.faults("createPhoneNumber")).isEmpty();
    }

    @Test
    void refusesItselfAsTerminalUri() throws Exception {
        ApiServer.Answer answer = newNumber("{\"number\":\"+13035550102\",\"terminal_uri\":\"sip:127.0.0.1\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("terminal_uri_is_self");
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/terminal_uri");
    }

    @Test
    void refusesWhatIsNoNumber() throws Exception {
        ApiServer.Answer answer = newNumber("{\"number\":\"12\",\"kind\":\"e164\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("bad_number");
    }

    @Test
    void asksForTheETagOfAChange() throws Exception {
        ApiServer.Answer made = newNumber("{\"number\":\"+13035550103\"}");
        String path = "/api/v1/phone-numbers/" + made.at("/id");

        ApiServer.Answer without =
                bridge.patch(path).key(key).json("{\"name\":\"a\"}").send();
        ApiServer.Answer changed = bridge.patch(path)
                .key(key)
                .header("If-Match", made.etag())
                .json("{\"name\":\"a\"}")
                .send();
        ApiServer.Answer late = bridge.patch(path)
                .key(key)
                .header("If-Match", made.etag())
                .json("{\"name\":\"b\"}")
                .send();

        assertThat(without.status()).isEqualTo(428);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.at("/name")).isEqualTo("a");
        assertThat(changed.etag()).isNotEqualTo(made.etag());
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.faults("patchPhoneNumber")).isEmpty();
    }

    @Test
    void pagesThroughAList() throws Exception {
        String other = newTenant().adminKey().secret();
        for (int i = 0; i < 3; i++) {
            bridge.post("/api/v1/agents")
                    .key(other)
                    .json("{\"name\":\"agent-" + i + "\"}")
                    .send();
        }

        ApiServer.Answer first = bridge.get("/api/v1/agents?limit=2").key(other).send();
        ApiServer.Answer second = bridge.get("/api/v1/agents?limit=2&cursor=" + first.at("/next_cursor"))
                .key(other)
                .send();

        assertThat(first.faults("listAgents")).isEmpty();
        assertThat(first.body().at("/items")).hasSize(2);
        assertThat(second.body().at("/items")).hasSize(1);
        assertThat(second.at("/items/0/name")).isEqualTo("agent-2");
        assertThat(second.body().at("/next_cursor").isNull()).isTrue();
    }

    @Test
    void namesAParameterThatItDoesNotKnow() throws Exception {
        ApiServer.Answer answer =
                bridge.get("/api/v1/agents?limit=0&colour=red").key(key).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("bad_filter");
        assertThat(answer.text()).contains("limit").contains("colour");
    }

    // --- bodies

    @Test
    void pointsAtEachValueThatIsNotAsDescribed() throws Exception {
        ApiServer.Answer answer =
                newNumber("{\"number\":7,\"colour\":\"red\",\"default_route\":{\"type\":\"Nowhere\"}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/number", "/colour", "/default_route/type");
    }

    @Test
    void saysWhereABodyIsNotJson() throws Exception {
        ApiServer.Answer answer = newNumber("{\"number\":");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("bad_json");
    }

    @Test
    void refusesABodyOfAnotherType() throws Exception {
        ApiServer.Answer answer = bridge.post("/api/v1/agents")
                .key(key)
                .header("Content-Type", "text/plain")
                .text("{}")
                .send();

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void forgetsAnswersToIdempotencyKeysAfterADay() throws Exception {
        EntityManager entities = bridge.bean("entityManager", EntityManager.class);
        TransactionTemplate transactions = bridge.bean("transactionTemplate", TransactionTemplate.class);
        transactions.executeWithoutResult(status -> entities.createNativeQuery(
                        "insert into idempotency_key (id, tenant_id, request_hash, status, created_at)"
                                + " values ('old', :tenant, '', 0, :at)")
                .setParameter("tenant", tenant.tenant().id())
                .setParameter("at", Instant.now().minus(Duration.ofDays(2)))
                .executeUpdate());

        DefaultConsumer timer = (DefaultConsumer)
                bridge.context().getRoute("forget-idempotency-keys").getConsumer();
        timer.getProcessor().process(timer.getEndpoint().createExchange());

        assertThat(transactions.<Number>execute(status ->
                        (Number) entities.createNativeQuery("select count(*) from idempotency_key where id = 'old'")
                                .getSingleResult()))
                .isEqualTo(0L);
    }

    @Test
    void answersARepeatedPostAsBefore() throws Exception {
        String body = "{\"label\":\"twice\",\"scopes\":[\"read\"]}";
        ApiServer.Answer first = bridge.post("/api/v1/keys")
                .key(key)
                .header("Idempotency-Key", "k-1")
                .json(body)
                .send();
        ApiServer.Answer second = bridge.post("/api/v1/keys")
                .key(key)
                .header("Idempotency-Key", "k-1")
                .json(body)
                .send();
        ApiServer.Answer other = bridge.post("/api/v1/keys")
                .key(key)
                .header("Idempotency-Key", "k-1")
                .json("{\"label\":\"other\",\"scopes\":[\"read\"]}")
                .send();

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void letsAFailedPostBeRepeatedWithItsKey() throws Exception {
        newNumber("{\"number\":\"+13035550104\"}");
        ApiServer.Answer taken = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .header("Idempotency-Key", "k-2")
                .json("{\"number\":\"+13035550104\"}")
                .send();
        ApiServer.Answer again = bridge.post("/api/v1/phone-numbers")
                .key(key)
                .header("Idempotency-Key", "k-2")
                .json("{\"number\":\"+13035550105\"}")
                .send();

        assertThat(taken.status()).isEqualTo(409);
        assertThat(again.status()).isEqualTo(201);
    }

    // --- agents

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

    @Test
    void testOfANumberSaysWhatToDo() throws Exception {
        ApiServer.Answer number = newNumber("{\"number\":\"+13035550106\"}");

        ApiServer.Answer answer = bridge.post("/api/v1/phone-numbers/" + number.at("/id") + "/test")
                .key(key)
                .send();

        assertThat(answer.faults("testPhoneNumber")).isEmpty();
        assertThat(answer.at("/items/0/status")).isEqualTo("failed");
        assertThat(answer.at("/items/0/fix")).contains("Map an agent to +13035550106");
    }

    // --- the rest

    @Test
    void writesDownWhoChangedWhat() throws Exception {
        String id = newAgent("audited", "hello").at("/id");

        ApiServer.Answer answer = bridge.get("/api/v1/audit?limit=200").key(key).send();

        assertThat(answer.faults("listAudit")).isEmpty();
        assertThat(answer.text()).contains(id).contains("agent.create");
    }

    @Test
    void servesItsOpenApiDocumentWithoutKey() throws Exception {
        assertThat(bridge.get("/api/v1/openapi/api.yaml").send().text()).startsWith("openapi: 3.1.0");
        assertThat(bridge.get("/api/v1/openapi/other.yaml").send().status()).isEqualTo(404);
    }

    @Test
    void doesNotSendRequestHeadersBack() throws Exception {
        ApiServer.Answer answer =
                bridge.get("/api/v1/agents").key(key).header("X-Custom", "1").send();

        assertThat(answer.header("X-Custom")).isEmpty();
        assertThat(answer.header("X-API-Key")).isEmpty();
    }

    @Test
    void demoDataHasAnAgentOnItsNumber() throws Exception {
        ApiServer.Answer numbers = bridge.get("/api/v1/phone-numbers")
                .key(bridge.demo().adminKey())
                .send();

        assertThat(bridge.demo().numbers()).containsEntry("+13453453453", "qualify-solar");
        assertThat(numbers.at("/items/0/number")).isEqualTo("+13453453453");
        assertThat(numbers.at("/items/0/agent_id")).startsWith("ag_");
    }
}
