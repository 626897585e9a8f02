package io.voicebridge.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The {@code bridge.} properties: an override wins over the environment, that over a system property, that over {@code
 * config/application.properties}. Resolved here and not by Camel, because Camel lets the environment win over overrides,
 * so that a port of 0 could not be replaced by the one chosen.
 */
final class Settings {

    private final Path home;
    private final Map<String, String> overrides;
    private final Properties file;

    private Settings(Path home, Map<String, String> overrides, Properties file) {
        this.home = home;
        this.overrides = overrides;
        this.file = file;
    }

    /** @throws IOException if the properties file of {@code options.home()} cannot be read */
    static Settings load(BridgeOptions options) throws IOException {
        Properties file = new Properties();
        Path path = options.home().resolve("config/application.properties");
        try (Reader reader = Files.newBufferedReader(path)) {
            file.load(reader);
        }
        return new Settings(options.home(), options.properties(), file);
    }

    /** @throws IllegalArgumentException if the property is nowhere */
    String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The property " + name + " is missing in config/application.properties"));
    }

    /** Empty if the property is nowhere. */
    Optional<String> find(String name) {
        return Optional.ofNullable(overrides.get(name))
                .or(() -> fromProcess(name))
                .or(() -> Optional.ofNullable(file.getProperty(name)))
                .map(String::trim);
    }

    /** True if only the properties file speaks of it, and no override, environment variable or system property. */
    boolean isFromFile(String name) {
        return !overrides.containsKey(name) && fromProcess(name).isEmpty();
    }

    private static Optional<String> fromProcess(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Optional.ofNullable(System.getenv(variable)).or(() -> Optional.ofNullable(System.getProperty(name)));
    }

    /** @throws IllegalArgumentException if it is not a port number, 0 to 65535 */
    int port(String name) {
        String value = get(name);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, with the name of the property
        }
        throw new IllegalArgumentException(name + " is not a port number: " + value);
    }

    /** Every {@code bridge.} property with the value that holds. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        Stream.concat(file.stringPropertyNames().stream(), overrides.keySet().stream())
                .filter(name -> name.startsWith("bridge."))
                .forEach(name -> all.put(name, get(name)));
        return all;
    }

    /** Where the bridge keeps what it makes; a relative path is one of its home. */
    Path dataDir() {
        return home.resolve(get("bridge.data.dir"));
    }

    boolean isTrue(String name) {
        return Boolean.parseBoolean(get(name));
    }
}
