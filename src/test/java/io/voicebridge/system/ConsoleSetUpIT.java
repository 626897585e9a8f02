package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting up in a browser: from nothing to a call of a simulated customer, and the versions of an agent. */
class ConsoleSetUpIT {

    @TempDir
    static Path folder;

    private static ConsoleWorld world;
    private static BridgeProcess bridge;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        world = ConsoleWorld.start(folder, Map.of());
        bridge = world.bridge();
        browser = world.browser();
    }

    @AfterAll
    static void stop() throws Exception {
        if (world != null) {
            world.close();
        }
    }

    private static String dialogue() throws Exception {
        for (JsonNode agent : bridge.api("/api/v1/agents").path("items")) {
            if (agent.path("name").asText().equals("qualify-solar")) {
                return agent.path("dialogue").asText();
            }
        }
        throw new IllegalStateException("The demo has no agent qualify-solar");
    }

    /** A tenant that has nothing yet. */
    private static String keyOfNewTenant() throws Exception {
        return bridge.make("/api/v1/tenants", world.key(), Map.of("name", "Sunrise Solar"))
                .at("/admin_key/secret")
                .asText();
    }

    @Test
    void emptyTenantIsLedToARehearsedCall() throws Exception {
        try (ConsoleBrowser team = browser.another().signsIn(keyOfNewTenant())) {
            Page page = team.opens("/");
            Locator next = page.locator(".first-run .next");
            assertThat(next).containsText("Register the number");
            team.isSound();
            page.getByText("Add a phone number").click();
            registersTheNumber(team);

            team.opens("/");
            assertThat(next).containsText("Publish an agent");
            page.getByText("Write an agent").click();
            writesTheAgent(team);

            team.opens("/");
            page.getByText("Map an agent").click();
            page.getByLabel("AI agent").selectOption(new SelectOption().setLabel("first-touch"));
            team.clicks("Save");
            assertThat(page.locator(".checks .good")).hasCount(3);

            team.opens("/");
            assertThat(next).containsText("Make a test call");
            page.getByText("Let a simulated customer call").click();
            aCustomerCalls(team);

            team.opens("/");
            assertThat(next).containsText("Bring the script into Five9");
            page.getByText("Download the script kit").click();
            Download kit = page.waitForDownload(() -> team.clicks("Script kit"));
            try (ZipFile zip = new ZipFile(kit.path().toFile())) {
                assertThat(zip.getEntry("SETUP.md")).isNotNull();
                assertThat(zip.getEntry("VoiceBridge-OptionA.five9ivr")).isNotNull();
            }
        }
    }

    private static void registersTheNumber(ConsoleBrowser team) throws Exception {
        Page page = team.page();
        assertThat(page.getByText("Connect via SIP trunking")).isVisible();
        page.locator("dialog input[name=number]").fill("+17205550142");
        page.locator("dialog input[name=name]").fill("Solar West");
        page.getByLabel("Terminal URI").fill(bridge.sip());
        page.getByLabel("SIP trunk user name").fill("sunrise");
        page.getByLabel("SIP trunk password").fill("not-told");
        team.clicks("Save");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("this bridge");
        team.isSound();
        page.getByLabel("Terminal URI").fill("carrier.example.com");
        team.clicks("Save");
        assertThat(page.locator("main h1")).containsText("+1 720 555 0142");
        assertThat(page.locator("vb-copy output").first()).containsText("+17205550142@");
    }

    private static void writesTheAgent(ConsoleBrowser team) throws Exception {
        Page page = team.page();
        team.clicks("New agent");
        page.getByLabel("Name").fill("first-touch");
        team.clicks("Create");
        page.locator("#prompt textarea").fill("You call {{first_name}}.");
        page.getByLabel("Dialogue").fill(dialogue());
        team.clicks("Publish");
        assertThat(page.locator(".page-head")).containsText("Version 1 answers calls");
    }

    /** The call is seen while it is up, and then with all that is known of it. */
    private static void aCustomerCalls(ConsoleBrowser team) throws Exception {
        Page page = team.page();
        assertThat(page.locator("vb-rehearse tbody").first()).containsText("No, I rent.");
        page.getByLabel("Call: rents the place").click();
        page.getByText("Live", new Page.GetByTextOptions().setExact(true))
                .last()
                .click();
        assertThat(page.locator(".live")).containsText("first-touch");
        assertThat(page.locator(".live")).containsText("Rehearsal");

        page.goBack();
        Locator past = page.locator("vb-rehearse tbody").last();
        assertThat(past.getByText("As expected", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(past).containsText("Not Qualified");
        team.isSound();
        past.getByText("Conversation").click();

        assertThat(page.locator("#rehearsed")).containsText("rents the place");
        assertThat(page.locator("#rehearsed")).containsText("As expected");
        assertThat(page.locator(".page-head")).containsText("Rehearsal");
        assertThat(team.section("Outcome")).containsText("Not qualified");
        assertThat(page.locator(".transcript .line").first()).isVisible();
        assertThat(page.locator(".waves")).isVisible();
        for (String step : new String[] {"INVITE", "BYE", "Query"}) {
            assertThat(page.locator("vb-ladder")).containsText(step);
        }
        team.isSound();
    }

    @Test
    void agentIsWrittenComparedPublishedAndTakenBack() throws Exception {
        Page page = browser.opens("/agents");
        browser.isSound();
        browser.clicks("New agent");
        page.getByLabel("Name").fill("made-by-hand");
        browser.clicks("Create");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("made-by-hand")))
                .isVisible();

        Locator prompt = page.locator("#prompt textarea");
        page.getByLabel("Dialogue").fill(dialogue());
        prompt.fill("You call {{city}}.");
        browser.clicks("Save draft");
        assertThat(page.locator("vb-preview input[name=city]")).isVisible();
        prompt.fill("");
        prompt.pressSequentially("You call {{ci");
        assertThat(page.locator(".offer")).hasText("city");
        prompt.press("Enter");
        assertThat(prompt).hasValue("You call {{city}}");

        page.locator("vb-preview input[name=city]").fill("Denver");
        browser.clicks("Show");
        assertThat(page.locator("vb-preview .shown").first()).hasText("You call Denver.");

        browser.clicks("Publish");
        assertThat(page.locator(".page-head")).containsText("Version 1 answers calls");
        prompt.fill("You call from {{city}}");
        browser.clicks("Publish");
        assertThat(page.locator(".page-head")).containsText("Version 2 answers calls");

        browser.clicks("Versions");
        page.getByText("Compare with the draft").last().click();
        assertThat(page.locator(".diff .new")).containsText("You call from");
        browser.clicks("Roll back to it");
        assertThat(page.locator(".page-head")).containsText("Version 1 answers calls");
        browser.isSound();
    }
}
