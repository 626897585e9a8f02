package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.cli.http.YamlText;
import io.voicebridge.directory.ImportPlan;
import io.voicebridge.directory.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./bridge import}: brings in what {@code ./bridge export} or the API gave. */
@Command(
        name = "import",
        description = "Brings a bundle in, all of it or nothing. Tenants that are not there are made.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    private Path file;

    @Option(names = "--dry-run", description = "Only tell what would change.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            if (Files.size(file) > YamlText.MAX_BYTES) {
                throw new IOException(file + " is larger than " + YamlText.MAX_BYTES + " bytes");
            }
            JsonNode bundle = YamlText.read(Files.readAllBytes(file));
            offline.contract().check("importConfiguration", bundle);
            tell(offline.room().bundles().bringIn(OfflineDirectory.ACTOR, bundle, dryRun), out);
            return 0;
        } catch (Problem e) {
            e.faults().forEach(fault -> out.println(fault.pointer() + ": " + fault.detail()));
            throw e;
        }
    }

    private static void tell(ImportPlan plan, PrintWriter out) {
        plan.changes()
                .forEach(change -> out.println(String.join(" ", change.action(), change.kind(), change.target())
                        + (change.detail().isEmpty() ? "" : ": " + change.detail())));
        plan.notes().forEach(note -> out.println("note: " + note));
        String count =
                plan.changes().isEmpty() ? "nothing differs" : plan.changes().size() + " changes";
        out.println(count + (plan.dryRun() && !plan.changes().isEmpty() ? ", none made: this was a dry run" : ""));
    }
}
