package io.voicebridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Tenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./bridge keys}: makes, lists and takes away API keys without a running server. */
@Command(
        name = "keys",
        description = "Makes, lists, rotates and deletes API keys without a running server.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with keys: create, list, rotate or delete.");
    }

    @Command(
            name = "create",
            description = "Makes a key and prints it, this once, on standard output.",
            mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose key it is.")
                    String tenant,
            @Option(
                            names = "--scope",
                            required = true,
                            split = ",",
                            paramLabel = "SCOPE",
                            description = "What it is good for: five9, ingest, read, admin, operator.")
                    List<String> scopes,
            @Option(names = "--label", defaultValue = "made on the command line", description = "To know it by.")
                    String label,
            @Option(names = "--expires-at", paramLabel = "TIME", description = "Such as 2030-01-01T00:00:00Z.")
                    Instant expiresAt,
            @Option(names = "--new-tenant", description = "Make the tenant if there is none of the name.")
                    boolean newTenant)
            throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            ObjectNode draft = Json.mapper().createObjectNode().put("label", label);
            scopes.forEach(draft.withArray("scopes")::add);
            Optional.ofNullable(expiresAt).ifPresent(end -> draft.put("expires_at", end.toString()));
            offline.contract().check("createKey", draft);
            ApiKey.Issued key = offline.room()
                    .keys()
                    .create(owner(offline, tenant, newTenant).id(), OfflineDirectory.ACTOR, draft);
            out().println(key.secret());
            return 0;
        }
    }

    private static Tenant owner(OfflineDirectory offline, String name, boolean make) throws IOException {
        if (!make || offline.room().tenants().named(name).isPresent()) {
            return offline.tenant(name);
        }
        ObjectNode draft = Json.mapper().createObjectNode().put("name", name);
        offline.contract().check("createTenant", draft);
        return offline.room().tenants().createClosed(OfflineDirectory.ACTOR, draft);
    }

    @Command(
            name = "list",
            description = "Lists the keys of a tenant, without secrets.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose keys.")
                    String tenant)
            throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            String id = offline.tenant(tenant).id();
            String cursor = null;
            do {
                Page<ApiKey> page = offline.room().keys().list(id, cursor, 200);
                page.items().forEach(key -> out().println(line(key)));
                cursor = page.nextCursor();
            } while (cursor != null);
            return 0;
        }
    }

    private static String line(ApiKey key) {
        String end = key.expiresAt() == null ? "does not expire" : "expires " + key.expiresAt();
        return String.join("  ", key.id(), String.join(",", key.scopes()), end, key.label());
    }

    @Command(
            name = "rotate",
            description = "Gives a key a new secret and prints it, this once.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose key it is.")
                    String tenant,
            @Parameters(paramLabel = "KEY_ID", description = "Such as key_06f8…") String keyId,
            @Option(
                            names = "--grace-seconds",
                            defaultValue = "0",
                            paramLabel = "N",
                            description = "How long the secret before still opens.")
                    int grace)
            throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            ObjectNode rotation = Json.mapper().createObjectNode().put("grace_s", grace);
            offline.contract().check("rotateKey", rotation);
            out().println(offline.room()
                    .keys()
                    .rotate(offline.tenant(tenant).id(), OfflineDirectory.ACTOR, keyId, rotation)
                    .secret());
            return 0;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a key; it opens nothing from now on.",
            mixinStandardHelpOptions = true)
    int delete(
            @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose key it is.")
                    String tenant,
            @Parameters(paramLabel = "KEY_ID", description = "Such as key_06f8…") String keyId)
            throws IOException {
        try (OfflineDirectory offline = OfflineDirectory.open()) {
            offline.room().keys().delete(offline.tenant(tenant).id(), OfflineDirectory.ACTOR, keyId);
            return 0;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
