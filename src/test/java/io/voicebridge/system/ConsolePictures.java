package io.voicebridge.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.RuntimeFile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes a picture of each page of the console of a bridge whose demo has been rehearsed; {@code bench/pictures} runs it. */
public final class ConsolePictures {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    private ConsolePictures() {}

    /** @param arguments the data directory of the bridge that runs, and the folder for the pictures */
    public static void main(String[] arguments) throws Exception {
        RuntimeFile runtime = RuntimeFile.read(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        InetSocketAddress sip = new InetSocketAddress("127.0.0.1", runtime.sipPort());
        String number = runtime.demo().numbers().keySet().iterator().next();
        try (Caller caller = Caller.of(sip)) {
            caller.dials("+17205550199").isRefused();
            setUp(runtime);
            for (ColorScheme colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                try (ConsoleBrowser browser = ConsoleBrowser.at(runtime.httpPort(), WIDTH, HEIGHT, colours)) {
                    browser.signsIn(runtime.demo().adminKey());
                    // Last, for a caller who says nothing is not talked to for long
                    PhoneCall up = caller.dials(number)
                            .from("+13035550177")
                            .with("X-first_name", "Ann")
                            .with("X-city", "Denver")
                            .connects()
                            .hearsVoice();
                    for (Map.Entry<String, String> each : pages(runtime).entrySet()) {
                        shown(browser.opens(each.getValue()), each.getKey())
                                .screenshot(new Page.ScreenshotOptions()
                                        .setType(ScreenshotType.PNG)
                                        .setPath(folder.resolve(each.getKey() + '-'
                                                + colours.name().toLowerCase(Locale.ROOT) + ".png")));
                    }
                    up.hangsUp();
                }
            }
        }
    }

    /** With all that takes a moment. */
    private static Page shown(Page page, String name) {
        page.locator("main h1").waitFor();
        page.waitForCondition(() -> page.locator("main .loading").count() == 0);
        if (name.equals("conversation")) {
            page.locator(".waves").waitFor();
        } else if (name.equals("live")) {
            page.locator(".live .words .who").waitFor();
        } else if (name.equals("doctor")) {
            page.getByText("Look", new Page.GetByTextOptions().setExact(true)).click();
            page.locator(".checks").waitFor();
        }
        return page;
    }

    /** What a bridge that has only been rehearsed has none of. */
    private static void setUp(RuntimeFile runtime) throws Exception {
        ask(runtime, "/api/v1/webhooks", "{\"url\":\"https://crm.example.com/voice-bridge\",\"enabled\":false}");
        ask(
                runtime,
                "/api/v1/trunks",
                "{\"name\":\"Five9 Atlanta\",\"provider\":\"five9_pop\",\"data_centres\":"
                        + "[{\"name\":\"ATL\",\"addresses\":[\"203.0.113.7\"]}]}");
        ask(runtime, "/api/v1/keys", "{\"label\":\"Ann\",\"scopes\":[\"read\"]}");
        String agent = first(runtime, "/api/v1/agents");
        ask(
                runtime,
                "/api/v1/agents/" + agent + "/rehearsals",
                "{\"campaign\":\"Solar_West\",\"customer\":\"wants a quote\"}");
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> ask(runtime, "/api/v1/agents/" + agent + "/rehearsals", "")
                        .at("/items/0/state")
                        .asText()
                        .equals("ended"));
    }

    private static String first(RuntimeFile runtime, String path) throws Exception {
        return ask(runtime, path, "").at("/items/0/id").asText();
    }

    /** By the name of the picture. */
    private static Map<String, String> pages(RuntimeFile runtime) throws Exception {
        JsonNode calls =
                ask(runtime, "/api/v1/conversations?outcome=qualified", "").path("items");
        String agent = "/agents/" + first(runtime, "/api/v1/agents");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("live", "/live");
        pages.put("overview", "/");
        pages.put("conversations", "/conversations");
        pages.put(
                "conversation",
                "/conversations/" + calls.path(calls.size() - 1).path("id").asText());
        pages.put("rejected", "/rejected");
        pages.put("numbers", "/numbers");
        pages.put("number", "/numbers/" + first(runtime, "/api/v1/phone-numbers"));
        pages.put("agents", "/agents");
        pages.put("agent", agent);
        pages.put("agent-call", agent + "?tab=call");
        pages.put("agent-versions", agent + "?tab=versions");
        pages.put("trunks", "/trunks");
        pages.put("trunk", "/trunks/" + first(runtime, "/api/v1/trunks"));
        pages.put("doctor", "/doctor");
        pages.put("webhooks", "/webhooks");
        pages.put("webhook", "/webhooks/" + first(runtime, "/api/v1/webhooks"));
        pages.put("keys", "/keys");
        pages.put("audit", "/audit");
        pages.put("configuration", "/configuration");
        return pages;
    }

    /** @param json empty for GET */
    private static JsonNode ask(RuntimeFile runtime, String path, String json) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + runtime.httpPort() + path))
                .header("X-API-Key", runtime.demo().adminKey());
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }
}
