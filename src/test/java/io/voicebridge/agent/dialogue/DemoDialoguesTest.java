package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.Disclosure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's agents beside the one that qualifies, on paper. */
class DemoDialoguesTest {

    private static Talk with(String agent) throws IOException {
        return Talk.on(read(Path.of("config/demo/agents/" + agent + ".yaml"))
                .path("dialogue")
                .asText());
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }

    /** As a campaign in the United States has to begin: with whose machine it is. */
    @Test
    void whoeverCallsACustomerSaysThatItIsAMachineAndThatTheCallIsRecorded() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/demo/agents"))) {
            for (Path file : files.toList()) {
                JsonNode agent = read(file);
                if (agent.path("provider").asText().equals("embedded")) {
                    String settings = agent.path("settings").toString();
                    assertThat(Disclosure.wording(settings, new ObjectMapper()))
                            .as(file.toString())
                            .hasValueSatisfying(
                                    said -> assertThat(said).contains("automated assistant", "This call is recorded"));
                }
            }
        }
    }

    @Test
    void anAppointmentIsConfirmed() throws IOException {
        Talk talk = with("confirm-appointment").hears("Can you come").says("Yes, I will be there.");
        talk.endsAs(Outcome.QUALIFIED);
    }

    @Test
    void anotherAppointmentIsWanted() throws IOException {
        Talk talk = with("confirm-appointment")
                .says("No, I need another day.")
                .hears("morning or the afternoon")
                .says("In the morning.");
        talk.endsAs(Outcome.CALLBACK);
        assertThat(talk.spoken()).contains("new time");
    }

    @Test
    void aHappyCustomerIsThanked() throws IOException {
        Talk talk = with("satisfaction-survey").hears("Were you happy").says("Yes.");
        talk.endsAs(Outcome.NOT_QUALIFIED);
    }

    @Test
    void anUnhappyCustomerIsConnected() throws IOException {
        Talk talk = with("satisfaction-survey")
                .says("No, it was late.")
                .hears("talk with somebody")
                .says("Yes, please.");
        talk.endsAs(Outcome.QUALIFIED);
        assertThat(talk.spoken()).contains("Please hold");
    }
}
