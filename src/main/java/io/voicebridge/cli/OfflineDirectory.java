package io.voicebridge.cli;

import io.voicebridge.cli.http.Contract;
import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentTrial;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.BundlePart;
import io.voicebridge.directory.DirectoryRoom;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnAddresses;
import io.voicebridge.directory.Tenant;
import io.voicebridge.event.EventRoom;
import io.voicebridge.security.KeyToken;
import io.voicebridge.security.WebhookSignature;
import io.voicebridge.trunk.TrunksPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory for a command that administers without a server. On PostgreSQL a server may run meanwhile, and sees what
 * was changed within seconds; the H2 database of a data directory is one process's at a time.
 */
record OfflineDirectory(Storage storage, DirectoryRoom room, Contract contract) implements AutoCloseable {

    /** Who changed it, for the audit. */
    static final String ACTOR = "command-line";

    /** @throws StartFault if a server has it open */
    static OfflineDirectory open() throws IOException {
        // Read when the first class that logs is loaded: standard output is for the result
        System.setProperty("log4j2.configurationFile", "log4j2-command.properties");
        BridgeOptions options = BridgeOptions.fromLauncher();
        Settings settings = Settings.load(options);
        Contract contract = Contract.of(options.home().resolve("config/openapi"));
        SecretKeys keys = SecretKeys.of(settings.get("bridge.secrets.keys"), settings.dataDir());
        Storage storage = storage(settings);
        try {
            Clock clock = Clock.systemUTC();
            Ids ids = new Ids(clock);
            BundlePart webhooks = EventRoom.bundlePart(
                    new EventRoom.Means(
                            storage.entityManager(),
                            storage.transactions(),
                            clock,
                            ids,
                            Json.mapper(),
                            new Audit(storage.entityManager(), storage.transactions(), clock, ids),
                            keys.store(),
                            null),
                    WebhookSignature::newSecret,
                    EventWiring.guard(settings)::refusal);
            BundlePart trunks = TrunksPart.of(
                    storage.entityManager(),
                    storage.transactions(),
                    clock,
                    ids,
                    new Audit(storage.entityManager(), storage.transactions(), clock, ids),
                    Json.mapper());
            DirectoryRoom room = DirectoryRoom.open(
                    new DirectoryRoom.Store(
                            storage.entityManager(), storage.transactions(), clock, clock, ids, Json.mapper()),
                    new DirectoryRoom.Secrets(keys.store(), KeyToken::hash, WebhookSignature::newSecret),
                    new Untried(),
                    new OwnAddresses(hosts(settings), Set::of),
                    settings.find("bridge.numbers.region").orElse("US"),
                    () -> List.of(webhooks, trunks));
            return new OfflineDirectory(storage, room, contract);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** @throws StartFault if a server has it open */
    static Storage storage(Settings settings) throws IOException {
        Path dataDir = Files.createDirectories(settings.dataDir());
        try {
            return Storage.open(Storage.Address.of(settings));
        } catch (RuntimeException e) {
            if (Storage.isInUse(e)) {
                throw new StartFault(
                        "a server runs on " + dataDir + server(dataDir)
                                + ". Stop it first, or use its API under /api/v1, which can do the same.",
                        e);
            }
            throw e;
        }
    }

    private static String server(Path dataDir) {
        try {
            return " (process " + RuntimeFile.read(dataDir).pid() + ')';
        } catch (IOException e) {
            return "";
        }
    }

    private static Set<String> hosts(Settings settings) {
        return Stream.of("bridge.sip.host", "bridge.sip.advertised.host")
                .map(settings::get)
                .filter(host -> !host.isBlank())
                .collect(Collectors.toSet());
    }

    /** @throws IOException if there is none, with the names of those that are there */
    Tenant tenant(String name) throws IOException {
        Optional<Tenant> found = room.tenants().named(name);
        if (found.isPresent()) {
            return found.get();
        }
        String others =
                room.tenants().list(null, 20).items().stream().map(Tenant::name).collect(Collectors.joining(", "));
        throw new IOException("there is no tenant named '" + name + "'"
                + (others.isEmpty() ? ", nor any other; --new-tenant makes it" : "; there are: " + others));
    }

    @Override
    public void close() {
        storage.close();
    }

    /** Without a server nothing can speak, so agents are tried when one starts. */
    private static final class Untried implements AgentTrial {
        @Override
        public void prepare(AgentDraft draft, int version) {
            // see above
        }

        @Override
        public List<String> references(AgentDraft draft) {
            return List.of();
        }

        @Override
        public Preview preview(AgentDraft draft, Map<String, String> variables) {
            throw new UnsupportedOperationException();
        }
    }
}
