package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged simulator plays the script that the packaged bridge has written for its number. */
class SimulateIT {

    @TempDir
    private Path folder;

    @Test
    void everyLeadEndsWhereTheImportedScriptSays() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path leads = Files.writeString(folder.resolve("leads.csv"), """
                number1,first_name,last_name,city,state,behaviour,expect_skill,expect_disposition
                +13035550111,Ann,Ames,Denver,CO,wants a quote,Sales_West,
                +13035550112,Ben,Bell,Boulder,CO,rents the place,,Not Qualified
                +13035550113,Cay,Cole,Aurora,CO,wants no more calls,,Do Not Call
                +13035550114,Dan,Dale,Golden,CO,wants a quote,Sales_West,
                """);
        try (BridgeProcess bridge = BridgeProcess.start(data)) {
            JsonNode report = simulate(bridge, script(bridge), leads);

            assertThat(report.path("script").asText()).isEqualTo("VoiceBridge-OptionA");
            assertThat(report.path("calls").findValuesAsText("result"))
                    .containsExactly(
                            "Skill Transfer Sales_West",
                            "Disposition Not Qualified",
                            "Disposition Do Not Call",
                            "Skill Transfer Sales_West");
            assertThat(report.path("summary").path("queries_failed").asInt()).isZero();
            assertThat(bridge.conversations())
                    .hasSize(4)
                    .extracting(call -> call.path("outcome").asText())
                    .containsExactlyInAnyOrder("qualified", "not_qualified", "do_not_call", "qualified");
        }
    }

    /** The kit as an administrator gets it from the API. */
    private Path script(BridgeProcess bridge) throws Exception {
        String id = bridge.api("/api/v1/phone-numbers")
                .path("items")
                .get(0)
                .path("id")
                .asText();
        byte[] kit = bridge.bytes("/api/v1/phone-numbers/" + id + "/script-kit");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(kit))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), zip.readAllBytes());
            }
        }
        return folder.resolve("VoiceBridge-OptionA.five9ivr");
    }

    private JsonNode simulate(BridgeProcess bridge, Path script, Path leads) throws Exception {
        Path report = folder.resolve("report.json");
        Path errors = folder.resolve("errors.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx800m",
                "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                "-jar",
                Path.of("target/voice-bridge.jar").toString(),
                "simulate",
                "--script",
                script.toString(),
                "--customers",
                "config/demo/customers.yaml",
                "--leads",
                leads.toString(),
                "--rate",
                "2",
                "--keys",
                "--target",
                "sip:" + bridge.sip()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(report.toFile()).redirectError(errors.toFile());
        builder.environment().put("BRIDGE_DATA_DIR", folder.resolve("data").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(errors) + Files.readString(report))
                .isZero();
        return new ObjectMapper().readTree(report.toFile());
    }
}
