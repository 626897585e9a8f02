package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, at a bridge that has had a call. */
class ConsoleIT {

    private static final String SESSION = "600000000054602";
    private static final Page.GetByTextOptions TEXT = new Page.GetByTextOptions().setExact(true);

    @TempDir
    static Path dataDir;

    private static BridgeProcess bridge;
    private static ConsoleBrowser browser;

    /** The call that was: an outcome by webhook, the end by API, and Five9 that asked. */
    private static JsonNode call;

    @BeforeAll
    static void start() throws Exception {
        Programs.require("chromium", "chromium");
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        bridge = BridgeProcess.start(dataDir);
        call = aCall();
        browser = ConsoleBrowser.at(bridge).signsIn(bridge.runtime().demo().adminKey());
    }

    private static JsonNode aCall() throws Exception {
        try (Caller caller =
                Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            var telephone = caller.dials(bridge.number())
                    .with("X-CallSessionId", SESSION)
                    .with("X-first_name", "Ann")
                    .with("X-shoe_size", "38")
                    .connects()
                    .hearsVoice();
            String id = Poll.until(bridge::conversations, rows -> rows.size() == 1)
                    .get(0)
                    .path("id")
                    .asText();
            Poll.until(
                    () -> bridge.api("/api/v1/conversations/" + id + "/transcript"),
                    said -> said.path("items").size() > 0);
            bridge.hook("""
                    {"event":"outcome","correlation":"%s","final":true,"outcome":"qualified","summary":"Owns the home",
                     "route":{"type":"SkillTransfer","value":"Sales_West","reason":"Wants quote"}}""".formatted(SESSION));
            bridge.post(
                    "/api/v1/conversations/" + id + "/hangup",
                    bridge.runtime().demo().adminKey(),
                    "{}");
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
        if (browser != null) {
            browser.close();
        }
        if (bridge != null) {
            bridge.close();
        }
    }

    @Test
    void keyIsAskedForAndForgottenAtTheEnd() throws Exception {
        try (ConsoleBrowser other = browser.another()) {
            Page page = other.opens("/conversations");
            page.getByLabel("API key").fill("key_nobody.knows");
            page.locator("vb-sign-in button").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("opens nothing");

            page.getByLabel("API key").fill(bridge.runtime().demo().five9Key());
            page.locator("vb-sign-in button").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("This key is for scripts");
            other.findsNothingWrong();

            other.signsIn(bridge.runtime().demo().adminKey());
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
        click(page, "Clear");
        assertThat(page.locator("tbody")).containsText("Qualified");

        page.getByLabel("Search").fill("ann");
        page.waitForURL("**/conversations?q=ann");
        assertThat(page.locator("tbody tr")).hasCount(1);
    }

    @Test
    void oneCallIsExplained() {
        Page page = browser.opens("/conversations?q=" + SESSION);
        page.locator("tbody a.main").click();

        assertThat(page.locator("#diagnosis")).containsText("variables that never came");
        assertThat(section(page, "Outcome")).containsText("SkillTransfer: Sales_West");
        assertThat(section(page, "What Five9 asked and got")).containsText("was told: ready");
        assertThat(row(page, "first_name")).containsText("Used");
        assertThat(row(page, "shoe_size")).containsText("Unused");
        assertThat(page.locator("vb-ladder")).containsText("INVITE");
        assertThat(page.locator("vb-ladder")).containsText("BYE");
        assertThat(page.locator("vb-ladder")).containsText("Query");

        page.locator(".transcript .line").first().click();
        assertThat(page.getByLabel("Position")).not().hasValue("0");
    }

    @Test
    void linkShowsTheCallToWhoHasNoKey() throws Exception {
        Page page = browser.opens("/conversations/" + call.path("id").asText());
        click(page, "Link…");
        click(page, "Make the link");
        String link = page.locator("dialog output").textContent().replaceFirst(".*/console", "");

        try (ConsoleBrowser human = browser.another()) {
            Page pop = human.opens(link);
            assertThat(section(pop, "Outcome")).containsText("SkillTransfer: Sales_West");
            assertThat(row(pop, "first_name")).containsText("Ann");
            assertThat(pop.locator(".transcript")).containsText("Agent");
            assertThat(pop.url()).endsWith("/console/pop");
            human.findsNothingWrong();
            pop.reload();
            assertThat(section(pop, "Outcome")).containsText("SkillTransfer: Sales_West");
            human.opens("/conversations");
            assertThat(pop.getByLabel("API key")).isVisible();
        }
    }

    @Test
    void rejectedCallLeadsToItsNumber() throws Exception {
        try (Caller caller = caller()) {
            caller.dials("+17205550199").isRefused();
        }
        Page page = browser.opens("/rejected");
        assertThat(page.locator("tbody")).containsText("+17205550199 is not registered");
        browser.findsNothingWrong();
        page.getByText("Register this number").first().click();

        assertThat(page.locator("dialog input[name=number]")).hasValue("+17205550199");
        page.getByLabel("Terminal URI").fill(bridge.sip());
        page.getByLabel("AI agent").selectOption(new SelectOption().setIndex(1));
        click(page, "Save");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("this bridge");
        browser.findsNothingWrong();
        page.getByLabel("Terminal URI").fill("carrier.example.com");
        click(page, "Save");

        assertThat(page.locator(".checks .good")).hasCount(3);
        Download kit = page.waitForDownload(() -> click(page, "Script kit"));
        try (ZipFile zip = new ZipFile(kit.path().toFile())) {
            assertThat(zip.getEntry("SETUP.md")).isNotNull();
        }
    }

    @Test
    void agentIsWrittenComparedPublishedAndTakenBack() throws Exception {
        Page page = browser.opens("/agents");
        click(page, "New agent");
        page.getByLabel("Name").fill("made-by-hand");
        click(page, "Create");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("made-by-hand")))
                .isVisible();

        Locator prompt = page.locator("#prompt textarea");
        page.getByLabel("Dialogue")
                .fill(bridge.api("/api/v1/agents").at("/items/0/dialogue").asText());
        prompt.fill("You call {{city}}.");
        click(page, "Save draft");
        assertThat(page.locator("vb-preview input[name=city]")).isVisible();
        prompt.fill("");
        prompt.pressSequentially("You call {{ci");
        assertThat(page.locator(".offer")).hasText("city");
        prompt.press("Enter");
        assertThat(prompt).hasValue("You call {{city}}");

        page.locator("vb-preview input[name=city]").fill("Denver");
        click(page, "Show");
        assertThat(page.locator("vb-preview .shown").first()).hasText("You call Denver.");

        click(page, "Publish");
        assertThat(page.locator(".page-head")).containsText("Version 1 answers calls");
        prompt.fill("You call from {{city}}");
        click(page, "Publish");
        assertThat(page.locator(".page-head")).containsText("Version 2 answers calls");

        click(page, "Versions");
        page.getByText("Compare with the draft").last().click();
        assertThat(page.locator(".diff .new")).containsText("You call from");
        click(page, "Roll back to it");
        assertThat(page.locator(".page-head")).containsText("Version 1 answers calls");
    }

