package io.voicebridge.cli;

import io.voicebridge.cli.http.YamlText;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bridge export}: the configuration of all tenants as YAML. */
@Command(
        name = "export",
        description = "Writes the configuration of all tenants, or of one, as YAML: without secrets.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Where to; - for standard output.")
    private String file;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only this one.")
    private String tenant;

    @Override
    public Integer call() throws IOException {
        byte[] bundle;
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            bundle = YamlText.write(offline.room()
                    .bundles()
                    .export(
                            tenant == null
                                    ? all(offline)
                                    : List.of(offline.tenant(tenant).id())));
        }
        if (file.equals("-")) {
            System.out.write(bundle);
            System.out.flush();
        } else {
            Files.write(Path.of(file), bundle);
        }
        return 0;
    }

    private static List<String> all(OfflineDirectory offline) throws IOException {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            Page<Tenant> page = offline.room().tenants().list(cursor, 200);
            page.items().forEach(found -> ids.add(found.id()));
            cursor = page.nextCursor();
        } while (cursor != null);
        if (ids.isEmpty()) {
            throw new IOException("there is no tenant in this database; is bridge.data.dir the right one?");
        }
        return ids;
    }
}
