package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium without a window, and what somebody does with the console in it. */
final class ConsoleBrowser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> QUIET = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final int TELEPHONE_WIDTH = 390;
    private static final int MOST_TABS = 80;

    /** Generous: two slow cores that do other things, too. */
    private static final double PATIENCE_MS = 60_000;

    private static final Page.GetByTextOptions TEXT = new Page.GetByTextOptions().setExact(true);

    /** Null if it belongs to another. */
    private final Playwright playwright;

    private final Browser browser;
    private final BrowserContext context;
    private final Page page;
    private final String console;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private ConsoleBrowser(Playwright playwright, Browser browser, BrowserContext context, String console) {
        this.playwright = playwright;
        this.browser = browser;
        this.context = context;
        this.console = console;
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(said -> {
            if (said.text().contains("Content Security Policy") || said.text().contains("Content-Security-Policy")) {
                complaints.add(said.text());
            }
        });
    }

    /** On the console of this bridge, not signed in. */
    static ConsoleBrowser at(BridgeProcess bridge) {
        return at(bridge.runtime().httpPort(), WIDTH, HEIGHT, ColorScheme.LIGHT);
    }

    static ConsoleBrowser at(int httpPort, int width, int height, ColorScheme colours) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setTimeout(PATIENCE_MS)
                        .setArgs(QUIET));
        return new ConsoleBrowser(
                playwright,
                browser,
                context(browser, width, height, colours),
                "http://127.0.0.1:" + httpPort + "/console");
    }

    /** Somebody else, with the same browser. */
    ConsoleBrowser another() {
        return new ConsoleBrowser(null, browser, context(browser, WIDTH, HEIGHT, ColorScheme.LIGHT), console);
    }

    private static BrowserContext context(Browser browser, int width, int height, ColorScheme colours) {
        return browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
    }

    Page page() {
        return page;
    }

    /** Opens a page of the console by its address. */
    Page opens(String path) {
        page.navigate(console + path);
        return page;
    }

    /** Types the key, and waits for the page that was asked for. */
    ConsoleBrowser signsIn(String key) {
        opens("/conversations");
        page.getByLabel("API key").fill(key);
        page.locator("vb-sign-in form button").click();
        page.getByRole(AriaRole.NAVIGATION).first().waitFor();
        return this;
    }

    /** Neither by axe-core, of what it calls serious or critical, nor by the browser. */
    void findsNothingWrong() throws IOException {
        page.evaluate(axe());
        assertThat(violations("['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']"))
                .as(page.url())
                .isEmpty();
        assertThat(new ArrayList<>(complaints)).as(page.url()).isEmpty();
    }

    /** Nothing is wrong with the page as it is now, in light and in dark and on a telephone, once it has all that it shows. */
    void isSound() throws IOException {
        page.locator("main h1").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        page.waitForCondition(() -> page.locator("main .loading").count() == 0);
        findsNothingWrong();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(violations("['color-contrast']")).as(page.url()).isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        fitsATelephone();
    }

    /** Nobody has to push the page to the side to read it. */
    private void fitsATelephone() {
        page.setViewportSize(TELEPHONE_WIDTH, 844);
        assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                .as("width of " + page.url())
                .isLessThanOrEqualTo(TELEPHONE_WIDTH);
        page.setViewportSize(WIDTH, HEIGHT);
    }

    /** Moves the focus with the key Tab until it is on what a selector means, as somebody without a mouse does. */
    void tabsTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate(
                    "selector => {let at = document.activeElement;"
                            + " while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;"
                            + " return !!at?.matches(selector)}",
                    selector)) {
                return;
            }
        }
        throw new AssertionError("The key Tab does not lead to " + selector + " of " + page.url());
    }

    /** Presses the button of this name. */
    void clicks(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    /** Says yes where the console asks whether somebody is sure. */
    void confirms() {
        page.locator("dialog[open] button[value=yes]").click();
    }

    Locator section(String heading) {
        return page.locator("section", new Page.LocatorOptions().setHas(page.getByText(heading, TEXT)));
    }

    /** Of a table, by what stands in one of its cells. */
    Locator row(String text) {
        return page.locator("tr", new Page.LocatorOptions().setHas(page.getByText(text, TEXT)));
    }

    private List<?> violations(String rules) {
        return (List<?>) page.evaluate("() => axe.run(document, {resultTypes: ['violations'], runOnly: " + rules + "})"
                + ".then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".flatMap(v => v.nodes.map(n => v.id + ' ' + n.html.slice(0, 160) + ' ' + n.failureSummary)))");
    }

    private static String axe() throws IOException {
        try (InputStream script = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        context.close();
        if (playwright != null) {
            playwright.close();
        }
    }
}
