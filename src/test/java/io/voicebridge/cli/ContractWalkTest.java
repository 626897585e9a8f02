package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.ContractDocuments.Operation;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.security.WebhookSignature;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the OpenAPI documents is asked for over HTTP, well and badly, and what is sent and answered is
 * judged by a validator that the bridge does not use. At the end every status that a document names has been seen, or it
 * stands in {@link #NOT_SEEN_HERE} with the reason. A new operation is walked without being named here, unless its success
 * needs a body other than the document's example.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractWalkTest {

    /** What a document promises and cannot be had by a request alone. */
    private static final Map<String, String> NOT_SEEN_HERE = Map.of(
            "publishAgent 412", "two people at once",
            "getLevels 503", "a key that was good within the hour opens without a database, and levels need none",
            "listCustomers 503", "the same, and simulated customers stand in files",
            "getFive9Echo 503", "the same, and what a request carried is in the request",
            "postFive9Echo 503", "the same");

    @TempDir
    static Path folder;

    private static ContractDocuments documents;
    private static ContractWorld world;
    private static final Map<String, Set<Integer>> SEEN = new TreeMap<>();

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        documents = new ContractDocuments();
        world = new ContractWorld(
                folder.resolve("data"),
                Map.of(
                        "bridge.trunks.twilio.trunking-url", "http://127.0.0.1:9",
                        "bridge.trunks.twilio.api-url", "http://127.0.0.1:9"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** A request to an operation that is being put together. */
    private class Asking {
        private final ContractWorld world;
        private final Operation operation;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String id = "";
        private String query = "";
        private String type = "";
        private String body;

        Asking(ContractWorld world, Operation operation) throws Exception {
            this.world = world;
            this.operation = operation;
            if (operation.needsKey()) {
                headers.put(
                        "X-API-Key",
                        operation.face.equals("five9") ? world.server.demo().five9Key() : world.key());
            }
            if (operation.takes("If-Match")) {
                headers.put("If-Match", "*");
            }
        }

        Asking of(String resource) {
            id = resource;
            return this;
        }

        Asking with(String header, String value) {
            headers.put(header, value);
            return this;
        }

        Asking without(String header) {
            headers.remove(header);
            return this;
        }

        Asking query(String text) {
            query = '?' + text;
            return this;
        }

        Asking body(String contentType, String text) {
            type = contentType;
            body = text;
            return this;
        }

        String path() {
            return operation.path.replace("{id}", id).replace("{face}", "api.yaml");
        }

        ContractWorld.Answer send() throws Exception {
            ApiServer.Request request = world.server.request(operation.method, path() + query);
            headers.forEach(request::header);
            return ContractWorld.Answer.of((body == null ? request : request.body(type, body)).send());
        }

        /** Sends it, and judges what comes back. */
        void expects(int status) throws Exception {
            judge(status, send());
        }

        void judge(int status, ContractWorld.Answer answer) throws Exception {
            String what = operation + " " + query + " for " + status + ": ";
            if (answer.status() != status) {
                faults.add(what + "answered " + answer.status() + ' ' + answer.text());
            }
            operation.faultsOfAnswer(answer).forEach(fault -> faults.add(what + fault));
            SEEN.computeIfAbsent(operation.id, id -> new TreeSet<>()).add(answer.status());
        }
    }

    /** A request that is well made, of a thing that is there. */
    private Asking good(Operation operation) throws Exception {
        if (operation.id.equals("eraseConversation")) {
            return good(operation, world.ended());
        }
        if (operation.id.equals("getScriptKit")) {
            return good(operation, world.answered());
        }
        return good(operation, operation.hasId() ? world.fresh(operation.path) : "none");
    }

    private Asking good(Operation operation, String id) throws Exception {
        Asking asking = new Asking(world, operation).of(id);
        if (operation.bodyType().isPresent()) {
            JsonNode body = body(operation);
            operation.faultsOfRequest(body).forEach(fault -> faults.add(operation + " sent: " + fault));
            asking.body(operation.bodyType().get(), body.toString());
        }
        if (operation.needsLink()) {
            asking.with("Authorization", "Bearer " + world.link(world.conversation()));
        }
        if (operation.face.equals("hooks")) {
            signed(asking);
        }
        if (operation.face.equals("five9") && asking.body == null) {
            asking.query("correlation=1&type=hangup&number=%2B13453453453");
        }
        return asking;
    }

    /** JSON is YAML, too. */
    private JsonNode body(Operation operation) throws Exception {
        String special =
                switch (operation.id) {
                    case "createTenant" -> "{\"name\":\"Tenant " + world.next() + "\"}";
                    case "createPhoneNumber" ->
                        "{\"number\":\"" + world.number()
                                + "\",\"name\":\"n\",\"terminal_uri\":\"carrier.example.com\"}";
                    case "createTrunk" -> world.trunkDraft("");
                    case "createAgent" -> "{\"name\":\"made-" + world.next() + "\",\"prompt\":\"Hello {{name}}\"}";
                    case "mapAgent" -> "{\"agent_id\":\"" + world.fresh("/api/v1/agents") + "\"}";
                    case "rollbackAgent" -> "{\"version\":1}";
                    case "importConfiguration" ->
                        "{\"format\":\"voice-bridge/1\",\"tenants\":[{\"name\":\"Imported "
                                + world.next() + "\",\"phone_numbers\":[{\"number\":\"" + world.number()
                                + "\",\"name\":\"n\"}]}]}";
                    case "placeLegalHold" -> "{\"number\":\"" + world.number() + "\",\"reason\":\"r\"}";
                    case "eraseNumber" -> "{\"number\":\"" + world.number() + "\"}";
                    case "postOutcome" ->
                        "{\"conversation_id\":\"" + world.conversation() + "\",\"outcome\":\"qualified\"}";
                    case "transferConversation" -> "{\"mode\":\"cold\",\"to\":\"+13453453453\"}";
                    default ->
                        operation.face.equals("five9")
                                ? "{\"correlation\":\"1\",\"type\":\"hangup\",\"number\":\"+13453453453\"}"
                                : "";
                };
        return special.isEmpty() ? operation.bodyExample() : world.json(special);
    }

    private static Asking signed(Asking asking) {
        Instant now = Clock.systemUTC().instant();
        String id = "msg_" + world.next();
        return asking.with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .with(
                        "webhook-signature",
                        new WebhookSignature(Clock.systemUTC())
                                .sign(world.server.demo().webhookSecret(), id, now, asking.body));
    }

    private static Operation operation(String id) {
        return documents.operations().stream()
                .filter(operation -> operation.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Operation> operations(int status) {
        return documents.operations().stream()
                .filter(operation -> operation.statuses().contains(status));
    }

    private void assertNoFaults() {
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(1)
    void whatIsWellAskedIsAnsweredAsDocumented() throws Exception {
        for (Operation operation : documents.operations()) {
            if (!Set.of("hangUpConversation", "transferConversation").contains(operation.id)) {
                good(operation).expects(operation.success());
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(1)
    void aScriptGetsTheFormatThatItAsksFor() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.face.equals("five9")) {
                for (String format : List.of("xml", "kv", "five9xml")) {
                    good(operation)
                            .query("correlation=1&type=hangup&format=" + format)
                            .expects(200);
                }
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(2)
    void aCallThatIsUpCanBeTransferredAndHungUp() throws Exception {
        try (Caller caller = world.caller()) {
            PhoneCall call = caller.dials("+13453453453").connects();
            String number = world.answered();
            good(operation("deletePhoneNumber"), number).expects(409);
            good(operation("patchPhoneNumber"), number)
                    .body("application/json", "{\"terminal_uri\":\"127.0.0.1:9\"}")
                    .expects(200);
            good(operation("transferConversation"), world.live()).expects(202);
            good(operation("hangUpConversation"), world.live()).expects(202);
            call.isOver();
        }
        assertNoFaults();
    }

    @Test
    @Order(3)
    void whoShowsNoKeyOrOneForSomethingElseIsTurnedAway() throws Exception {
        String reader = world.post("/api/v1/keys", "{\"label\":\"r\",\"scopes\":[\"read\"]}", "/secret");
        for (Operation operation : documents.operations()) {
            if (operation.needsKey()) {
                Asking asking = new Asking(world, operation).of("x");
                asking.judge(401, world.fromElsewhere(operation.method, asking.path()));
                good(operation, "x")
                        .with(
                                "X-API-Key",
                                operation.face.equals("five9")
                                        ? reader
                                        : world.server.demo().five9Key())
                        .expects(403);
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(4)
    void whatIsNotThereIsNotFound() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.hasId()) {
                good(operation, missing(world.fresh(operation.path))).expects(404);
            }
        }
        new Asking(world, operation("getOpenApiDocument")) {
            @Override
            String path() {
                return super.path().replace("api.yaml", "nothing.yaml");
            }
        }.expects(404);
        good(operation("placeLegalHold"))
                .body("application/json", "{\"conversation_id\":\"cv_none\",\"reason\":\"r\"}")
                .expects(404);
        good(operation("runDoctor"))
                .body("application/json", "{\"number\":\"+12025550199\"}")
                .expects(404);
        assertNoFaults();
    }

    private static String missing(String id) {
        return id.substring(0, 3) + "0".repeat(id.length() - 3);
    }

    @Test
    @Order(5)
    void whatIsBadlyAskedIsRefused() throws Exception {
        for (Operation operation : documents.operations()) {
            if (!operation.face.equals("api") || operation.id.equals("getOpenApiDocument")) {
                continue;
            }
            String id = operation.hasId() ? world.fresh(operation.path) : "";
            good(operation, id).query("nonsense=1").expects(400);
            if (operation.bodyType().isPresent()) {
                good(operation, id).body("text/plain", "x").expects(415);
                good(operation, id).body(operation.bodyType().get(), "[]").expects(422);
            }
            if (operation.takes("If-Match")) {
                good(operation, id).without("If-Match").expects(428);
                good(operation, id).with("If-Match", "\"999\"").expects(412);
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(6)
    void aRequestThatIsWorkedOnOrWasAnotherIsNotDoneAgain() throws Exception {
        IdempotencyKeys keys = world.server.bean("idempotencyKeys", IdempotencyKeys.class);
        for (Operation operation : documents.operations()) {
            if (operation.takes("Idempotency-Key")) {
                Asking asking = good(operation);
                String key = "walk-" + world.next();
                String request = asking.path() + '\n' + (asking.body == null ? "" : asking.body);
                keys.reserve(world.server.demo().tenant(), operation.id, key, "", request);
                asking.with("Idempotency-Key", key).expects(409);
                String other = "walk-" + world.next();
                keys.reserve(world.server.demo().tenant(), operation.id, other, "", "another");
                asking.with("Idempotency-Key", other).expects(422);
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(7)
    void whatWasErasedIsGone() throws Exception {
        for (Operation operation : operations(410).toList()) {
            if (operation.hasId()) {
                good(operation, world.erased()).expects(410);
            }
        }
        good(operation("placeLegalHold"))
                .body("application/json", "{\"conversation_id\":\"" + world.erased() + "\",\"reason\":\"r\"}")
                .expects(410);
        assertNoFaults();
    }

    @Test
    @Order(7)
    void aLinkThatIsNotGoodShowsNothing() throws Exception {
        Operation linked = operation("getLinkedConversation");
        good(linked).without("Authorization").expects(401);
        String gone = world.ended();
        String link = world.link(gone);
        world.server.delete("/api/v1/conversations/" + gone).key(world.key()).send();
        good(linked).with("Authorization", "Bearer " + link).expects(410);
        assertNoFaults();
    }

    @Test
    @Order(8)
    void whatDoesNotFitIsAConflict() throws Exception {
        String name = world.server
                .get("/api/v1/tenants/" + world.server.demo().tenant())
                .key(world.key())
                .send()
                .at("/name");
        good(operation("createTenant"))
                .body("application/json", "{\"name\":\"" + name + "\"}")
                .expects(409);
        String other = world.post("/api/v1/tenants", "{\"name\":\"Other\"}", "/id");
        good(operation("patchTenant"), other)
                .body("application/json", "{\"name\":\"" + name + "\"}")
                .expects(409);
        String agent = world.fresh("/api/v1/agents");
        String taken = world.server
                .get("/api/v1/agents/" + agent)
                .key(world.key())
                .send()
                .at("/name");
        good(operation("patchAgent"))
                .body("application/json", "{\"name\":\"" + taken + "\"}")
                .expects(409);
        String unmapped = world.fresh("/api/v1/phone-numbers");
        good(operation("getScriptKit"), unmapped).expects(409);
        String applied = world.trunk("");
        good(operation("applyTrunk"), applied).expects(200);
        good(operation("deleteTrunk"), applied).expects(409);
        String named = world.server
                .get("/api/v1/trunks/" + applied)
                .key(world.key())
                .send()
                .at("/name");
        good(operation("patchTrunk"), world.post("/api/v1/trunks", world.trunkDraft(""), "/id"))
                .body("application/json", "{\"name\":\"" + named + "\"}")
                .expects(409);
        String held = world.ended();
        world.post("/api/v1/legal-holds", "{\"conversation_id\":\"" + held + "\",\"reason\":\"r\"}", "/id");
        good(operation("eraseConversation"), held).expects(409);
        assertNoFaults();
    }

    /** Nobody listens where the provider should be. */
    @Test
    @Order(8)
    void aProviderThatCannotBeReachedIsToldOf() throws Exception {
        String trunk = world.trunk("twilio");
        for (Operation operation : operations(502).toList()) {
            good(operation, trunk).expects(422);
        }
        world.post("/api/v1/secrets", "{\"name\":\"trunk-key\",\"value\":\"v\"}", "/id");
        for (Operation operation : operations(502).toList()) {
            good(operation, trunk).expects(502);
        }
        assertNoFaults();
    }

    @Test
    @Order(9)
    void aRecordingIsServedInPartsThatAreThere() throws Exception {
        good(operation("getRecording")).with("Range", "bytes=0-3").expects(206);
        good(operation("getRecording")).with("Range", "bytes=100-200").expects(416);
        assertNoFaults();
    }

    @Test
    @Order(10)
    void aSignedOutcomeIsRefusedWithTheReason() throws Exception {
        Operation hook = operation("postOutcome");
        String json = "application/json";
        good(hook).with("webhook-signature", "v1,AAAA").expects(401);
        signed(good(hook).body(json, "{\"conversation_id\":\"cv_none\",\"outcome\":\"qualified\"}"))
                .expects(404);
        signed(good(hook).body(json, "{\"outcome\":\"splendid\"}")).expects(422);
        signed(good(hook).body(json, '"' + "x".repeat(70_000) + '"')).expects(413);
        Asking twice = good(hook);
        twice.expects(200);
        signed(twice).expects(409);
        good(operation("importConfiguration"))
                .body("application/yaml", "# " + "x".repeat(9_000_000))
                .expects(413);
        assertNoFaults();
    }

    @Test
    @Order(10)
    void aBodyThatIsLargerThanAnyNeedsToBeIsNotTaken() throws Exception {
        for (Operation operation : operations(413).toList()) {
            if (!operation.id.equals("importConfiguration")) {
                good(operation)
                        .body(operation.bodyType().orElseThrow(), "x".repeat(300_000))
                        .expects(413);
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(11)
    void whoAsksTooOftenIsToldToWait() throws Exception {
        try (ContractWorld busy = new ContractWorld(
                folder.resolve("busy"),
                Map.of(
                        "bridge.http.requests-per-minute.api", "1",
                        "bridge.http.requests-per-minute.five9", "1"))) {
            for (Operation operation : operations(429).toList()) {
                if (operation.needsKey()) {
                    new Asking(busy, operation).of("x").send();
                    new Asking(busy, operation).of("x").expects(429);
                }
            }
            for (int i = 0; i < 20; i++) {
                new Asking(busy, operation("getLinkedConversation")).send();
            }
            new Asking(busy, operation("getLinkedConversation")).expects(429);
            Asking forged = good(operation("postOutcome")).with("webhook-signature", "v1,AAAA");
            for (int i = 0; i < 20; i++) {
                new Forged(busy, forged).send();
            }
            new Forged(busy, forged).expects(429);
        }
        assertNoFaults();
    }

    /** The same request, to another bridge. */
    private final class Forged {
        private final Asking asking;

        Forged(ContractWorld world, Asking of) throws Exception {
            asking = new Asking(world, of.operation).body(of.type, of.body);
            of.headers.forEach(asking::with);
        }

        void send() throws Exception {
            asking.send();
        }

        void expects(int status) throws Exception {
            asking.expects(status);
        }
    }

    @Test
    @Order(12)
    void withoutADatabaseTheBridgeSaysSo() throws Exception {
        List<Asking> all = new ArrayList<>();
        try (EmbeddedPostgres database = EmbeddedPostgres.builder().start();
                ContractWorld away = new ContractWorld(
                        folder.resolve("away"),
                        Map.of(
                                "bridge.db.url",
                                database.getJdbcUrl("postgres", "postgres"),
                                "bridge.db.user",
                                "postgres"))) {
            ContractWorld there = world;
            world = away;
            try {
                for (Operation operation : operations(503)
                        .filter(each -> !NOT_SEEN_HERE.containsKey(each.id + " 503"))
                        .toList()) {
                    all.add(good(operation));
                }
                database.close();
                await().atMost(Duration.ofSeconds(60)).until(() -> away.server
                        .bean("storage", LateStorage.class)
                        .awaySince()
                        .isPresent());
                for (Asking asking : all) {
                    asking.expects(503);
                }
            } finally {
                world = there;
            }
        }
        assertNoFaults();
    }

    @Test
    @Order(13)
    void everyStatusThatADocumentNamesWasSeen() {
        List<String> unseen = new ArrayList<>();
        for (Operation operation : documents.operations()) {
            operation.statuses().stream()
                    .filter(status -> !SEEN.getOrDefault(operation.id, Set.of()).contains(status))
                    .map(status -> operation.id + ' ' + status)
                    .filter(name -> !NOT_SEEN_HERE.containsKey(name))
                    .forEach(unseen::add);
        }
        assertThat(unseen).isEmpty();
    }
}
