package io.voicebridge.cli;

import java.util.Locale;
import java.util.Set;

/** Hands the settings {@code bridge.log} to Log4j, which reads them when the first class that logs is loaded. */
final class LogSettings {

    private static final Set<String> FORMATS = Set.of("text", "json");

    private LogSettings() {}

    /**
     * To be called before a class that logs is loaded.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    static void apply(Settings settings) {
        String format = settings.find("bridge.log.format").orElse("text").toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException("bridge.log.format is text or json, not " + format);
        }
        System.setProperty("bridge.log.format", format);
        System.setProperty("bridge.log.level", settings.find("bridge.log.level").orElse("info"));
    }
}
