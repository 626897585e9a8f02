package io.voicebridge.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.voicebridge.bench.ManyConversations;
import io.voicebridge.calling.Caller;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long each interaction with the list of conversations takes, from the event in the browser until what it asked for is
 * drawn, with very many of them; {@code bench/console} runs it, and prints the table for {@code docs/benchmarks.md}.
 */
public final class ConsoleTimes {

    private static final int LIMIT_MS = 200;

    /** Acts, and waits until the page that is open has other rows, or another page has all that it shows. */
    private static final String TIMED = """
            async () => {
              const frame = () => new Promise(requestAnimationFrame);
              const open = () => document.querySelector('ELEMENT');
              const before = open()?.page;
              const begun = performance.now();
              (() => { ACT })();
              const isReady = (before, page, element) => READY;
              while (!isReady(before, open()?.page, open())) await frame();
              await open().updateComplete;
              await frame();
              return performance.now() - begun;
            }""";

    private static final String OTHER_ROWS = "page && page !== before";

    private ConsoleTimes() {}

    /** @param arguments how many conversations, how many runs, and the folder of the database, which is filled if it is empty */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        int runs = Integer.parseInt(arguments[1]);
        Path dataDir = Files.createDirectories(Path.of(arguments[2]));
        if (!Files.exists(dataDir.resolve("bridge.mv.db"))) {
            fill(dataDir, count);
        }
        boolean met = true;
        try (BridgeProcess bridge = BridgeProcess.start(dataDir);
                ConsoleBrowser browser = ConsoleBrowser.at(bridge.runtime().httpPort(), 1280, 900, ColorScheme.LIGHT)) {
            browser.signsIn(bridge.runtime().demo().adminKey());
            browser.page().locator("tbody tr").first().waitFor();
            System.out.printf("%n%,d conversations, %d runs each%n%n", count, runs);
            System.out.println("| interaction | median, ms | longest, ms |\n|---|---|---|");
            for (Map.Entry<String, Interaction> each :
                    interactions(bridge, count).entrySet()) {
                List<Double> took = new ArrayList<>();
                for (int run = 0; run < runs + 2; run++) {
                    double ms = each.getValue().run(browser);
                    if (run >= 2) {
                        took.add(ms);
                    }
                }
                took.sort(null);
                double median = took.get(runs / 2);
                met &= median < LIMIT_MS;
                System.out.printf(
                        Locale.ROOT, "| %s | %.0f | %.0f |%n", each.getKey(), median, took.get(took.size() - 1));
            }
        }
        System.exit(met ? 0 : 1);
    }

    private static void fill(Path dataDir, int count) throws Exception {
        String model = modelCall(dataDir);
        try (Connection database = DriverManager.getConnection(
                "jdbc:h2:file:" + dataDir.resolve("bridge") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "sa", "")) {
            ManyConversations.copy(database, model, count);
        }
    }

    /** A real call, with a transcript and an outcome, for the copies to be like. */
    private static String modelCall(Path dataDir) throws Exception {
        try (BridgeProcess bridge = BridgeProcess.start(dataDir);
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            var up = caller.dials(bridge.number())
                    .with("X-CallSessionId", "600000000054602")
                    .with("X-first_name", "Ann")
                    .with("X-city", "Denver")
                    .with("X-phone_number", "+13035550100")
                    .connects()
                    .hearsVoice();
            up.hangsUp();
            List<JsonNode> rows = Poll.until(
                    bridge::conversations,
                    found -> found.size() == 1
                            && found.get(0).path("state").asText().equals("ended"));
            return rows.get(0).path("id").asText();
        }
    }

    /** Something that somebody does, from a page where it can be done. */
    private record Interaction(String from, String waitsFor, String act, String element, String ready) {

        double run(ConsoleBrowser browser) {
            Page page = browser.opens(from);
            page.locator(waitsFor).first().waitFor();
            page.waitForTimeout(150);
            String script =
                    TIMED.replace("ELEMENT", element).replace("ACT", act).replace("READY", ready);
            return ((Number) page.evaluate(script)).doubleValue();
        }
    }

    private static Map<String, Interaction> interactions(BridgeProcess bridge, int count) throws Exception {
        String agent = bridge.api("/api/v1/agents").at("/items/0/id").asText();
        Map<String, Interaction> all = new LinkedHashMap<>();
        all.put(
                "open the list",
                new Interaction(
                        "/rejected",
                        "nav a",
                        "document.querySelector('nav a[href=\"/console/conversations\"]').click()",
                        "vb-conversations",
                        "page"));
        all.put("next page", list("", "document.querySelector('a[rel=next]').click()"));
        all.put("filter by outcome", list("", chosen("outcome", "callback")));
        all.put("filter by number", list("", chosen("number", bridge.number())));
        all.put("filter by agent", list("", chosen("agent_id", agent)));
        all.put("filter by state: ended", list("", chosen("status", "ended")));
        all.put("filter by state: in progress", list("", chosen("status", "live")));
        all.put("filter by day: from", list("", dated("from", -3)));
        all.put("filter by day: to", list("", dated("to", -3)));
        all.put("two filters", list("?outcome=callback", chosen("number", bridge.number())));
        all.put("search, found", list("", typed("denver")));
        all.put("search for a customer's number", list("", typed(ManyConversations.customer(count / 2))));
        all.put("search, nothing there: first answer", list("", typed("nobody has this")));
        all.put("search in a filter, nothing there: first answer", list("?outcome=callback", typed("nobody has this")));
        all.put(
                "open one",
                new Interaction(
                        "/conversations?outcome=callback",
                        "tbody tr",
                        "document.querySelector('tbody a.main').click()",
                        "vb-conversation",
                        "element && element.call && element.querySelector('.transcript')"));
        all.put(
                "open the overview",
                new Interaction(
                        "/rejected",
                        "nav a",
                        "document.querySelector('nav a[href=\"/console/\"]').click()",
                        "vb-overview",
                        "element && element.querySelector('.panel') && !element.querySelector('.loading')"));
        return all;
    }

    private static Interaction list(String query, String act) {
        return new Interaction("/conversations" + query, "tbody tr", act, "vb-conversations", OTHER_ROWS);
    }

    private static String chosen(String filter, String value) {
        return set("select", filter, value, "change");
    }

    private static String typed(String text) {
        return set("input", "q", text, "input");
    }

    private static String dated(String filter, int days) {
        return "const day = new Date(Date.now() + " + days + " * 86400000).toISOString().slice(0, 10);"
                + "const field = document.querySelector('input[name=" + filter + "]'); field.value = day;"
                + "field.dispatchEvent(new Event('change', {bubbles: true}))";
    }

    private static String set(String kind, String name, String value, String event) {
        return "const field = document.querySelector('" + kind + "[name=" + name + "]'); field.value = '" + value + "';"
                + "field.dispatchEvent(new Event('" + event + "', {bubbles: true}))";
    }
}
