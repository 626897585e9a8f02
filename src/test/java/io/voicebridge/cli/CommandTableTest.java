package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The table of commands: each has the options that are promised, ends with the status that is promised, and writes what is
 * promised where a program can read it. What takes a running bridge is shown by {@code DemoIT}, {@code DrainIT}, {@code SimulateIT}
 * and {@link DoctorCommandTest}.
 */
class CommandTableTest {

    private static final String NUMBER = "+13453453453";

    @TempDir
    Path dataDir;

    private CommandRun bridge(String... arguments) {
        return CommandRun.of(dataDir, arguments);
    }

    private static CommandSpec spec(String command) {
        CommandLine line = Bridge.commandLine();
        for (String name : command.split(" ")) {
            line = line.getSubcommands().get(name);
        }
        return line.getCommandSpec();
    }

    @ParameterizedTest
    @CsvSource({
        "demo, --exit, false",
        "serve, --demo, false",
        "simulate, --script, true",
        "simulate, --leads, false",
        "simulate, --rate, false",
        "simulate, --calls, false",
        "simulate, --target, true",
        "doctor, --number, false",
        "script-kit, --number, true",
        "keys create, --tenant, true",
        "keys create, --scope, true",
        "import, --dry-run, false",
    })
    void hasTheOption(String command, String option, boolean required) {
        OptionSpec found = spec(command).findOption(option);

        assertThat(found).isNotNull();
        assertThat(found.required()).isEqualTo(required);
        assertThat(found.description()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"import", "export"})
    void takesOneFile(String command) {
        assertThat(spec(command).positionalParameters())
                .singleElement()
                .satisfies(file -> assertThat(file.paramLabel()).isEqualTo("FILE"))
                .satisfies(file -> assertThat(file.required()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "simulate --target sip:127.0.0.1, --script",
        "simulate --script x.yaml, --target",
        "script-kit, --number",
        "keys create --tenant Solar, --scope",
        "keys, 'create, list, rotate or delete'",
        "import, FILE",
        "export, FILE",
        "doctor --nonsense, --nonsense",
        "burn, burn",
    })
    void endsWithTwoAndSaysWhatIsWrongWithTheLine(String line, String said) {
        CommandRun result = bridge(line.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said, "Usage: bridge");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "script-kit --number +13035550199, +13035550199",
        "import nowhere.yaml, nowhere.yaml",
        "export -, no tenant",
        "doctor, no bridge runs on this machine",
    })
    void endsWithOneAndASentenceWhenItCannotBeDone(String line, String said) {
        CommandRun result = bridge(line.split(" "));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("bridge: ").contains(said).hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void tellsItsCommandsWhenAskedForHelp() {
        CommandRun help = bridge("--help");

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("demo", "serve", "simulate", "doctor", "script-kit", "keys", "import", "export");
        assertThat(bridge("--version").status()).isZero();
    }

    private void hasANumber() throws Exception {
        Path bundle = Files.writeString(dataDir.resolve("bundle.yaml"), """
                format: voice-bridge/1
                tenants:
                - name: Solar
                  agents:
                  - name: qualify-solar
                    prompt: You call {{first_name}} in {{city}}.
                    published_version: 1
                    versions:
                    - {version: 1, prompt: 'You call {{first_name}} in {{city}}.'}
                  phone_numbers:
                  - {number: '%s', name: West, agent: qualify-solar}
                """.formatted(NUMBER));
        CommandRun imported = bridge("import", bundle.toString());
        assertThat(imported.status()).as(imported.out() + imported.err()).isZero();
    }

    @Test
    void scriptKitWritesWhatTheAdministratorEnters() throws Exception {
        hasANumber();

        CommandRun sheet = bridge(
                "script-kit",
                "--number",
                NUMBER,
                "--http",
                "https://bridge.example.com",
                "--sip",
                "sip:bridge.example.com:5061;transport=tls",
                "--skill",
                "Overflow");

        assertThat(sheet.status()).as(sheet.err()).isZero();
        assertThat(sheet.out())
                .startsWith("# " + NUMBER + ": what to set up in Five9")
                .contains(
                        "https://bridge.example.com/five9/v1", "sip:bridge.example.com:5061;transport=tls", "Overflow")
                .contains("X-first_name", "X-city", "regular expression", "Set Variable", "Case");
    }

    @Test
    void scriptKitWritesTheScriptsIntoAFolder() throws Exception {
        hasANumber();
        Path out = dataDir.resolve("kit");

        CommandRun kit = bridge("script-kit", "--number", NUMBER, "--out", out.toString());

        assertThat(kit.status()).as(kit.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).allSatisfy(file -> assertThat(kit.out().lines()).contains(file.toString()));
        }
        assertThat(out.resolve("SETUP.md")).isNotEmptyFile();
        assertThat(out.resolve("VoiceBridge-OptionA.five9ivr")).isNotEmptyFile();
    }

    @Test
    void aKeyIsRotatedAndDeleted() {
        bridge("keys", "create", "--tenant", "Solar", "--scope", "admin", "--new-tenant");
        String id = bridge("keys", "list", "--tenant", "Solar").out().split(" ")[0];

        CommandRun rotated = bridge("keys", "rotate", "--tenant", "Solar", id);
        assertThat(rotated.status()).as(rotated.err()).isZero();
        assertThat(rotated.out()).matches("vb_key_[0-9a-z]{24}_[0-9a-f]{64}\\R").contains(id);

        assertThat(bridge("keys", "delete", "--tenant", "Solar", id).status()).isZero();
        assertThat(bridge("keys", "list", "--tenant", "Solar").out()).doesNotContain(id);
        assertThat(bridge("keys", "delete", "--tenant", "Solar", id).status()).isEqualTo(1);
    }

    @Test
    void whatIsExportedIsImportedAgainWithoutADifference() throws Exception {
        hasANumber();
        Path bundle = dataDir.resolve("all.yaml");

        assertThat(bridge("export", bundle.toString()).status()).isZero();

        assertThat(bridge("import", bundle.toString()).out()).contains("nothing differs");
    }
}
