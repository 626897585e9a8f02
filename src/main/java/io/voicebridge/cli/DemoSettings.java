package io.voicebridge.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the demo's bridge is started: beside the data of a real one, reachable from this machine only, on the usual ports
 * where they are free.
 *
 * @param log where the bridge's log goes, so that the terminal keeps to the rehearsal
 * @param notes what differs from the defaults, a sentence each
 */
record DemoSettings(Path home, Path dataDir, Path log, Settings settings, BridgeOptions options, List<String> notes) {

    private static final String LOOPBACK = "127.0.0.1";

    static DemoSettings prepare(BridgeOptions launched) throws IOException {
        List<String> notes = new ArrayList<>();
        BridgeOptions options = launched.withDemoData(true).withLiveReload(true);
        Settings settings = Settings.load(options);
        for (String host : List.of("bridge.http.host", "bridge.management.host", "bridge.sip.host")) {
            options = unlessSet(settings, options, host, LOOPBACK);
        }
        options = unlessSet(settings, options, "bridge.data.dir", "data/demo");
        settings = Settings.load(options);
        options = freePort(settings, options, "bridge.http", "HTTP", notes);
        options = freePort(settings, options, "bridge.management", "health and metrics", notes);
        options = freePort(settings, options, "bridge.sip", "SIP", notes);
        settings = Settings.load(options);

        Path dataDir = Files.createDirectories(launched.home().resolve(settings.get("bridge.data.dir")));
        Path log = dataDir.resolve("bridge.log");
        // Read by log4j2-demo.properties when the first class that logs is loaded.
        System.setProperty("bridge.log.file", log.toString());
        System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
        return new DemoSettings(launched.home(), dataDir, log, settings, options, List.copyOf(notes));
    }

    /** What the environment says stands; what only the file says gives way to the demo's own. */
    private static BridgeOptions unlessSet(Settings settings, BridgeOptions options, String property, String value) {
        return settings.isFromFile(property) ? options.with(property, value) : options;
    }

    private static BridgeOptions freePort(
            Settings settings, BridgeOptions options, String prefix, String what, List<String> notes) {
        int port = settings.port(prefix + ".port");
        String host = settings.get(prefix + ".host");
        if (port == 0 || Ports.isFree(host, port) && (!prefix.equals("bridge.sip") || isFreeForUdp(host, port))) {
            return options;
        }
        notes.add("Port " + port + " is taken by another program, so the demo takes a free one for " + what + ".");
        return options.with(prefix + ".port", "0");
    }

    private static boolean isFreeForUdp(String host, int port) {
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
