package io.voicebridge.cli;

import io.voicebridge.directory.Resealing;
import io.voicebridge.security.KeyRing;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code ./bridge secrets}: the keys that encrypt what the database keeps secret, and how they are replaced. */
@Command(
        name = "secrets",
        description = "Shows and replaces the keys that encrypt secrets in the database.",
        mixinStandardHelpOptions = true)
final class SecretsCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Terminal terminal = Terminal.system();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: new-key, rotate or reseal.");
    }

    @Command(name = "new-key", description = "Prints a key that nobody knows, for BRIDGE_SECRETS_KEYS.")
    int newKey() {
        terminal.say(KeyRing.newKey());
        return 0;
    }

    @Command(
            name = "rotate",
            description =
                    "Puts a new key into the key file of the data directory and encrypts all secrets anew with it.")
    int rotate() throws IOException {
        Settings settings = Settings.load(BridgeOptions.fromLauncher());
        SecretKeys keys = keys(settings);
        if (!keys.areInFile()) {
            throw new IOException("the keys are in bridge.secrets.keys (BRIDGE_SECRETS_KEYS): put a new one, made by"
                    + " secrets new-key, in front of them there, restart every bridge, and run secrets reseal");
        }
        keys.read();
        keys.file().rotate();
        return reseal(settings);
    }

    @Command(name = "reseal", description = "Encrypts all secrets anew with the newest key.")
    int reseal() throws IOException {
        return reseal(Settings.load(BridgeOptions.fromLauncher()));
    }

    private static SecretKeys keys(Settings settings) throws IOException {
        return SecretKeys.of(settings.get("bridge.secrets.keys"), settings.dataDir());
    }

    private int reseal(Settings settings) throws IOException {
        SecretKeys keys = keys(settings);
        int unreadable = 0;
        try (Storage storage = OfflineDirectory.storage(settings)) {
            Resealing resealing = new Resealing(storage.entityManager(), storage.transactions(), keys.store());
            for (Resealing.Column column : SecretKeys.SEALED) {
                Resealing.Result result = resealing.reseal(column);
                terminal.say(column.table() + '.' + column.name() + ": encrypted anew " + result.renewed()
                        + (result.unreadable() == 0 ? "" : ", do not open with any key " + result.unreadable()));
                unreadable += result.unreadable();
            }
        }
        terminal.say(
                "Newest key " + keys.read().ids().get(0) + ". Keep the older ones for as long as a backup needs them.");
        return unreadable == 0 ? 0 : 1;
    }
}
