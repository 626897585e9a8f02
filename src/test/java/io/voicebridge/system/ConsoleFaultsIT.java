package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.voicebridge.system.ConsoleApi.Answer;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the console makes of a bridge that is slow, busy or gone, of a key that ends, and of rows that nobody expects. */
class ConsoleFaultsIT {

    private static final String LONG = "x".repeat(64);
    private static final String ARABIC = "فاطمة الزهراء";

    private static ConsoleApi api;
    private static ConsoleBrowser first;

    private ConsoleBrowser browser;
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        Programs.require("chromium", "chromium");
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        api = new ConsoleApi();
        first = ConsoleBrowser.at(api.port(), 1280, 900, ColorScheme.LIGHT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (first != null) {
            first.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @BeforeEach
    void open() {
        api.reset();
        browser = first.another();
        page = browser.page();
        api.on(page);
        page.clock().install();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aBridgeThatDoesNotAnswerSignsNobodyOut() {
        browser.signsIn("a-key");
        api.answers("GET /me", Answer.problem(503, "unavailable", "The database does not answer"));
        page.reload();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The database does not answer");

        api.answers("GET /me", Answer.ok(ConsoleApi.ME));
        page.clock().runFor(6_000);

        assertThat(heading("Conversations")).isVisible();
    }

    @Test
    void aPageThatDoesNotComeSaysSo() {
        browser.signsIn("a-key");
        page.route("**/js/pages/doctor.js", Route::abort);
        browser.opens("/doctor");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This page did not come");

        page.unroute("**/js/pages/doctor.js");
        browser.clicks("Load again");

        assertThat(heading("Doctor")).isVisible();
    }

    @Test
    void aSearchGoesOnUntilItFinds() {
        api.answers(
                "GET /conversations",
                asked -> Answer.ok(
                        asked.getQuery().contains("cursor=part2")
                                ? calls(null, 1)
                                : calls(asked.getQuery().contains("cursor=part1") ? "part2" : "part1")));
        browser.signsIn("a-key").opens("/conversations?q=denver");

        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.getByText("1 call found")).isAttached();
        assertThat(cursors()).containsExactly("", "part1", "part2");
    }

    @Test
    void aSearchAsksBeforeItLooksThroughAllThereIs() {
        api.answers("GET /conversations", asked -> Answer.ok(calls("more")));
        browser.signsIn("a-key").opens("/conversations?q=denver");

        assertThat(page.getByText("Nothing found so far")).isVisible();
        assertThat(page.getByText("Search older calls")).isVisible();
        assertThat(cursors()).hasSize(100);
    }

    @Test
    void aCallThatComesWhileOneLooksStandsAboveWhatWasFound() {
        api.answers(
                "GET /conversations",
                asked -> Answer.ok(asked.getQuery().contains("cursor") ? calls(null, 1) : calls("older")));
        browser.signsIn("a-key").opens("/conversations?q=denver");
        assertThat(page.locator("tbody tr")).hasCount(1);

        api.answers("GET /conversations", Answer.ok(calls("older", 2)));
        page.clock().runFor(6_000);

        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first().locator("a")).hasAttribute("href", "/console/conversations/cv_2");
    }

    @Test
    void rowsStayWhileTheBridgeIsTooBusy() {
        api.answers("GET /conversations", Answer.ok(calls(null, 1)));
        browser.signsIn("a-key");
        assertThat(page.locator("tbody tr")).hasCount(1);

        api.answers("GET /conversations", Answer.problem(429, "rate_limited", "The key has made too many requests"));
        page.clock().runFor(6_000);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("too many requests");
        assertThat(page.locator("tbody tr")).hasCount(1);

        api.answers("GET /conversations", Answer.ok(calls(null, 1)));
        page.clock().runFor(6_000);
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void whyAHangUpWasRefusedIsNotWipedOffByTheNextRenewal() {
        api.answers("GET /conversations", Answer.ok(calls(null, 1)));
        api.answers("POST /conversations/cv_1/hangup", Answer.problem(409, "call_ended", "The call is over"));
        browser.signsIn("a-key").opens("/live");
        browser.clicks("Hang up");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The call is over");
        int asked = api.asked.size();

        page.clock().runFor(5_000);

        page.waitForCondition(() -> api.asked.size() > asked + 2);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The call is over");
    }

    @Test
    void aDraftOutlivesAKeyThatEnds() {
        api.answers("GET /agents/ag_1", Answer.ok("""
                {"id":"ag_1","name":"qualify-solar","provider":"embedded","voice":"slt","prompt":"Hello","dialogue":"",
                 "settings":{},"variables":[],"published_version":1,"draft_changed":false}"""));
        api.answers("PATCH /agents/ag_1", Answer.problem(401, "unauthorized", "No such key"));
        browser.signsIn("a-key").opens("/agents/ag_1");
        page.getByLabel("Prompt").fill("Hello {{first_name}}");
        browser.clicks("Save draft");
        assertThat(page.getByText("no longer good")).isVisible();

        page.getByLabel("API key").fill("another-key");
        page.locator("vb-sign-in form button").click();

        assertThat(page.getByLabel("Prompt")).hasValue("Hello {{first_name}}");
        assertThat(page.getByText("Not saved")).isVisible();
        browser.clicks("Discard");
        assertThat(page.getByLabel("Prompt")).hasValue("Hello");
    }

    @Test
    void whoOpensAPageByKeyboardIsAtItsBeginning() {
        browser.signsIn("a-key");
        browser.tabsTo("nav a[href='/console/rejected']");
        page.keyboard().press("Enter");

        assertThat(heading("Rejected calls")).isVisible();
        assertThat(page.locator("#main")).isFocused();
    }

    @Test
    void namesOfAnyScriptAndLengthFitATelephone() throws Exception {
        api.answers(
                "GET /conversations",
                Answer.ok("{\"items\":[%s],\"next_cursor\":null}".formatted(call(1, LONG, ARABIC))));
        api.answers("GET /phone-numbers", Answer.ok("""
                {"items":[{"id":"pn_1","number":"+13453453453","name":"%s","agent_id":null,"terminal_uri":"%s.example.com"}],
                 "next_cursor":null}""".formatted(LONG, LONG)));
        browser.signsIn("a-key");
        assertThat(page.locator("tbody tr")).hasCount(1);
        browser.isSound();

        browser.opens("/numbers");
        assertThat(page.locator("tbody tr")).hasCount(1);
        browser.isSound();
    }

    @Test
    void aTranscriptOfAThousandLinesIsThereAsAWhole() throws Exception {
        api.answers("GET /conversations/cv_1", Answer.ok(call(1, "qualify-solar", LONG)));
        api.answers("GET /conversations/cv_1/evidence", Answer.ok("""
                {"disclosure":{"state":"none","wording":null,"said":[]},"lead_consent":{"variables":[],"missing":[]},
                 "spoken_consent":[],"opt_out":null}"""));
        api.answers(
                "GET /conversations/cv_1/transcript",
                Answer.ok(IntStream.range(0, 1_000)
                        .mapToObj(i -> """
                        {"item_id":"i%d","role":"%s","text":"%s","start_ms":%d,"end_ms":%d,"interrupted_at_ms":-1}""".formatted(
                                        i,
                                        i % 2 == 0 ? "agent" : "caller",
                                        i % 2 == 0 ? LONG.repeat(3) : ARABIC,
                                        i * 1_000,
                                        i * 1_000 + 900))
                        .collect(Collectors.joining(",", "{\"items\":[", "]}"))));
        browser.signsIn("a-key").opens("/conversations/cv_1");

        assertThat(page.locator(".transcript li")).hasCount(1_000);
        browser.isSound();
    }

    private Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
    }

    /** Of the questions that had a search, in their order. */
    private static List<String> cursors() {
        return api.asked.stream()
                .map(URI::getQuery)
                .filter(query -> query != null && query.contains("q=denver"))
                .map(query -> query.contains("cursor=") ? query.replaceFirst(".*cursor=(\\w+).*", "$1") : "")
                .toList();
    }

    /** A page with so many calls, the newest first. */
    private static String calls(String cursor) {
        return calls(cursor, 0);
    }

    private static String calls(String cursor, int count) {
        return IntStream.iterate(count, i -> i > 0, i -> i - 1)
                .mapToObj(i -> call(i, "qualify-solar", "600000000054602"))
                .collect(Collectors.joining(
                        ",",
                        "{\"items\":[",
                        "],\"next_cursor\":%s}".formatted(cursor == null ? "null" : '"' + cursor + '"')));
    }

    private static String call(int number, String agent, String correlation) {
        return """
                {"id":"cv_%d","correlation":"%s","call_id":"%s@192.0.2.7","ani":"+13035550100","dnis":"","number":"+13453453453",
                 "agent_id":"ag_1","agent":"%s","version":3,"state":"talking","started_at":"2026-03-02T10:00:00Z",
                 "answered_at":"2026-03-02T10:00:01Z","duration_s":60,"outcome":"","diagnosis":"","recording_state":"",
                 "recording_ms":0,"end_detail":"","rehearsal":false}""".formatted(number, correlation, LONG, agent);
    }
}
