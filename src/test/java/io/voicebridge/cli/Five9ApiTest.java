package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.directory.Tenants;
import io.voicebridge.five9.kit.KitFacts;
import io.voicebridge.five9.kit.ScriptKit;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class Five9ApiTest {

    private static final String NUMBER = "+13453450100";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path dataDir;

    private static ApiServer server;
    private static Tenants.Created tenant;
    private static Conversations conversations;

    private final String correlation = "6000" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        tenant = server.bean("tenants", Tenants.class)
                .create("test", Json.mapper().readTree("{\"name\":\"Five9 face\"}"));
        conversations = server.bean("conversations", Conversations.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anOutcomeIsReadyWhenTheCallIsOver() throws Exception {
        String id = call();
        assertThat(ask("correlation=" + correlation)).contains("\"status\":\"pending\"", id);
        assertThat(hook(
                        "h1",
                        "{\"correlation\":\"" + correlation
                                + "\",\"final\":false,\"outcome\":\"qualified\",\"summary\":\"Owns \\\"home\\\"\\nand more\","
                                + "\"route\":{\"type\":\"SkillTransfer\",\"value\":\"Sales_West\",\"reason\":\"Wants quote\"},"
                                + "\"consent\":true,\"variables\":{\"budget\":240}}"))
                .isEqualTo("200 {\"accepted\":true,\"conversation_id\":\"" + id
                        + "\",\"revision\":1,\"delivered_before_bye\":true}");
        assertThat(ask("correlation=" + correlation)).contains("\"status\":\"pending\"");
        end(id);

        String answer = ask("CORRELATION=" + correlation + "&vars=1");

        assertThat(answer)
                .isEqualTo("{\"status\":\"ready\",\"correlation\":\"" + correlation
                        + "\",\"qualified\":\"yes\",\"outcome\":\"qualified\",\"route_type\":\"SkillTransfer\","
                        + "\"route_value\":\"Sales_West\",\"route_reason\":\"Wants quote\","
                        + "\"summary\":\"Owns 'home' and more\",\"intent\":\"\",\"dnc\":\"no\",\"callback_at\":\"\","
                        + "\"consent\":\"yes\",\"ended_by\":\"caller\",\"duration_s\":\"0\",\"conversation_id\":\"" + id
                        + "\",\"v_budget\":\"240\",\"v_CallSessionId\":\"" + correlation
                        + "\",\"v_city\":\"Denver\",\"error\":\"\"}");
        assertThat(ask("CORRELATION=" + correlation + "&vars=1")).isEqualTo(answer);
        for (int flags : new int[] {0, Pattern.DOTALL}) {
            Matcher summary = Pattern.compile("\"summary\":\"([^\"]*)\"", flags).matcher(answer);
            assertThat(summary.find()).isTrue();
            assertThat(summary.group(1)).isEqualTo("Owns 'home' and more");
        }
    }

    @Test
    @Five9(Five9Habit.TIME)
    void aWaitingQuestionIsAnsweredTheMomentTheOutcomeIsCommitted() throws Exception {
        call();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return ask("correlation=" + correlation + "&wait=4");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var wakeups = server.bean("wakeups", io.voicebridge.conversation.Wakeups.class);
        org.awaitility.Awaitility.await().until(() -> wakeups.waiting() > 0);

        assertThat(hook("h1", "{\"correlation\":\"" + correlation + "\",\"outcome\":\"callback\"}"))
                .startsWith("200 ");
        long committed = System.nanoTime();

        assertThat(answer.get()).contains("\"status\":\"ready\"", "\"outcome\":\"callback\"");
        assertThat(Duration.ofNanos(System.nanoTime() - committed))
                .as("woken, and not at the end of its wait")
                .isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aWaitThatIsOverIsPending() throws Exception {
        call();
        long start = System.nanoTime();

        assertThat(ask("correlation=" + correlation + "&wait=1")).contains("\"status\":\"pending\"");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    }

    /** A Query module gives up after five. */
    @Test
    @Five9(Five9Habit.TIME)
    void aQuestionWaitsFourSecondsHoweverLongItMeansTo() throws Exception {
        call();
        long start = System.nanoTime();

        assertThat(ask("correlation=" + correlation + "&wait=25")).contains("\"status\":\"pending\"");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(3_950), Duration.ofMillis(4_950));
    }

    /** As an administrator copies them out of the kit's sheet into a Query module. */
    @Test
    @Five9(Five9Habit.REGULAR_EXPRESSION)
    void theExpressionsOfTheScriptKitFindTheirFieldsInARealAnswer() throws Exception {
        String id = call();
        hook(
                "h1",
                "{\"correlation\":\"" + correlation + "\",\"outcome\":\"qualified\",\"intent\":\"quote\","
                        + "\"summary\":\"Owns \\\"home\\\" {240}\",\"route\":{\"type\":\"SkillTransfer\","
                        + "\"value\":\"Sales_West\",\"reason\":\"Wants quote\"}}");
        end(id);
        String answer = ask("correlation=" + correlation);
        String sheet = new ScriptKit(
                        new KitFacts(NUMBER, "a", URI.create("https://x.example"), "sip:x.example", List.of(), "Sales"))
                .files()
                .get("SETUP.md");

        Map<String, String> found = new LinkedHashMap<>();
        Pattern.compile("\\| `(VoiceBridge\\.[a-z_]+)` \\| `(\"[^`]+)` \\|")
                .matcher(sheet)
                .results()
                .forEach(line -> {
                    Matcher field = Pattern.compile(line.group(2)).matcher(answer);
                    assertThat(field.find()).as(line.group()).isTrue();
                    found.put(line.group(1), field.group(1));
                });

        assertThat(found)
                .isEqualTo(Map.ofEntries(
                        Map.entry("VoiceBridge.status", "ready"),
                        Map.entry("VoiceBridge.qualified", "yes"),
                        Map.entry("VoiceBridge.outcome", "qualified"),
                        Map.entry("VoiceBridge.route_type", "SkillTransfer"),
                        Map.entry("VoiceBridge.route_value", "Sales_West"),
                        Map.entry("VoiceBridge.route_reason", "Wants quote"),
                        Map.entry("VoiceBridge.summary", "Owns 'home' {240}"),
                        Map.entry("VoiceBridge.intent", "quote"),
                        Map.entry("VoiceBridge.dnc", "no"),
                        Map.entry("VoiceBridge.callback_at", ""),
                        Map.entry("VoiceBridge.conversation_id", id)));
    }

    @Test
    @Five9({Five9Habit.METHODS, Five9Habit.BROKEN_TEMPLATE})
    void takesJsonFormAndBrokenJson() throws Exception {
        String id = call();
        end(id);

        for (String body : List.of(
                "{\"Correlation\":\"" + correlation + "\"}",
                "{\"X-name\":\"Ann \"Bo\" Lee\",\"correlation\":\"" + correlation + "\"}")) {
            assertThat(server.post("/five9/v1/outcome")
                            .key(key())
                            .json(body)
                            .send()
                            .text())
                    .as(body)
                    .contains("\"outcome\":\"failed\"");
        }
        assertThat(server.post("/five9/v1/outcome")
                        .key(key())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .text("correlation=" + correlation + "&format=kv")
                        .send()
                        .text())
                .startsWith("status=failed|correlation=" + correlation);
        assertThat(server.post("/five9/v1/outcome")
                        .key(key())
                        .text("{\"")
                        .send()
                        .text())
                .contains("\"status\":\"invalid\"");
    }

    @Test
    void registersACallOnceAndKnowsItsNumber() throws Exception {
        numberExists(NUMBER);
        String body = "{\"correlation\":\"" + correlation + "\",\"ani\":\"3035550100\",\"number\":\"3453450100\","
                + "\"X-first_name\":\"Ann\"}";

        assertThat(server.post("/five9/v1/calls").key(key()).json(body).send().text())
                .isEqualTo("{\"status\":\"agent_unpublished\",\"correlation\":\"" + correlation
                        + "\",\"number\":\"+13453450100\",\"agent\":\"\",\"ready\":\"no\",\"expires_in\":\"900\","
                        + "\"error\":\"the number has no published agent\"}");
        assertThat(ask("correlation=" + correlation)).contains("\"status\":\"pending\"");
        assertThat(server.get("/five9/v1/calls?number=1999&session_id=x")
                        .key(key())
                        .send()
                        .text())
                .contains("\"status\":\"no_number\"");
    }

    @Test
    void theTimelineOfARegisteredCallHasFive9sIdOfIt() throws Exception {
        String number = "+13453450111";
        numberExists(number);
        server.post("/five9/v1/calls")
                .key(key())
                .json("{\"correlation\":\"" + correlation + "\",\"call_id\":\"600000000054602\",\"number\":\"" + number
                        + "\"}")
                .send();

        String id = call();

        assertThat(server.bean("archive", io.voicebridge.conversation.Archive.class)
                        .timeline(tenant.tenant().id(), id))
                .filteredOn(entry -> entry.kind().equals("registration-joined"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).containsEntry("five9_call_id", "600000000054602"));
    }

    @Test
    void findsACallByTheCustomersNumberAndSaysWhenItIsAmbiguous() throws Exception {
        String ani = "+1303556" + String.format("%04d", COUNT.get());
        String first = begin(ani);
        assertThat(ask("ani=" + ani.substring(2) + "&number=" + NUMBER.substring(1)))
                .contains(first);
        begin(ani);

        assertThat(ask("ani=" + ani.substring(1)))
                .contains("\"status\":\"ambiguous\"")
                .doesNotContain(first);
        assertThat(ask("ani=2125559999")).contains("\"status\":\"not_found\"");
        assertThat(ask("")).contains("\"status\":\"invalid\"");
    }

    @Test
    @Five9(Five9Habit.HANG_UP)
    void putsEventsOnTheTimeline() throws Exception {
        String id = call();

        assertThat(server.post("/five9/v1/events")
                        .key(key())
                        .json("{\"correlation\":\"" + correlation + "\",\"type\":\"dispositioned\",\"value\":\"Sale\"}")
                        .send()
                        .text())
                .contains("\"status\":\"ok\"", id);
        assertThat(server.bean("archive", io.voicebridge.conversation.Archive.class)
                        .timeline(tenant.tenant().id(), id))
                .anySatisfy(entry -> assertThat(entry.kind()).isEqualTo("five9-dispositioned"));
    }

    @Test
    void anEventOfACallThatHasNotComeYetIsToldSo() throws Exception {
        numberExists("+13453453477");
        server.post("/five9/v1/calls")
                .key(key())
                .json("{\"correlation\":\"" + correlation + "\",\"number\":\"+13453453477\"}")
                .send();

        assertThat(server.post("/five9/v1/events")
                        .key(key())
                        .json("{\"correlation\":\"" + correlation + "\",\"type\":\"hangup\"}")
                        .send()
                        .text())
                .isEqualTo("{\"status\":\"pending\",\"correlation\":\"" + correlation
                        + "\",\"conversation_id\":\"\",\"error\":\"\"}");
    }

    @Test
    void theFieldsThatAScriptWantsAreTheSameWhateverTheStatus() throws Exception {
        assertThat(server.get("/five9/v1/outcome?correlation=nobody&fields=outcome,route_value")
                        .key(key())
                        .send()
                        .text())
                .isEqualTo("{\"status\":\"not_found\",\"outcome\":\"\",\"route_value\":\"\",\"error\":\"\"}");
    }

    @Test
    void aFormatThatIsNotKnownIsToldOfInTheAnswer() throws Exception {
        String id = call();
        end(id);

        assertThat(server.get("/five9/v1/outcome?correlation=" + correlation + "&format=yaml")
                        .key(key())
                        .send()
                        .text())
                .startsWith("{\"status\":\"")
                .contains(id)
                .endsWith("\"error\":\"format is not known; it is json, xml, kv or five9xml\"}");
    }

    @Test
    void echoesWhatCameWithSecretsMasked() throws Exception {
        assertThat(server.post("/five9/v1/echo?a=1")
                        .key(key())
                        .json("{\"api_key\":\"s3cret\",\"city\":\"Denver\"}")
                        .send()
                        .text())
                .contains("\"method\":\"POST\"", "\"f_a\":\"1\"", "\"f_city\":\"Denver\"", "\"f_api_key\":\"***\"")
                .doesNotContain("s3cret");
    }

    @Test
    @Five9(Five9Habit.CREDENTIALS)
    void aKeyInTheUrlOpensNothing() throws Exception {
        assertThat(server.get("/five9/v1/outcome?correlation=1&X-API-Key=" + key())
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(server.get("/five9/v1/outcome?correlation=1").send().status())
                .isEqualTo(401);
    }

    @Test
    void refusesAWebhookThatIsNotSignedOrNamesNoCall() throws Exception {
        assertThat(server.post("/hooks/v1/outcomes").json("{}").send().at("/code"))
                .isEqualTo("bad_signature");
        assertThat(hook("h9", "{\"correlation\":\"none\",\"outcome\":\"qualified\"}"))
                .startsWith("404 ")
                .contains("unknown_call");
        assertThat(hook("h8", "{\"outcome\":\"maybe\"}")).startsWith("422 ").contains("/outcome", "/conversation_id");
        assertThat(hook("h7", "nonsense")).startsWith("422 ");
        assertThat(hook("h6", "{\"summary\":\"" + "x".repeat(70_000) + "\"}")).startsWith("413 ");
    }

    @Test
    void aWebhookDeliveredAgainIsAnsweredAsBefore() throws Exception {
        call();
        String body = "{\"correlation\":\"" + correlation + "\",\"outcome\":\"callback\"}";
        String first = hook("h1", body);

        assertThat(hook("h1", body)).isEqualTo(first);
        assertThat(hook("h2", body)).startsWith("409 ").contains("outcome_final");
    }

    private String ask(String query) throws Exception {
        ApiServer.Answer answer =
                server.get("/five9/v1/outcome?" + query).key(key()).send();
        assertThat(answer.status()).isEqualTo(200);
        if (answer.text().startsWith("{")) {
            assertThat(answer.faults("getFive9Outcome")).isEmpty();
        }
        return answer.text();
    }

    private static String key() {
        return tenant.adminKey().secret();
    }

    private String hook(String id, String body) throws Exception {
        Instant now = Clock.systemUTC().instant();
        String unique = id + '-' + correlation;
        ApiServer.Answer answer = server.post("/hooks/v1/outcomes")
                .header("webhook-id", unique)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header(
                        "webhook-signature",
                        new WebhookSignature(Clock.systemUTC()).sign(tenant.webhookSecret(), unique, now, body))
                .json(body)
                .send();
        return answer.status() + " " + answer.text();
    }

    private String call() {
        return begin(
                "+13035550100", new SignalHeader("X-CallSessionId", correlation), new SignalHeader("X-city", "Denver"));
    }

    private static String begin(String ani, SignalHeader... headers) {
        var variables = new SipVariables().read(List.of(headers));
        Begun begun = conversations.begin(new NewConversation(
                tenant.tenant().id(),
                "call@peer",
                variables.correlation(),
                ani,
                NUMBER,
                NUMBER,
                "ag_1",
                "qualify-solar",
                1,
                variables,
                Map.of(),
                Route.NONE,
                Map.of()));
        return begun.conversationId();
    }

    private static void end(String id) {
        conversations.end(id, new EndFacts("caller", "the caller hung up", "", 0));
    }

    private static void numberExists(String number) {
        EntityManager entities = server.bean("entityManager", EntityManager.class);
        server.bean("transactionTemplate", TransactionTemplate.class)
                .executeWithoutResult(status -> entities.createNativeQuery(
                                "insert into phone_number (id, tenant_id, version, number, number_key, kind, name,"
                                        + " terminal_uri, header_map, bye_headers, default_route, created_at,"
                                        + " updated_at) values (:id, :tenant, 0, :number, :number, 'e164', '',"
                                        + " '', '{}', '{}', '{}', now(), now())")
                        .setParameter("tenant", tenant.tenant().id())
                        .setParameter("id", "pn_" + number)
                        .setParameter("number", number)
                        .executeUpdate());
    }
}
