package io.voicebridge.cli;

import io.voicebridge.directory.AuditCheck;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Tenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./bridge audit check}: whether the audit is as it was written. */
@Command(name = "audit", description = "Checks the audit without a running server.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the audit: check.");
    }

    @Command(
            name = "check",
            description =
                    "Reads the audit of all tenants, or of one, and names the first entry that is not as it was written.",
            mixinStandardHelpOptions = true)
    int check(@Option(names = "--tenant", paramLabel = "NAME", description = "Only this one.") String tenant)
            throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            if (tenant != null) {
                return check(offline, offline.tenant(tenant)) ? 0 : 1;
            }
            boolean intact = true;
            String cursor = null;
            do {
                Page<Tenant> page = offline.room().tenants().list(cursor, 200);
                for (Tenant each : page.items()) {
                    intact &= check(offline, each);
                }
                cursor = page.nextCursor();
            } while (cursor != null);
            return intact ? 0 : 1;
        }
    }

    private boolean check(OfflineDirectory offline, Tenant tenant) {
        AuditCheck.Result result = new AuditCheck(
                        offline.storage().entityManager(), offline.storage().transactions())
                .check(tenant.id(), Optional.empty());
        PrintWriter out = spec.commandLine().getOut();
        AuditCheck.Broken broken = result.firstBroken();
        out.println(tenant.name() + ": "
                + (broken == null
                        ? result.entries() + " entries as they were written, the last is "
                                + result.head().seq() + ' ' + result.head().digest()
                        : "entry " + broken.seq() + (broken.id().isEmpty() ? "" : " (" + broken.id() + ")") + ": "
                                + broken.reason()));
        out.flush();
        return result.intact();
    }
}
