package io.voicebridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./bridge script-kit}: what the Five9 administrator enters for a number. */
@Command(
        name = "script-kit",
        description = {
            "Writes what a Five9 administrator enters for a number: a set-up sheet, and scripts to import.",
            "Asks the bridge that runs on this machine with the key in " + DoctorCommand.KEY_VARIABLE
                    + ", or the demo's; without one it reads the database."
        },
        mixinStandardHelpOptions = true)
final class ScriptKitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--number", required = true, paramLabel = "N", description = "A registered number.")
    private String number;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the files go (default: the sheet alone, to standard output).")
    private Path out;

    @Option(
            names = "--skill",
            paramLabel = "NAME",
            description = "Where a customer goes of whom nothing is known (default: the number's default route).")
    private Optional<String> skill;

    @Option(names = "--http", paramLabel = "URL", description = "Where Five9 asks (default: bridge.public.url).")
    private Optional<URI> http;

    @Option(names = "--sip", paramLabel = "SIP_URI", description = "Where calls come in (default: bridge.public.sip).")
    private Optional<String> sip;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.load(BridgeOptions.fromLauncher());
        Optional<RunningKit> running = running(settings);
        Map<String, String> files =
                running.isPresent() ? running.get().files(number, skill) : fromTheDatabase(settings);
        PrintWriter told = spec.commandLine().getOut();
        if (out == null) {
            told.print(files.get("SETUP.md"));
        } else {
            Files.createDirectories(out);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(out.resolve(file.getKey()), file.getValue());
                told.println(out.resolve(file.getKey()));
            }
        }
        told.flush();
        return 0;
    }

    /** The bridge of this machine, if it runs, its key is known, and it is to say itself where it is reached. */
    private Optional<RunningKit> running(Settings settings) {
        if (http.isPresent() || sip.isPresent()) {
            return Optional.empty();
        }
        return RuntimeFile.running(settings)
                .flatMap(bridge -> Optional.ofNullable(System.getenv(DoctorCommand.KEY_VARIABLE))
                        .or(() -> Optional.ofNullable(bridge.demo()).map(RuntimeFile.Demo::adminKey))
                        .map(key -> new RunningKit(URI.create("http://127.0.0.1:" + bridge.httpPort()), key)));
    }

    private Map<String, String> fromTheDatabase(Settings settings) throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            PublicAddress address = PublicAddress.of(name -> settings.find(name).orElse(""));
            return new ScriptKits(
                            offline.room().lookup(),
                            () -> new PublicAddress(http.orElse(address.http()), sip.orElse(address.sip())))
                    .files(number, skill);
        }
    }
}
