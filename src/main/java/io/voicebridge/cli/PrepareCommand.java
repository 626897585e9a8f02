package io.voicebridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code ./bridge prepare}: starts a bridge and ends it again, while the launcher has the Java machine write down which classes
 * that takes, for later starts (JEP 350). It has ports and data of its own, so that the real one may be running.
 */
@Command(
        name = "prepare",
        description = "Writes down what a start takes, so that later ones are faster. Needs Java 25 or later.")
final class PrepareCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";

    /** Nothing of it reaches a database, a broker or a peer that is configured. */
    private static final Map<String, String> OF_ITS_OWN = Map.ofEntries(
            Map.entry("bridge.demo", "true"),
            Map.entry("bridge.dev", "false"),
            Map.entry("bridge.db.url", ""),
            Map.entry("bridge.kafka.brokers", ""),
            Map.entry("bridge.sip.listeners", ""),
            Map.entry("bridge.sip.peers", ""),
            Map.entry("bridge.sips.certificate", ""),
            Map.entry("bridge.http.host", LOOPBACK),
            Map.entry("bridge.http.port", "0"),
            Map.entry("bridge.management.host", LOOPBACK),
            Map.entry("bridge.management.port", "0"),
            Map.entry("bridge.sip.host", LOOPBACK),
            Map.entry("bridge.sip.port", "0"));

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("bridge-prepare");
        try {
            BridgeOptions options = BridgeOptions.fromLauncher().with("bridge.data.dir", data.toString());
            for (Map.Entry<String, String> property : OF_ITS_OWN.entrySet()) {
                options = options.with(property.getKey(), property.getValue());
            }
            LogSettings.apply(Settings.load(options));
            BridgeServer.start(options).close();
            return 0;
        } finally {
            delete(data);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
