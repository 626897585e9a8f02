package io.voicebridge.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.voicebridge.cli.trunk.TwilioDouble;
import io.voicebridge.security.openid.LoopbackProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators do now and then, in a browser: trunks, doctor, webhooks, keys, audit, configuration, sign-in. */
class ConsoleAdministrationIT {

    private static final String TOKEN = "token-of-the-account";

    @TempDir
    static Path folder;

    private static TwilioDouble twilio;
    private static LoopbackProvider provider;
    private static ConsoleWorld world;
    private static BridgeProcess bridge;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        twilio = new TwilioDouble(TOKEN);
        provider = new LoopbackProvider();
        world = ConsoleWorld.start(
                folder,
                Map.of(
                        "BRIDGE_TRUNKS_TWILIO_TRUNKING_URL",
                        twilio.root() + "/v1",
                        "BRIDGE_TRUNKS_TWILIO_API_URL",
                        twilio.root(),
                        "BRIDGE_OPENID_ISSUER",
                        provider.issuer().toString(),
                        "BRIDGE_OPENID_CLIENT_ID",
                        LoopbackProvider.CLIENT,
                        "BRIDGE_OPENID_CLIENT_SECRET",
                        LoopbackProvider.SECRET,
                        "BRIDGE_OPENID_ADMIN_ROLES",
                        "bridge-admins",
                        "BRIDGE_OPENID_TENANT",
                        "Demo"));
        bridge = world.bridge();
        browser = world.browser();
    }

    @AfterAll
    static void stop() throws Exception {
        if (world != null) {
            world.close();
        }
        provider.close();
        twilio.close();
    }

    @Test
    void trunkIsPlannedAppliedVerifiedAndItsDriftSeen() throws Exception {
        twilio.owns(bridge.number());
        bridge.make("/api/v1/secrets", world.key(), Map.of("name", "our-twilio", "value", TOKEN));
        Page page = browser.opens("/trunks");
        browser.clicks("New trunk");
        page.locator("dialog input[name=name]").fill("Pilot");
        page.getByLabel("Secret with the account’s key").fill("our-twilio");
        page.getByLabel("Account SID").fill(TwilioDouble.ACCOUNT);
        page.getByLabel("Where calls arrive").fill("sip:voice.example.com;transport=tls");
        page.getByLabel("Numbers").fill(bridge.number());
        browser.isSound();
        browser.clicks("Create");
        assertThat(page.locator(".page-head")).containsText("Pilot");

        browser.clicks("Plan");
        assertThat(browser.section("Plan")).containsText("sip:voice.example.com");
        browser.isSound();
        browser.clicks("Apply this plan");
        assertThat(page.locator(".page-head")).containsText("Applied");
        assertThat(twilio.originationOf(bridge.number())).startsWith("sip:voice.example.com");
        browser.clicks("Verify");
        assertThat(browser.section("Verified")).isVisible();
        browser.clicks("Drift");
        assertThat(browser.section("Drift")).containsText("All is as it shall be.");

        twilio.sends(bridge.number(), "sip:elsewhere.example.com");
        browser.clicks("Drift");
        assertThat(browser.section("Drift")).containsText("sip:elsewhere.example.com");
        browser.isSound();
    }

    @Test
    void doctorLooksAtOneNumber() throws Exception {
        Page page = browser.opens("/doctor");
        page.getByLabel("Numbers").selectOption(bridge.number());
        browser.clicks("Look");

        assertThat(page.locator(".checks")).containsText("The database answers at once");
        assertThat(page.locator(".checks")).containsText(bridge.number());
        assertThat(page.locator(".note[role=status]")).isVisible();
        browser.isSound();
    }

    @Test
    void keyIsMadeRotatedAndDeletedAndTheAuditKnows() throws Exception {
        Page page = browser.opens("/keys");
        browser.clicks("New key");
        page.getByLabel("For whom").fill("Night shift");
        page.locator("input[value=read]").check();
        browser.isSound();
        browser.clicks("Create");
        String first = page.locator("vb-copy output").textContent();
        browser.clicks("I have it");
        assertThat(bridge.ask("/api/v1/me", first).statusCode()).isEqualTo(200);

        Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("Night shift"));
        row.getByText("Rotate…").click();
        browser.confirms();
        assertThat(page.locator("vb-copy output")).not().hasText(first);
        String second = page.locator("vb-copy output").textContent();
        browser.clicks("I have it");
        assertThat(bridge.ask("/api/v1/me", second).statusCode()).isEqualTo(200);

        row.getByText("Delete…").click();
        browser.confirms();
        assertThat(row).hasCount(0);
        assertThat(bridge.ask("/api/v1/me", second).statusCode()).isEqualTo(401);

        page = browser.opens("/audit?action=key.rotate");
        assertThat(page.locator("tbody tr")).hasCount(1);
        browser.clicks("Check");
        assertThat(page.locator(".note.good")).containsText("as they were written");
        browser.isSound();
    }

    @Test
    void whoIsKnownToTheProviderIsSignedInAndOut() throws Exception {
        try (ConsoleBrowser other = browser.another()) {
            // Where the bridge says that it is reached, for the provider leads back there
            String audit = "http://localhost:" + bridge.runtime().httpPort() + "/console/audit";
            Page page = other.page();
            page.navigate(audit);
            page.getByText("Sign in with single sign-on").click();
            assertThat(page.locator("main h1")).hasText("Audit");
            assertThat(page.locator("tbody")).containsText("session.begin");
            assertThat(page.url()).isEqualTo(audit);
            other.clicks("Sign out");
            page.waitForURL(provider.issuer() + "/end**");
            page.navigate(audit);
            assertThat(page.getByLabel("API key")).isVisible();
        }
    }

    @Test
    void webhookTellsWhatBecameOfEachDelivery() throws Exception {
        Page page = browser.opens("/webhooks");
        browser.clicks("New webhook");
        page.getByLabel("URL").fill("http://127.0.0.1:9/");
        page.getByLabel("call.rejected").check();
        browser.clicks("Create");
        assertThat(page.locator("vb-copy output")).containsText("whsec_");
        browser.clicks("I have it");
        browser.clicks("Send a test");

        assertThat(page.locator("tbody tr")).containsText("webhook.ping");
        assertThat(page.locator("tbody tr")).containsText("Given up");
        browser.isSound();
        browser.clicks("Send again");
        String id = page.url().replaceFirst(".*/", "");
        Poll.until(
                () -> bridge.api("/api/v1/webhooks/" + id + "/deliveries"),
                sent -> sent.at("/items/0/tries").size() == 2);
    }

    @Test
    void fileIsLookedAtBeforeItIsBroughtIn() throws Exception {
        Page page = browser.opens("/configuration");
        Download exported = page.waitForDownload(() -> browser.clicks("Export"));
        assertThat(Files.readString(exported.path())).contains("voice-bridge/1", "qualify-solar");
        page.getByLabel("Content").fill("""
                format: voice-bridge/1
                tenants: [{name: Demo, phone_numbers: [{number: "+13453453777", name: Brought in}]}]
                """);
        browser.clicks("What would it change?");
        assertThat(page.locator(".changes")).containsText("+13453453777");
        assertThat(bridge.api("/api/v1/phone-numbers").toString()).doesNotContain("+13453453777");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Import").setExact(true))
                .click();
        assertThat(page.getByText("It changed:")).isVisible();
        browser.isSound();
        assertThat(bridge.api("/api/v1/phone-numbers").toString()).contains("+13453453777");
    }
}
