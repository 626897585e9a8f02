package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            JsonNode report = simulate(
                    bridge, bridge.kit(bridge.number(), folder).resolve("VoiceBridge-OptionA.five9ivr"), leads);

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

    private JsonNode simulate(BridgeProcess bridge, Path script, Path leads) throws Exception {
        try (SimulatorProcess simulator = SimulatorProcess.start(
                folder,
                folder.resolve("data"),
                List.of(
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
                        "sip:" + bridge.sip()))) {
            return simulator.report();
        }
    }
}
