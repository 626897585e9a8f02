package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voicebridge.cli.ContractDocuments.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** NUL, which PostgreSQL refuses, in every text that an operation of the documents takes. */
class UnstorableTextTest {

    private static final char NUL = 0;

    @Nested
    class OnH2 extends Bridge {
        OnH2() {
            super(Database.H2);
        }
    }

    @Nested
    class OnPostgresql extends Bridge {
        OnPostgresql() {
            super(Database.POSTGRESQL);
        }
    }

    /** One for all tests of a database. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Bridge {

        private final Database database;
        private ContractWorld world;

        Bridge(Database database) {
            this.database = database;
        }

        @BeforeAll
        void start(@TempDir Path folder) throws Exception {
            world = new ContractWorld(folder, database, Map.of());
        }

        @AfterAll
        void stop() {
            world.close();
        }

        @Test
        void isRefusedByTheAdministration() throws Exception {
            List<String> faults = new ArrayList<>();
            for (Operation operation : new ContractDocuments().operations()) {
                if (!operation.face.equals("api")) {
                    continue;
                }
                String id = operation.hasId() ? world.fresh(operation.path) : "";
                for (ApiServer.Request request : requests(operation, id)) {
                    ApiServer.Answer answer = request.send();
                    if (!List.of(400, 404, 422).contains(answer.status())) {
                        faults.add(operation + ": " + answer.status() + ' ' + answer.text());
                    }
                }
            }
            assertThat(faults).isEmpty();
        }

        private List<ApiServer.Request> requests(Operation operation, String id) {
            List<ApiServer.Request> requests = new ArrayList<>();
            if (operation.hasId()) {
                ApiServer.Request strange = asking(operation, "a%00b", "");
                requests.add(
                        operation.bodyType().isPresent()
                                ? strange.body(
                                        operation.bodyType().get(),
                                        operation.bodyExample().toString())
                                : strange);
            }
            String cursor = Base64.getUrlEncoder().encodeToString("a\0b".getBytes(StandardCharsets.UTF_8));
            for (String name : operation.queryParameters()) {
                requests.add(asking(operation, id, '?' + name + "=a%00b"));
                if (name.equals("cursor")) {
                    requests.add(asking(operation, id, "?cursor=" + cursor));
                }
            }
            JsonNode example = operation.bodyExample();
            if (example.isObject() && !spoilt(example).equals(example)) {
                requests.add(asking(operation, id, "")
                        .body(
                                operation.bodyType().orElseThrow(),
                                spoilt(example).toString()));
            }
            return requests;
        }

        private ApiServer.Request asking(Operation operation, String id, String query) {
            ApiServer.Request request = world.server
                    .request(
                            operation.method, operation.path.replace("{id}", id).replace("{face}", "a%00.yaml") + query)
                    .key(world.key());
            return operation.takes("If-Match") ? request.header("If-Match", "*") : request;
        }

        /** With NUL at the end of every text in it. */
        private static JsonNode spoilt(JsonNode node) {
            if (node.isTextual()) {
                return TextNode.valueOf(node.textValue() + NUL);
            }
            JsonNode copy = node.deepCopy();
            if (copy instanceof ObjectNode object) {
                node.fields().forEachRemaining(field -> object.set(field.getKey(), spoilt(field.getValue())));
            }
            return copy;
        }

        @Test
        void isPassedOverInWhatAScriptSends() throws Exception {
            String five9 = world.server.demo().five9Key();
            String json =
                    "{\"correlation\":\"6\\u00000\",\"number\":\"+1345\\u00003453453\",\"X-na\\u0000me\":\"A\\u0000nn\"}";

            ApiServer.Answer whole =
                    world.server.post("/five9/v1/calls").key(five9).json(json).send();
            ApiServer.Answer broken = world.server
                    .post("/five9/v1/calls")
                    .key(five9)
                    .json(json.replace("\\u0000", String.valueOf(NUL)).replace("A", "\"A"))
                    .send();
            ApiServer.Answer asked = world.server
                    .get("/five9/v1/outcome?correlation=6%000")
                    .key(five9)
                    .send();

            assertThat(whole.at("/status")).isEqualTo("ok");
            assertThat(whole.at("/correlation")).isEqualTo("60");
            assertThat(broken.at("/status")).isIn("ok", "updated", "no_number", "invalid");
            assertThat(asked.at("/status")).isEqualTo("pending");
            for (String operation : List.of("events", "echo")) {
                assertThat(world.server
                                .get("/five9/v1/" + operation + "?correlation=a%00b&type=hangup&value=%00")
                                .key(five9)
                                .send()
                                .status())
                        .isEqualTo(200);
            }
        }

        @Test
        void isPassedOverInAnOutcome() throws Exception {
            String id = world.conversation();

            ApiServer.Answer answer = Signed.outcome(
                    world.server,
                    world.server.demo().webhookSecret(),
                    "{\"conversation_id\":\"" + id + "\",\"outcome\":\"qualified\",\"summary\":\"a\\u0000b\","
                            + "\"intent\":\"\\u0000\",\"route\":{\"type\":\"SkillTransfer\",\"value\":\"S\\u0000\"},"
                            + "\"variables\":{\"n\\u0000\":\"v\\u0000\"},\"evidence\":[\"u\\u0000\"]}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(world.server
                            .get("/api/v1/conversations/" + id)
                            .key(world.key())
                            .send()
                            .at("/committed/summary"))
                    .isEqualTo("ab");
        }
    }
}
