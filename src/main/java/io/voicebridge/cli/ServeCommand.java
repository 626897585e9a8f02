package io.voicebridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./bridge serve}: the server, until it is told to end. */
@Command(name = "serve", description = "Runs the server. SIGTERM drains: calls in progress end, no new ones are taken.")
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--demo", description = "Load demo data: a tenant, keys, a number and its agent.")
    private boolean demo;

    @Option(names = "--dev", description = "Reload routes and kamelets when their files change.")
    private boolean dev;

    @Override
    public Integer call() throws Exception {
        BridgeOptions options = BridgeOptions.fromLauncher().withDemoData(demo).withLiveReload(dev);
        LogSettings.apply(Settings.load(options));
        try (BridgeServer server = BridgeServer.start(options)) {
            System.gc(); // a start leaves several times of what it keeps; a quiet bridge would hold it for hours
            server.awaitStop();
        }
        return 0;
    }
}
