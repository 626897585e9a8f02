package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.cli.ContractDocuments.Operation;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One tenant asks for what is another's, by every operation of the OpenAPI documents that names a thing: it is answered as
 * if there were no such thing, to the letter, and nothing of the other's changes. An operation that is added later is
 * asked without being named here.
 */
class TenantIsolationTest {

    @TempDir
    static Path folder;

    private static ContractWorld world;
    private static String stranger;
    private static String strangerFive9;
    private static String strangerSecret;

    @BeforeAll
    static void start() throws Exception {
        world = new ContractWorld(folder, Map.of());
        // What it does with a task in the meantime would look like the stranger's doing
        world.server.context().getRouteController().stopRoute("take-five9-tasks");
        ApiServer.Answer made = world.server
                .post("/api/v1/tenants")
                .key(world.key())
                .json("{\"name\":\"Stranger\"}")
                .send();
        stranger = made.at("/admin_key/secret");
        strangerSecret = made.at("/webhook_secret");
        strangerFive9 = world.server
                .post("/api/v1/keys")
                .key(stranger)
                .json("{\"label\":\"s\",\"scopes\":[\"five9\"]}")
                .send()
                .at("/secret");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static Stream<Operation> operations() throws Exception {
        return new ContractDocuments().operations().stream().filter(Operation::hasId);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsAnothersIsAsIfItWereNotThere(Operation operation) throws Exception {
        String theirs = world.fresh(operation.path);
        String nobodys = theirs.substring(0, 4) + "0".repeat(theirs.length() - 4);
        List<String> before = rowsOfTheOther();

        ApiServer.Answer asked = ask(operation, theirs);
        ApiServer.Answer guessed = ask(operation, nobodys);

        assertThat(asked.status()).isEqualTo(404);
        assertThat(guessed.status()).isEqualTo(404);
        assertThat(shape(asked, theirs)).isEqualTo(shape(guessed, nobodys));
        assertSame(before, rowsOfTheOther());
    }

    private static void assertSame(List<String> before, List<String> after) {
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(after);
        List<String> come = new ArrayList<>(after);
        come.removeAll(before);
        assertThat(gone).isEmpty();
        assertThat(come).isEmpty();
    }

    private static ApiServer.Answer ask(Operation operation, String id) throws Exception {
        ApiServer.Request request = world.server
                .request(operation.method, operation.path.replace("{id}", id))
                .key(stranger);
        if (operation.takes("If-Match")) {
            request.header("If-Match", "*");
        }
        if (operation.bodyType().isPresent()) {
            request.body(operation.bodyType().get(), operation.bodyExample().toString());
        }
        return request.send();
    }

    /** Without what differs between any two requests. */
    private static Map<String, String> shape(ApiServer.Answer answer, String id) {
        Map<String, String> shape = new TreeMap<>(answer.headers());
        shape.keySet().removeIf(name -> name.startsWith("ratelimit") || name.equals("date"));
        shape.put("body", answer.text().replace(id, "ID").replaceFirst("\"trace_id\":\"[^\"]*\"", ""));
        shape.remove("content-length");
        return shape;
    }

    /** All that the database has of the demo's tenant, as text, but for events, which go out while we look. */
    private static List<String> rowsOfTheOther() {
        String tenant = world.server.demo().tenant();
        return world.server
                .bean("transactionTemplate", TransactionTemplate.class)
                .execute(status -> {
                    List<?> script = world.server
                            .bean("entityManager", EntityManager.class)
                            .createNativeQuery("script simple", String.class)
                            .getResultList();
                    return script.stream()
                            .map(String.class::cast)
                            .filter(line -> line.contains('\'' + tenant + '\'')
                                    && !line.startsWith("INSERT INTO \"public\".\"outbox_event\"")
                                    && !line.startsWith("INSERT INTO \"public\".\"webhook_delivery\""))
                            .sorted()
                            .toList();
                });
    }

    @Test
    void anotherTenantsAgentCannotBeGivenToANumber() throws Exception {
        String number = world.server
                .post("/api/v1/phone-numbers")
                .key(stranger)
                .json("{\"number\":\"" + world.number() + "\",\"name\":\"n\"}")
                .send()
                .at("/id");
        String agent = world.fresh("/api/v1/agents");
        String nobodys = "ag_" + "0".repeat(agent.length() - 3);
        String path = "/api/v1/phone-numbers/" + number + "/agent";

        ApiServer.Answer asked = put(path, "{\"agent_id\":\"" + agent + "\"}");
        ApiServer.Answer guessed = put(path, "{\"agent_id\":\"" + nobodys + "\"}");

        assertThat(asked.status()).isEqualTo(422);
        assertThat(shape(asked, agent)).isEqualTo(shape(guessed, nobodys));
    }

    private static ApiServer.Answer put(String path, String json) throws Exception {
        return world.server
                .put(path)
                .key(stranger)
                .header("If-Match", "*")
                .json(json)
                .send();
    }

    @Test
    void anotherTenantsConversationCannotBeHeld() throws Exception {
        String theirs = world.conversation();
        String nobodys = "cv_" + "0".repeat(theirs.length() - 3);

        ApiServer.Answer asked = hold(theirs);

        assertThat(asked.status()).isEqualTo(404);
        assertThat(shape(asked, theirs)).isEqualTo(shape(hold(nobodys), nobodys));
    }

    private static ApiServer.Answer hold(String id) throws Exception {
        return world.server
                .post("/api/v1/legal-holds")
                .key(stranger)
                .json("{\"conversation_id\":\"" + id + "\",\"reason\":\"r\"}")
                .send();
    }

    @Test
    void anotherTenantsCallTakesNoSignedOutcome() throws Exception {
        String theirs = world.conversation();
        String nobodys = "cv_" + "0".repeat(theirs.length() - 3);
        List<String> before = rowsOfTheOther();

        ApiServer.Answer asked = commit(theirs);

        assertThat(asked.status()).isEqualTo(404);
        assertThat(shape(asked, theirs)).isEqualTo(shape(commit(nobodys), nobodys));
        assertSame(before, rowsOfTheOther());
    }

    private static ApiServer.Answer commit(String id) throws Exception {
        return Signed.outcome(
                world.server, strangerSecret, "{\"conversation_id\":\"" + id + "\",\"outcome\":\"qualified\"}");
    }

    @Test
    void aScriptFindsNothingOfAnotherTenantsCall() throws Exception {
        String theirs = world.conversation();
        String customer = world.server
                .get("/api/v1/conversations/" + theirs)
                .key(world.key())
                .send()
                .at("/ani");
        List<String> before = rowsOfTheOther();

        ApiServer.Answer asked = world.server
                .get("/five9/v1/outcome?ani=" + customer.replace("+", "%2B"))
                .key(strangerFive9)
                .send();

        assertThat(asked.at("/status")).isEqualTo("not_found");
        assertSame(before, rowsOfTheOther());
    }
}
