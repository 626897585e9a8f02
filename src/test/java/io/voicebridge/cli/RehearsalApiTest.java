package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.OutboundGuard;
import jakarta.persistence.EntityManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** Simulated customers who call an agent because the API was asked to have them call. */
class RehearsalApiTest {

    private static final Duration A_CALL = Duration.ofSeconds(150);
    private static final String RENTS = "{\"campaign\":\"Solar_West\",\"customer\":\"rents the place\"}";

    @TempDir
    static Path folder;

    private static ContractWorld world;
    private static String solar;

    @BeforeAll
    static void start() throws Exception {
        world = new ContractWorld(folder, Map.of());
        for (JsonNode agent : world.server
                .get("/api/v1/agents")
                .key(world.key())
                .send()
                .body()
                .path("items")) {
            if (agent.path("name").asText().equals("qualify-solar")) {
                solar = agent.path("id").asText();
            }
        }
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static ApiServer.Answer asks(String agent, String body) throws Exception {
        return world.server
                .post("/api/v1/agents/" + agent + "/rehearsals")
                .key(world.key())
                .json(body)
                .send();
    }

    private static JsonNode get(String path) throws Exception {
        return world.server.get(path).key(world.key()).send().body();
    }

    private static JsonNode row(String agent, String id) throws Exception {
        for (JsonNode row : get("/api/v1/agents/" + agent + "/rehearsals").path("items")) {
            if (row.path("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("There is no rehearsal " + id);
    }

    private static JsonNode ended(String agent, String body) throws Exception {
        ApiServer.Answer asked = asks(agent, body);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        await().atMost(A_CALL)
                .until(() -> row(agent, asked.at("/id")).path("state").asText().equals("ended"));
        return row(agent, asked.at("/id"));
    }

    private static long rows(String table) {
        return world.server
                .bean("transactionTemplate", TransactionTemplate.class)
                .execute(status -> ((Number) world.server
                                .bean("entityManager", EntityManager.class)
                                .createNativeQuery("select count(*) from " + table)
                                .getSingleResult())
                        .longValue());
    }

    @Test
    void aCustomerCallsForRealAndNothingComesOfIt() throws Exception {
        JsonNode ended = ended(solar, "{\"campaign\":\"Solar_West\",\"customer\":\"wants no more calls\"}");

        assertThat(ended.path("deviations")).as(ended.toString()).isEmpty();
        assertThat(ended.path("as_expected").asBoolean()).isTrue();
        assertThat(ended.path("result").asText()).contains("Do Not Call");
        String id = ended.path("conversation_id").asText();
        JsonNode call = get("/api/v1/conversations/" + id);
        assertThat(call.path("rehearsal").asBoolean()).isTrue();
        assertThat(call.path("outcome").asText()).isEqualTo("do_not_call");
        assertThat(call.at("/rehearsed/customer").asText()).isEqualTo("wants no more calls");
        assertThat(get("/api/v1/conversations/" + id + "/transcript").path("items"))
                .isNotEmpty();
        assertThat(get("/api/v1/do-not-call").path("items")).isEmpty();
        assertThat(rows("outbox_event where subject = '" + id + "'")).isZero();
        assertThat(get("/api/v1/statistics")
                        .at("/periods/0/outcomes/do_not_call")
                        .asInt())
                .isZero();
        assertThat(get("/api/v1/audit").toString()).contains("agent.rehearse");
        assertThat(get("/api/v1/keys").toString()).doesNotContain("\"Rehearsal\"");

        OutboundGuard.Verdict verdict = world.server
                .bean("outboundGuard", OutboundGuard.class)
                .ask(new OutboundGuard.Attempt(
                        world.server.demo().tenant(), id, "sip:+13035550100@carrier.example.com", "", Map.of()));
        assertThat(verdict).isInstanceOfSatisfying(OutboundGuard.Forbidden.class, refused -> assertThat(refused.code())
                .isEqualTo("rehearsal"));
    }

    @Test
    void aDraftThatWasNeverPublishedIsCalled() throws Exception {
        String dialogue = get("/api/v1/agents/" + solar).path("dialogue").asText();
        String agent = world.post(
                "/api/v1/agents",
                world.json("{\"name\":\"drafted\"}").toString().replace("}", ",\"dialogue\":")
                        + Json.mapper().writeValueAsString(dialogue) + "}",
                "/id");

        assertThat(asks(agent, RENTS).at("/code")).isEqualTo("not_published");

        String id = asks(agent, RENTS.replace("}", ",\"draft\":true}")).at("/id");
        JsonNode call = get("/api/v1/conversations/" + hangUp(agent, id));
        assertThat(call.path("agent").asText()).isEqualTo("drafted");
        assertThat(call.path("version").asInt()).isZero();
        assertThat(call.path("number").asText())
                .isEqualTo(row(agent, id).path("number").asText());
        assertThat(row(agent, id).path("as_expected").asBoolean()).isFalse();
        assertThat(row(agent, id).path("deviations").toString()).contains("expected: Disposition Not Qualified");
    }

    /** As somebody does who has heard enough; gives the conversation's id. */
    private static String hangUp(String agent, String id) throws Exception {
        await().atMost(A_CALL)
                .until(() -> !row(agent, id).path("conversation_id").asText().isEmpty());
        String conversation = row(agent, id).path("conversation_id").asText();
        await().atMost(A_CALL).until(() -> get("/api/v1/conversations/" + conversation)
                .path("state")
                .asText()
                .equals("talking"));
        world.post("/api/v1/conversations/" + conversation + "/hangup", "{}", "/id");
        await().atMost(A_CALL).until(() -> row(agent, id).path("state").asText().equals("ended"));
        return conversation;
    }

    @Test
    void onlyTwoOfATenantCallAtOnce() throws Exception {
        String agent = world.fresh("/api/v1/agents");
        String first = asks(agent, RENTS).at("/id");
        String second = asks(agent, RENTS).at("/id");

        ApiServer.Answer third = asks(agent, RENTS);

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.at("/code")).isEqualTo("too_many_rehearsals");
        assertThat(third.header("Retry-After")).hasValue("30");
        for (String id : new String[] {first, second}) {
            await().atMost(A_CALL)
                    .until(() -> row(agent, id).path("state").asText().equals("ended"));
        }
    }

    @Test
    void whatCannotBeCalledIsToldSo() throws Exception {
        assertThat(asks(solar, RENTS.replace("rents", "leaves")).at("/code")).isEqualTo("unknown_customer");
        String empty = world.post("/api/v1/agents", "{\"name\":\"empty\"}", "/id");
        assertThat(asks(empty, RENTS.replace("}", ",\"draft\":true}")).at("/code"))
                .isEqualTo("bad_prompt");

        ApiServer.Answer made = world.server
                .post("/api/v1/tenants")
                .key(world.key())
                .json("{\"name\":\"Without a number\"}")
                .send();
        String theirs = made.at("/admin_key/secret");
        String agent = world.server
                .post("/api/v1/agents")
                .key(theirs)
                .json("{\"name\":\"theirs\"}")
                .send()
                .at("/id");
        ApiServer.Answer refused = world.server
                .post("/api/v1/agents/" + agent + "/rehearsals")
                .key(theirs)
                .json(RENTS.replace("}", ",\"draft\":true}"))
                .send();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("number_needed");
    }

    @Test
    void customersAreThoseOfTheFolder() throws Exception {
        JsonNode customers = get("/api/v1/customers").path("items");

        assertThat(customers.findValuesAsText("name"))
                .contains("wants a quote", "rents the place", "needs another appointment", "was not happy");
        assertThat(customers.at("/0/expected").asText()).isEqualTo("Skill Transfer Sales_West");
        assertThat(Files.readString(Path.of("config/demo/customers.yaml")))
                .contains(customers.at("/0/says/0").asText());
    }
}
