package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.conversation.VariableMarks;
import jakarta.persistence.EntityManager;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionTemplate;

/** A value that the number's owner calls sensitive goes to the agent and to nobody and nothing else. */
class SensitiveVariablesTest {

    @TempDir
    static Path dataDir;

    private static final StringWriter LOG = new StringWriter();
    private static WriterAppender appender;
    private static ApiServer server;
    private static Conversations conversations;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        conversations = server.bean("conversations", Conversations.class);
        appender = WriterAppender.createAppender(
                PatternLayout.newBuilder().withPattern("%p %c %X %m%n%ex").build(),
                null,
                LOG,
                "sensitive",
                false,
                true);
        appender.start();
        ((Logger) LogManager.getRootLogger()).addAppender(appender);
    }

    @AfterAll
    static void stop() {
        ((Logger) LogManager.getRootLogger()).removeAppender(appender);
        server.close();
    }

    private static Begun begin(String secret, String correlation) {
        var variables = new SipVariables()
                .read(List.of(
                        new SignalHeader("X-SSN", secret),
                        new SignalHeader("X-notes", "The lead gave " + secret + " before"),
                        new SignalHeader("X-city", "Denver"),
                        new SignalHeader("X-CallSessionId", correlation)));
        return conversations.begin(new NewConversation(
                server.demo().tenant(),
                "call@peer",
                correlation,
                "+13035550100",
                "+13453453453",
                "+13453453453",
                "ag_1",
                "qualify-solar",
                1,
                variables,
                Map.of(),
                Route.of("SkillTransfer", "Sales", "r"),
                Map.of("X-Seen", "{{ssn}} {{notes}}"),
                VariableMarks.of(List.of("notes"), List.of("ssn"), List.of("card")),
                "",
                ""));
    }

    @ParameterizedTest
    @CsvSource({
        "078-05-1120, 078 05 1120, 500000000000001",
        "QX-Tango-77, qx-tango-77, 500000000000002",
        "a\"b\\c'd€, a\"b\\c'd€, 500000000000003",
        "(303) 555.01.99, 3035550199, 500000000000004"
    })
    void noPathLeaks(String secret, String spoken, String correlation) throws Exception {
        registered(secret, correlation);
        Begun begun = begin(secret, correlation);
        assertThat(begun.variables().get("ssn")).as("the agent has it").isEqualTo(secret);
        assertThat(begun.variables().get("notes")).contains(secret);
        String id = begun.conversationId();
        conversations.answered(id);
        conversations.transcript(
                id, new TranscriptLine("a1", "agent", "Is it " + spoken + '?', 0, 900, -1, 1, "agent"));
        conversations.transcript(
                id, new TranscriptLine("u1", "caller", "4111 1111 1111 1111 or " + secret, 1000, 1900, -1, 0.9, "m"));
        conversations.note(
                id,
                new Note(
                        "agent-failed",
                        "agent",
                        "It said " + spoken,
                        Map.of("said", List.of(secret, Map.of("a", spoken)))));
        conversations.noteSoon(server.demo().tenant(), id, new Note("metric", "bridge", "about " + secret, Map.of()));
        String body = Json.mapper()
                .writeValueAsString(Map.of(
                        "outcome",
                        "qualified",
                        "summary",
                        "Told " + secret,
                        "intent",
                        spoken,
                        "route",
                        Map.of("type", "SkillTransfer", "value", "Sales", "reason", "Has " + spoken),
                        "variables",
                        Map.of("ssn", "999-99-9999", "heard", "it is " + spoken, "card", "4111-1111-1111-1111")));
        ApiServer.Answer committed = server.post("/api/v1/conversations/" + id + "/outcome")
                .key(server.demo().adminKey())
                .json(body)
                .send();
        assertThat(committed.status()).as(committed.text()).isEqualTo(202);
        Map<String, String> bye = server.bean("outcomes", Outcomes.class).snapshot(id);
        conversations.end(id, new EndFacts("caller", "after " + secret, "", 0));

        List<String> seen = new ArrayList<>(List.of(bye.toString(), LOG.toString(), committed.text()));
        for (String path : List.of(
                "",
                "/transcript",
                "/transcript?format=text",
                "/transcript?format=vtt",
                "/variables",
                "/timeline",
                "/evidence")) {
            seen.add(get("/api/v1/conversations/" + id + path));
        }
        seen.add(get("/api/v1/conversations?q=" + id));
        seen.add(get("/api/v1/config/export"));
        seen.add(get("/api/v1/audit"));
        for (String format : List.of("json", "xml", "kv", "five9xml")) {
            seen.add(server.get("/five9/v1/outcome?vars=1&summary_max=1000&correlation=" + correlation + "&format="
                            + format)
                    .key(server.demo().five9Key())
                    .send()
                    .text());
        }
        assertThat(seen.get(seen.size() - 4)).as("it is the right call").contains("\"status\":\"ready\"", "Denver");
        seen.addAll(everyRow());
        assertThat(seen)
                .noneMatch(text -> text.contains(secret) || text.contains(escaped(secret)))
                .noneMatch(text -> text.contains(spoken) || text.contains(escaped(spoken)))
                .noneMatch(text ->
                        text.contains("4111 1111") || text.contains("4111-1111") || text.contains("999-99-9999"));
        assertThat(get("/api/v1/conversations/" + id + "/variables")).contains("\"***\"", "Denver");
    }

    private static void registered(String secret, String correlation) throws Exception {
        String number = server.demo().numbers().keySet().iterator().next();
        ApiServer.Answer answer = server.post("/five9/v1/calls")
                .key(server.demo().five9Key())
                .json(Json.mapper()
                        .writeValueAsString(Map.of(
                                "correlation", correlation, "number", number, "X-ssn", secret, "X-more", secret)))
                .send();
        assertThat(answer.text()).contains("\"status\":\"ok\"");
    }

    private static String escaped(String text) {
        String quoted = Json.mapper().valueToTree(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String get(String path) throws Exception {
        ApiServer.Answer answer = server.get(path).key(server.demo().adminKey()).send();
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.text();
    }

    /** All that the database holds in columns of text. */
    private static List<String> everyRow() {
        EntityManager entities = server.bean("entityManager", EntityManager.class);
        return server.bean("transactionTemplate", TransactionTemplate.class).execute(status -> {
            List<String> rows = new ArrayList<>();
            for (Object column : entities.createNativeQuery(
                            "select concat(table_name, '.', column_name) from information_schema.columns"
                                    + " where table_schema = 'public' and lower(data_type) in ('character varying', 'text',"
                                    + " 'character large object')",
                            Object.class)
                    .getResultList()) {
                String table = column.toString().substring(0, column.toString().indexOf('.'));
                for (Object value : entities.createNativeQuery(
                                "select cast(" + column + " as varchar) from " + table, Object.class)
                        .getResultList()) {
                    rows.add(String.valueOf(value));
                }
            }
            assertThat(rows).isNotEmpty();
            return rows;
        });
    }

    @Test
    void whatIsNotSensitiveStaysAsItIs() throws Exception {
        String id = conversations
                .begin(new NewConversation(
                        server.demo().tenant(),
                        "call@peer",
                        "",
                        "+13035550100",
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "a",
                        1,
                        new SipVariables()
                                .read(List.of(
                                        new SignalHeader("X-pin", "1"),
                                        new SignalHeader("X-order", "600000000054601"),
                                        new SignalHeader("X-empty", ""))),
                        Map.of(),
                        Route.NONE,
                        Map.of(),
                        VariableMarks.of(Set.of(), Set.of("PIN", "empty"), Set.of("card", "ssn")),
                        "",
                        ""))
                .conversationId();
        String variables = get("/api/v1/conversations/" + id + "/variables");
        assertThat(variables)
                .as("a short value is masked in its own variable only, and a long number is no card")
                .contains("\"pin\",\"header\":\"X-pin\",\"value\":\"***\"", "600000000054601", "\"value\":\"\"");
    }

    @Test
    void aNumberSaysWhatIsSensitive() throws Exception {
        ApiServer.Answer made = server.post("/api/v1/phone-numbers")
                .key(server.demo().adminKey())
                .json("{\"number\":\"+17205550177\",\"sensitive_variables\":[\"ssn\"],\"sensitive_shapes\":[\"card\"]}")
                .send();
        assertThat(made.faults("createPhoneNumber")).isEmpty();
        assertThat(made.at("/sensitive_variables/0")).isEqualTo("ssn");
        assertThat(server.post("/api/v1/phone-numbers")
                        .key(server.demo().adminKey())
                        .json("{\"number\":\"+17205550178\",\"sensitive_shapes\":[\"iban\"]}")
                        .send()
                        .status())
                .isEqualTo(422);
    }
}
