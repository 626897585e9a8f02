package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in, and everything about calls, in a browser at a bridge that has had one. */
class ConsoleIT {

    private static final String SESSION = "600000000054602";

    @TempDir
    static Path folder;

    private static ConsoleWorld world;
    private static BridgeProcess bridge;
    private static ConsoleBrowser browser;

    /** The call that was: an outcome by webhook, the end by API, and Five9 that asked. */
    private static JsonNode call;

    @BeforeAll
    static void start() throws Exception {
        world = ConsoleWorld.start(folder, Map.of());
        bridge = world.bridge();
        browser = world.browser();
        call = aCall();
    }

    private static JsonNode aCall() throws Exception {
        try (Caller caller = world.caller()) {
            var telephone = caller.dials(bridge.number())
                    .with("X-CallSessionId", SESSION)
                    .with("X-first_name", "Ann")
                    .with("X-shoe_size", "38")
                    .connects()
                    .hearsVoice();
            String id = world.conversationOf(SESSION);
            Poll.until(
                    () -> bridge.api("/api/v1/conversations/" + id + "/transcript"),
                    said -> said.path("items").size() > 0);
            bridge.hook("""
                    {"event":"outcome","correlation":"%s","final":true,"outcome":"qualified","summary":"Owns the home",
                     "route":{"type":"SkillTransfer","value":"Sales_West","reason":"Wants quote"}}""".formatted(SESSION));
            bridge.post("/api/v1/conversations/" + id + "/hangup", world.key(), "{}");
            telephone.isOver();
            bridge.recording(id);
            Poll.until(
                    () -> bridge.five9("/five9/v1/outcome?wait=4&correlation=" + SESSION),
                    told -> told.path("status").asText().equals("ready"));
            return bridge.api("/api/v1/conversations/" + id);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void keyIsAskedForAndForgottenAtTheEnd() throws Exception {
        try (ConsoleBrowser other = browser.another()) {
            Page page = other.opens("/conversations");
            page.getByLabel("API key").fill("key_nobody.knows");
            page.locator("vb-sign-in form button").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("opens nothing");

            page.getByLabel("API key").fill(bridge.runtime().demo().five9Key());
            page.locator("vb-sign-in form button").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("This key is for scripts");
            other.findsNothingWrong();

            other.signsIn(world.key());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            assertThat(page.getByLabel("API key")).isVisible();
            page.reload();
            assertThat(page.getByLabel("API key")).isVisible();
        }
    }

    @Test
    void filtersOfTheListStandInTheAddress() {
        Page page = browser.opens("/conversations");
        assertThat(page.locator("tbody")).containsText("Qualified");

        page.getByLabel("Outcome").selectOption("callback");
        assertThat(page.getByText("No call fits")).isVisible();
        assertThat(page.url()).endsWith("?outcome=callback");
        page.reload();
        assertThat(page.getByLabel("Outcome")).hasValue("callback");
        assertThat(page.getByText("No call fits")).isVisible();
        browser.clicks("Clear");
        assertThat(page.locator("tbody")).containsText("Qualified");

        page.getByLabel("Search").fill("ann");
        page.waitForURL("**/conversations?q=ann");
        assertThat(page.locator("tbody tr")).hasCount(1);
    }

    @Test
    void overviewHasTheFiguresOfItsCalls() {
        Page page = browser.opens("/");
        page.getByLabel("Time").selectOption("week");

        assertThat(tile(page, "Qualified")).containsText(Pattern.compile("[1-9][0-9]* % *1 of [1-9]"));
        assertThat(tile(page, "Look-up")).containsText("Five9 waits 5 s, 0 were later");
        assertThat(tile(page, "Returned")).containsText(Pattern.compile("[1-9][0-9]* of [1-9][0-9]* handed back"));
        assertThat(page.url()).endsWith("?range=week");
        page.getByText("As a table").click();
        assertThat(page.locator("details th").filter(new Locator.FilterOptions().setHasText("Qualified")))
                .isVisible();
        tile(page, "Qualified").getByRole(AriaRole.LINK).click();
        page.waitForURL("**/conversations?outcome=qualified");
    }

    private static Locator tile(Page page, String name) {
        return page.locator(".tile").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    void callIsFoundAndOpenedByKeyboardAlone() {
        Page page = browser.opens("/conversations");
        assertThat(page.locator("tbody a.main").first()).isVisible();

        browser.tabsTo("input[type=search]");
        page.keyboard().type("ann");
        page.waitForURL("**/conversations?q=ann");
        assertThat(page.locator("tbody tr")).hasCount(1);
        browser.tabsTo("tbody a.main");
        page.keyboard().press("Enter");

        page.waitForURL("**/conversations/cv_*");
        assertThat(page.locator("#diagnosis")).isVisible();
    }

    @Test
    void oneCallIsExplained() {
        Page page = browser.opens("/conversations?q=" + SESSION);
        page.locator("tbody a.main").click();

        assertThat(page.locator("#diagnosis")).containsText("variables that never came");
        assertThat(browser.section("Outcome")).containsText("SkillTransfer: Sales_West");
        assertThat(browser.section("What Five9 asked and got")).containsText("was told: ready");
        assertThat(browser.row("first_name")).containsText("Used");
        assertThat(browser.row("shoe_size")).containsText("Unused");
        assertThat(page.locator("vb-ladder")).containsText("INVITE");
        assertThat(page.locator("vb-ladder")).containsText("BYE");
        assertThat(page.locator("vb-ladder")).containsText("Query");

        page.locator(".transcript .line").first().click();
        assertThat(page.getByLabel("Position")).not().hasValue("0");
    }

    @Test
    void linkShowsTheCallToWhoHasNoKey() throws Exception {
        Page page = browser.opens("/conversations/" + call.path("id").asText());
        browser.clicks("Link…");
        browser.clicks("Make the link");
        String link = page.locator("dialog output").textContent().replaceFirst(".*/console", "");

        try (ConsoleBrowser human = browser.another()) {
            Page pop = human.opens(link);
            assertThat(human.section("Outcome")).containsText("SkillTransfer: Sales_West");
            assertThat(human.row("first_name")).containsText("Ann");
            assertThat(pop.locator(".transcript")).containsText("Agent");
            assertThat(pop.url()).endsWith("/console/pop");
            human.findsNothingWrong();
            pop.reload();
            assertThat(human.section("Outcome")).containsText("SkillTransfer: Sales_West");
            human.opens("/conversations");
            assertThat(pop.getByLabel("API key")).isVisible();
        }
    }

    @Test
    void whoMayOnlyReadSeesNothingToChange() throws Exception {
        String key = new ObjectMapper()
                .readTree(bridge.post("/api/v1/keys", world.key(), "{\"label\":\"reader\",\"scopes\":[\"read\"]}")
                        .body())
                .path("secret")
                .asText();
        try (ConsoleBrowser reader = browser.another().signsIn(key)) {
            Page page = reader.opens("/numbers");
            assertThat(page.locator("tbody")).containsText("qualify-solar");
            assertThat(page.getByText("Add", new Page.GetByTextOptions().setExact(true)))
                    .hasCount(0);
            assertThat(page.getByText("Webhooks")).hasCount(0);
            page.locator("tbody a.main").first().click();
            assertThat(page.getByLabel("Terminal URI")).isDisabled();
        }
    }

    @Test
    void callThatIsUpIsSeenAndEnded() throws Exception {
        try (Caller caller = world.caller()) {
            PhoneCall up = caller.dials(bridge.number())
                    .from("+13035550177")
                    .connects()
                    .hearsVoice();
            Page page = browser.opens("/live");
            assertThat(page.locator(".live")).containsText("+1 303 555 0177");
            assertThat(page.locator(".live .words .who")).hasText("Agent");
            page.waitForFunction("() => [...document.querySelectorAll('.level.agent meter')].some(m => m.value > -50)");

            browser.isSound();
            browser.clicks("Hang up");
            up.isOver();
            assertThat(page.getByText("No call is up")).isVisible();
        }
    }

    @Test
    void callThatIsUpIsTransferredToAPerson() throws Exception {
        try (Caller caller = world.caller();
                Telephone person = Telephone.thatAnswers()) {
            String number =
                    bridge.api("/api/v1/phone-numbers").at("/items/0/id").asText();
            bridge.change("/api/v1/phone-numbers/" + number, world.key(), Map.of("terminal_uri", person.hostPort()));
            PhoneCall up = caller.dials(bridge.api("/api/v1/phone-numbers")
                            .at("/items/0/number")
                            .asText())
                    .with("X-CallSessionId", "600000000054603")
                    .connects()
                    .hearsVoice();
            Page page = browser.opens("/live");
            browser.clicks("Transfer…");
            page.locator("vb-transfer input[name=to]").fill("sip:desk@" + person.hostPort());
            browser.isSound();
            page.locator("vb-transfer form button.primary").click();

            person.answers().connects();
            page = browser.opens("/conversations/" + world.conversationOf("600000000054603"));
            assertThat(page.locator("vb-ladder")).containsText("transfer");
            up.hangsUp();
        }
    }

    @Test
    void brokenCallIsFoundAndExplainedInThreeClicks() throws Exception {
        try (Caller caller = world.caller()) {
            caller.dials(bridge.number())
                    .from("+13035550144")
                    .with("X-CallSessionId", "600000000054604")
                    .connects()
                    .hearsVoice()
                    .hangsUp();
        }
        Page page = browser.opens("/");
        page.locator("nav").getByText("Conversations").click();
        Locator broken = page.locator("tbody tr", new Page.LocatorOptions().setHasText("+1 303 555 0144"));
        assertThat(broken.locator(".verdict.warn")).isVisible();
        broken.locator("a.main").click();

        assertThat(page.locator("#diagnosis.warn strong")).not().isEmpty();
        assertThat(page.locator("#diagnosis.warn p")).not().isEmpty();
        Locator end = page.locator("vb-ladder li", new Page.LocatorOptions().setHasText("The call ended"))
                .first();
        end.locator("summary").click();
        assertThat(end.locator("details dl")).containsText("caller");
    }

    @Test
    void rejectedCallLeadsToItsNumber() throws Exception {
        try (Caller caller = world.caller()) {
            caller.dials("+17205550199").isRefused();
        }
        Page page = browser.opens("/rejected");
        assertThat(page.locator("tbody")).containsText("+17205550199 is not registered");
        browser.isSound();
        page.getByText("Register this number").first().click();

        assertThat(page.locator("dialog input[name=number]")).hasValue("+17205550199");
        page.getByLabel("Terminal URI").fill(bridge.sip());
        page.getByLabel("AI agent").selectOption(new SelectOption().setIndex(1));
        browser.clicks("Save");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("this bridge");
        browser.isSound();
        page.getByLabel("Terminal URI").fill("carrier.example.com");
        browser.clicks("Save");

        assertThat(page.locator(".checks .good")).hasCount(3);
        Download kit = page.waitForDownload(() -> browser.clicks("Script kit"));
        try (ZipFile zip = new ZipFile(kit.path().toFile())) {
            assertThat(zip.getEntry("SETUP.md")).isNotNull();
        }
    }

    @Test
    void nothingSeriousIsFoundOnAnyPageOfCalls() throws Exception {
        String number = bridge.api("/api/v1/phone-numbers").at("/items/0/id").asText();
        for (String path : List.of(
                "/",
                "/live",
                "/conversations",
                "/conversations/" + call.path("id").asText(),
                "/numbers",
                "/numbers/" + number,
                "/nowhere")) {
            browser.opens(path);
            browser.isSound();
        }
    }
}
