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
        description = "Writes what a Five9 administrator enters for a number: a set-up sheet, and scripts to import.",
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
    public Integer call() throws IOException {
        Map<String, String> files;
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            Settings settings = Settings.load(BridgeOptions.fromLauncher());
            PublicAddress address = PublicAddress.of(name -> settings.find(name).orElse(""));
            files = new ScriptKits(
                            offline.room().lookup(),
                            () -> new PublicAddress(http.orElse(address.http()), sip.orElse(address.sip())))
                    .files(number, skill);
        }
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
}
