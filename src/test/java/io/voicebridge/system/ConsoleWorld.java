package io.voicebridge.system;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.voicebridge.calling.Caller;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** A bridge that is used from a browser, with an administrator of the demo's tenant signed in. */
record ConsoleWorld(BridgeProcess bridge, ConsoleBrowser browser) implements AutoCloseable {

    /** Leaves the tests out, with a line that says so, where there is no Chromium. */
    static ConsoleWorld start(Path dataDir, Map<String, String> environment) throws Exception {
        Programs.require("chromium", "chromium");
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        BridgeProcess bridge = BridgeProcess.start(dataDir, environment);
        try {
            return new ConsoleWorld(
                    bridge,
                    ConsoleBrowser.at(bridge).signsIn(bridge.runtime().demo().adminKey()));
        } catch (RuntimeException e) {
            bridge.close();
            throw e;
        }
    }

    String key() {
        return bridge.runtime().demo().adminKey();
    }

    Caller caller() {
        return Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()));
    }

    /** Waits until there is a conversation with the correlation. */
    String conversationOf(String correlation) throws Exception {
        return Poll.until(
                        () -> bridge.api("/api/v1/conversations?correlation=" + correlation),
                        found -> found.path("items").size() == 1)
                .at("/items/0/id")
                .asText();
    }

    @Override
    public void close() throws Exception {
        browser.close();
        bridge.close();
    }
}
