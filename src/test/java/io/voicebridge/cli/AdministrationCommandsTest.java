package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administration without a server, by the commands as a person calls them. */
class AdministrationCommandsTest {

    @TempDir
    Path dataDir;

    private CommandRun bridge(String... arguments) {
        return CommandRun.of(dataDir, arguments);
    }

    @Test
    void aNewDeploymentIsSetUpAndTakenElsewhere() throws Exception {
        CommandRun none = bridge("keys", "create", "--tenant", "Solar", "--scope", "admin");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("there is no tenant named 'Solar'", "--new-tenant");

        CommandRun key = bridge("keys", "create", "--tenant", "Solar", "--scope", "five9,read", "--new-tenant");
        assertThat(key.status()).as(key.err()).isZero();
        assertThat(key.out()).matches("vb_key_[0-9a-z]{24}_[0-9a-f]{64}\\R");
        assertThat(bridge("keys", "list", "--tenant", "solar").out())
                .contains("five9,read", "does not expire")
                .doesNotContain(key.out().strip().substring(32));

        assertThat(bridge("audit", "check").out()).contains("Solar: 2 entries as they were written");
        assertThat(bridge("audit", "check", "--tenant", "Nobody").status()).isEqualTo(1);

        Path bundle = dataDir.resolve("bundle.yaml");
        Files.writeString(
                bundle,
                "format: voice-bridge/1\ntenants:\n- name: Lunar\n  phone_numbers:\n"
                        + "  - {number: '+13035550130', name: Night}\n");
        CommandRun dry = bridge("import", bundle.toString(), "--dry-run");
        assertThat(dry.out()).contains("create tenant Lunar", "create phone-number +13035550130", "dry run");
        CommandRun done = bridge("import", bundle.toString());
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out()).contains("create tenant Lunar").doesNotContain("dry run");
        assertThat(bridge("import", bundle.toString()).out()).contains("nothing differs");

        assertThat(bridge("export", bundle.toString()).status()).isZero();
        assertThat(Files.readString(bundle)).contains("Solar", "Lunar", "+13035550130", "Night");

        Files.writeString(
                bundle, "format: voice-bridge/1\ntenants:\n- name: Lunar\n  phone_numbers:\n  - {number: x}\n");
        CommandRun faulty = bridge("import", bundle.toString());
        assertThat(faulty.status()).isEqualTo(1);
        assertThat(faulty.out()).contains("/tenants/0/phone_numbers/0/number: ");
    }

    /** In a process of its own: one process may open an H2 database as often as it likes. */
    private CommandRun bridgeBeside(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                "-Dbridge.data.dir=" + dataDir,
                "io.voicebridge.cli.Bridge"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(dataDir, "out", "");
        Path err = Files.createTempFile(dataDir, "err", "");
        int status = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new CommandRun(status, Files.readString(out), Files.readString(err));
    }

    @Test
    void aDatabaseThatAServerHasOpenIsRefusedInOneSentence() throws Exception {
        try (Storage open = Storage.open(Storage.Address.inDirectory(dataDir))) {
            CommandRun refused = bridgeBeside("keys", "list", "--tenant", "Solar");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err().lines()).singleElement().asString().contains("a server runs on", "/api/v1");
            assertThat(refused.out()).isEmpty();
        }
    }
}
