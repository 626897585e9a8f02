package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.ContractDocuments.Operation;
import io.voicebridge.security.WebhookSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that nobody sends who means well, to every operation of the documents: a clear refusal, and nothing is written. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileRequestsTest {

    /** What can stand where a value is expected, as JSON. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("a number beyond all bounds", "1e400"),
            Map.entry("an exponent beyond all bounds", "1e999999999"),
            Map.entry("a long number", "9".repeat(900)),
            Map.entry("more than 64 bits", "92233720368547758070"),
            Map.entry("less than nothing", "-1"),
            Map.entry("null", "null"),
            Map.entry("a truth", "true"),
            Map.entry("an object", "{\"a\":{\"b\":[1]}}"),
            Map.entry("an array", "[[],{},\"x\"]"),
            Map.entry("a long text", '"' + "x".repeat(20_000) + '"'),
            Map.entry("nothing", "\"\""),
            Map.entry("a line break", "\"a\\r\\nX-Evil: 1\\r\\n\\r\\nb\""),
            Map.entry("half a surrogate pair", "\"\\ud800\""),
            Map.entry("SQL", "\"'; drop table tenant; --\""),
            Map.entry("a path", "\"../../../../etc/passwd\""),
            Map.entry("an expression", "\"${jndi:ldap://127.0.0.1:9/a}{{bridge.db.password}}${body}\""));

    @TempDir
    static Path folder;

    private static ContractDocuments documents;
    private static ContractWorld world;

    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        documents = new ContractDocuments();
        world = new ContractWorld(
                folder,
                Map.of(
                        "bridge.http.requests-per-minute.api", "0",
                        "bridge.trunks.twilio.trunking-url", "http://127.0.0.1:9",
                        "bridge.trunks.twilio.api-url", "http://127.0.0.1:9"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** Bodies that are none, whatever the operation. */
    private static Map<String, byte[]> broken(JsonNode example) {
        String text = example.isObject() ? example.toString() : "{}";
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("its end missing", bytes(text.substring(0, text.length() - 1)));
        bodies.put("10,000 arrays deep", bytes("[".repeat(10_000)));
        bodies.put("10,000 objects deep", bytes("{\"a\":".repeat(10_000) + '1' + "}".repeat(10_000)));
        bodies.put("a name twice", bytes("{\"name\":1,\"name\":2}"));
        bodies.put("two bodies", bytes(text + text));
        bodies.put(
                "no UTF-8", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '"', '}'});
        bodies.put("an overlong slash", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'});
        bodies.put("no UTF-32", new byte[] {0, 0, 0, '{', 0x7F, 0x7F, 0x7F, 0x7F, 1, 2, 3, 4});
        bodies.put("a mark of a rare order", new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE, 0, 0, 0, '{'});
        bodies.put("UTF-16", text.getBytes(StandardCharsets.UTF_16));
        bodies.put("NUL", new byte[100]);
        bodies.put("XML", bytes("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"));
        bodies.put("a form", bytes("name=x&name=y"));
        bodies.put("no end", bytes("\"" + "x".repeat(60_000)));
        bodies.put("an array", bytes("[" + text + "]"));
        bodies.put("a text", bytes("\"text\""));
        bodies.put("a number", bytes("1e999999999"));
        bodies.put("null", bytes("null"));
        return bodies;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(1)
    void whatIsNoBodyIsRefusedInTheContractsFormAndNothingIsWritten() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.face.equals("five9") || operation.bodyType().isEmpty()) {
                continue;
            }
            String id = operation.hasId() ? world.fresh(operation.path) : "";
            Map<String, Long> before = rows();
            for (Map.Entry<String, byte[]> body :
                    broken(operation.bodyExample()).entrySet()) {
                ApiServer.Answer answer =
                        send(operation, id, operation.bodyType().get(), body.getValue());
                judge(operation, body.getKey(), answer);
                if (answer.status() / 100 != 4) {
                    faults.add(operation + " with " + body.getKey() + " answered " + answer.status() + ' '
                            + answer.text());
                }
            }
            if (!rows().equals(before)) {
                faults.add(operation + " wrote: " + before + " became " + rows());
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(2)
    void aScriptThatSendsNoBodyGetsAnAnswerThatItCanRead() throws Exception {
        for (Operation operation : documents.operations()) {
            if (!operation.face.equals("five9")) {
                continue;
            }
            for (Map.Entry<String, byte[]> body :
                    broken(operation.bodyExample()).entrySet()) {
                for (String type : List.of(
                        "application/json",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data",
                        "text/xml; charset=utf-16")) {
                    judgeFlat(operation, body.getKey() + " as " + type, send(operation, "", type, body.getValue()));
                }
            }
            for (Map.Entry<String, String> value : VALUES.entrySet()) {
                String given = value.getValue();
                String json = "{\"correlation\":" + given + ",\"type\":" + given + ",\"value\":" + given + ",\"ani\":"
                        + given + ",\"number\":" + given + ",\"wait\":" + given + ",\"max_age\":" + given
                        + ",\"fields\":" + given + ",\"format\":" + given + ",\"X-a\":" + given + '}';
                judgeFlat(operation, value.getKey(), send(operation, "", "application/json", bytes(json)));
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Whoever packs 50 MB of nothing into 50 kB has sent 50 kB of nothing that can be read. */
    @Test
    @Order(7)
    void aBodyThatIsPackedIsNotUnpacked() throws Exception {
        byte[] bomb = packed(50_000_000);
        for (Operation operation : documents.operations()) {
            boolean flat = operation.face.equals("five9");
            if (operation.bodyType().isEmpty() && !flat) {
                continue;
            }
            String id = operation.hasId() ? world.fresh(operation.path) : "";
            ApiServer.Request request = asking(operation, id, "").header("Content-Encoding", "gzip");
            if (operation.face.equals("hooks")) {
                sign(request, bomb);
            }
            ApiServer.Answer answer = request.body(operation.bodyType().orElse("application/json"), bomb)
                    .send();
            if (flat) {
                judgeFlat(operation, "a bomb", answer);
            } else {
                judge(operation, "a bomb", answer);
                if (answer.status() / 100 != 4) {
                    faults.add(operation + " with a bomb answered " + answer.status() + ' ' + answer.text());
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static byte[] packed(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int written = 0; written < zeros; written += 1_000_000) {
                gzip.write(new byte[1_000_000]);
            }
        }
        return bytes.toByteArray();
    }

    private void judgeFlat(Operation operation, String what, ApiServer.Answer answer) {
        if (answer.status() != 200
                || answer.text().contains("\n")
                || answer.text().getBytes(StandardCharsets.UTF_8).length > 2_048) {
            faults.add(operation + " with " + what + " answered " + answer.status() + ' ' + answer.text());
        }
        leaks(operation, what, answer);
    }

    @Test
    @Order(3)
    void aHostileValueInAnyPlaceOfABodyIsNoFailureOfTheBridge() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.face.equals("five9") || !operation.bodyExample().isObject()) {
                continue;
            }
            String id = operation.hasId() ? world.fresh(operation.path) : "";
            for (Map.Entry<String, String> value : VALUES.entrySet()) {
                for (String body : spoilt(operation.bodyExample(), value.getValue())) {
                    judge(
                            operation,
                            value.getKey() + " in " + (body.length() > 300 ? body.substring(0, 300) : body),
                            send(operation, id, operation.bodyType().get(), bytes(body)));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(4)
    void aBodyThatNobodyAskedForIsNotRead() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.method.equals("GET") && !operation.needsLink()) {
                String id = operation.hasId() ? world.fresh(operation.path) : "";
                judge(operation, "a body", send(operation, id, "application/json", bytes("{".repeat(1_000))));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(5)
    void aTargetThatIsNoneIsRefusedInTheContractsForm() throws Exception {
        for (String target : List.of(
                "/api/v1/%",
                "/api/v1/tenants/%zz",
                "/api/v1/tenants/%00",
                "/api/v1/tenants/%ff%fe",
                "/api/v1/openapi/..%2f..%2fapplication.properties",
                "/api/v1/openapi/..%5c..%5capplication.properties",
                "/five9/v1/outcome?%",
                "/hooks/v1/%c0%af",
                "/api/v1/" + "x/".repeat(1_500))) {
            ContractWorld.Answer answer = world.fromElsewhere("GET", target);
            if (answer.status() / 100 != 4 || !answer.text().contains("\"code\":")) {
                faults.add(target + " answered " + answer.status() + ' ' + answer.text());
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(6)
    void aHostileParameterIsNoFailureOfTheBridge() throws Exception {
        for (Operation operation : documents.operations()) {
            if (operation.needsLink() || operation.face.equals("hooks")) {
                continue;
            }
            String id = operation.hasId() ? world.fresh(operation.path) : "";
            for (String name : operation.queryParameters()) {
                for (String value : List.of(
                        "%ff",
                        "%0d%0aX-Evil:%201",
                        "99999999999",
                        "1e9",
                        "-1",
                        "'%20or%201=1--",
                        "%ed%a0%80",
                        "9999-99-99T99:99:99Z",
                        "+999999999-12-31T23:59:59Z",
                        "x".repeat(3_000))) {
                    ApiServer.Answer answer =
                            asking(operation, id, '?' + name + '=' + value).send();
                    judge(operation, name + '=' + value, answer);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private void judge(Operation operation, String what, ApiServer.Answer answer) throws Exception {
        if (answer.status() >= 500 && answer.status() != 502) {
            faults.add(operation + " with " + what + " answered " + answer.status() + ' ' + answer.text());
        }
        operation
                .faultsOfAnswer(ContractWorld.Answer.of(answer))
                .forEach(fault -> faults.add(operation + " with " + what + ": " + fault));
        leaks(operation, what, answer);
    }

    private void leaks(Operation operation, String what, ApiServer.Answer answer) {
        if (answer.text().contains("Exception")
                || answer.text().contains("\tat ")
                || answer.text().contains("com.fasterxml")
                || answer.header("X-Evil").isPresent()) {
            faults.add(operation + " with " + what + " tells of its inside: " + answer.text());
        }
    }

    /** With one value after the other replaced. */
    private static List<String> spoilt(JsonNode example, String value) {
        List<String> bodies = new ArrayList<>();
        spoil(example, example, value, bodies);
        return bodies;
    }

    private static void spoil(JsonNode whole, JsonNode part, String value, List<String> bodies) {
        if (part instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member :
                    List.copyOf(object.deepCopy().properties())) {
                object.put(member.getKey(), MARK);
                bodies.add(whole.toString().replace('"' + MARK + '"', value));
                object.set(member.getKey(), member.getValue());
                spoil(whole, object.get(member.getKey()), value, bodies);
            }
        } else if (part instanceof ArrayNode array && !array.isEmpty()) {
            spoil(whole, array.get(0), value, bodies);
        }
    }

    private static final String MARK = "to-be-replaced";

    private ApiServer.Answer send(Operation operation, String id, String type, byte[] body) throws Exception {
        ApiServer.Request request = asking(operation, id, "");
        if (operation.face.equals("hooks")) {
            sign(request, body);
        }
        return request.body(type, body).send();
    }

    private static ApiServer.Request asking(Operation operation, String id, String query) {
        ApiServer.Request request = world.server
                .request(operation.method, operation.path.replace("{id}", id).replace("{face}", "api.yaml") + query)
                .key(operation.face.equals("five9") ? world.server.demo().five9Key() : world.key());
        return operation.takes("If-Match") ? request.header("If-Match", "*") : request;
    }

    private static void sign(ApiServer.Request request, byte[] body) {
        Instant now = Clock.systemUTC().instant();
        String id = "msg_" + world.next();
        request.header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header(
                        "webhook-signature",
                        new WebhookSignature(Clock.systemUTC())
                                .sign(
                                        world.server.demo().webhookSecret(),
                                        id,
                                        now,
                                        new String(body, StandardCharsets.UTF_8)));
    }

    /** How many rows each table has. */
    private static Map<String, Long> rows() throws Exception {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection =
                        world.server.bean("dataSource", DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found =
                    connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"TABLE", "BASE TABLE"})) {
                while (found.next()) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("select count(*) from \"" + table + '"')) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }
}
