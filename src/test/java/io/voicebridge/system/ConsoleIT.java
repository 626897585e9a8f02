package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.voicebridge.calling.Caller;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, at a bridge that has had a call. */
class ConsoleIT {

    private static final String SESSION = "600000000054602";

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
    void filtersOfTheListStandInTheAddress() throws Exception {
        Page page = browser.opens("/conversations");
        assertThat(page.locator("tbody tr")).hasCount(1);
        browser.findsNothingWrong();

        page.getByLabel("Outcome").selectOption("callback");
        assertThat(page.getByText("No call fits")).isVisible();
        assertThat(page.url()).endsWith("?outcome=callback");
        page.reload();
        assertThat(page.getByLabel("Outcome")).hasValue("callback");
        assertThat(page.getByText("No call fits")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Clear"))
                .click();
        assertThat(page.locator("tbody tr")).hasCount(1);

        page.getByLabel("Search").fill("ann");
        page.waitForURL("**/conversations?q=ann");
        assertThat(page.locator("tbody tr")).containsText("qualify-solar");
    }
}
