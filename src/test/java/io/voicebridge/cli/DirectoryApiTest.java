package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** The administration interface over real HTTP, each response checked against its OpenAPI schema. */
class DirectoryApiTest extends DirectoryApi {

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
