package io.voicebridge.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to start a bridge.
 *
 * @param home the folder that holds {@code config/}, {@code routes/} and {@code kamelets/}
 * @param properties overrides, which win over files and the environment
 */
public record BridgeOptions(Path home, Map<String, String> properties) {

    public BridgeOptions {
        home = home.toAbsolutePath().normalize();
        properties = Map.copyOf(properties);
    }

    /** Home as the launcher passes it in the system property {@code bridge.home}, else the working directory. */
    public static BridgeOptions fromLauncher() {
        return new BridgeOptions(Path.of(System.getProperty("bridge.home", ".")), Map.of());
    }

    public BridgeOptions with(String property, String value) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(property, value);
        return new BridgeOptions(home, all);
    }

    /** Turns demo data on; {@code false} leaves it as configured. */
    public BridgeOptions withDemoData(boolean on) {
        return on ? with("bridge.demo", "true") : this;
    }

    /** Turns live reload on; {@code false} leaves it as configured. */
    public BridgeOptions withLiveReload(boolean on) {
        return on ? with("bridge.dev", "true") : this;
    }
}