    @Test
    void trunkIsWrittenAndPlanned() {
        Page page = browser.opens("/trunks");
        click(page, "New trunk");
        page.getByLabel("Provider").selectOption("byo");
        page.locator("dialog input[name=name]").fill("Our carrier");
        page.getByLabel("Addresses of the other side").fill("203.0.113.7");
        click(page, "Create");
        assertThat(page.locator(".page-head")).containsText("Our carrier");

        click(page, "Plan");
        assertThat(page.locator("section .changes").first()).containsText("203.0.113.7");
    }

    @Test
    void callThatIsUpIsSeenAndEnded() {
        try (Caller caller = caller()) {
            PhoneCall up = caller.dials(bridge.number())
                    .from("+13035550177")
                    .connects()
                    .hearsVoice();
            Page page = browser.opens("/live");
            assertThat(page.locator(".live")).containsText("+1 303 555 0177");
            assertThat(page.locator(".live .words .who")).hasText("Agent");
            page.waitForFunction("() => [...document.querySelectorAll('.level.agent meter')].some(m => m.value > -50)");

            click(page, "Hang up");
            up.isOver();
            assertThat(page.getByText("No call is up")).isVisible();
        }
    }

    @Test
    void webhookTellsWhatBecameOfEachDelivery() throws Exception {
        Page page = browser.opens("/webhooks");
        click(page, "New webhook");
        page.getByLabel("URL").fill("http://127.0.0.1:9/");
        page.getByLabel("call.rejected").check();
        click(page, "Create");
        assertThat(page.locator("vb-copy output")).containsText("whsec_");
        click(page, "I have it");
        click(page, "Send a test");

        assertThat(page.locator("tbody tr")).containsText("webhook.ping");
        assertThat(page.locator("tbody tr")).containsText("Given up");
        browser.findsNothingWrong();
        click(page, "Send again");
        String id = page.url().replaceFirst(".*/", "");
        Poll.until(
                () -> bridge.api("/api/v1/webhooks/" + id + "/deliveries"),
                sent -> sent.at("/items/0/tries").size() == 2);
    }

    @Test
    void fileIsLookedAtBeforeItIsBroughtIn() throws Exception {
        Page page = browser.opens("/configuration");
        page.getByLabel("Content").fill("""
                format: voice-bridge/1
                tenants: [{name: Demo, phone_numbers: [{number: "+13453453777", name: Brought in}]}]
                """);
        click(page, "What would it change?");
        assertThat(page.locator(".changes")).containsText("+13453453777");
        assertThat(bridge.api("/api/v1/phone-numbers").toString()).doesNotContain("+13453453777");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Import").setExact(true))
                .click();
        assertThat(page.getByText("It changed:")).isVisible();
        assertThat(bridge.api("/api/v1/phone-numbers").toString()).contains("+13453453777");
    }

    @Test
    void whoMayOnlyReadSeesNothingToChange() throws Exception {
        String key = new ObjectMapper()
                .readTree(bridge.post(
                                "/api/v1/keys",
                                bridge.runtime().demo().adminKey(),
                                "{\"label\":\"reader\",\"scopes\":[\"read\"]}")
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
    void nothingSeriousIsFoundOnAnyPage() throws Exception {
        String number = bridge.api("/api/v1/phone-numbers").at("/items/0/id").asText();
        for (String path : List.of(
                "/",
                "/live",
                "/conversations",
                "/conversations/" + call.path("id").asText(),
                "/numbers",
                "/numbers/" + number,
                "/agents",
                "/agents/" + call.path("agent_id").asText(),
                "/trunks",
                "/doctor",
                "/webhooks",
                "/keys",
                "/audit",
                "/configuration",
                "/nowhere")) {
            Page page = browser.opens(path);
            assertThat(page.locator("main h1")).isAttached();
            assertThat(page.locator("main .loading")).hasCount(0);
            browser.findsNothingWrong();
            page.getByLabel("Colours").selectOption("dark");
            browser.findsContrastGood();
            page.getByLabel("Colours").selectOption("auto");
        }
    }

    private static Caller caller() {
        return Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()));
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    private static Locator section(Page page, String heading) {
        return page.locator("section", new Page.LocatorOptions().setHas(page.getByText(heading, TEXT)));
    }

    private static Locator row(Page page, String name) {
        return page.locator("tr", new Page.LocatorOptions().setHas(page.getByText(name, TEXT)));
    }
}
