package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.embedded.EmbeddedAgent;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Refusal;
import io.voicebridge.speech.Speech;
import io.voicebridge.speech.SpeechSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's customers and the demo's agent talk with each other over real SIP and RTP. */
class TalkingCustomersIT {

    private static Speech speech;

    @BeforeAll
    static void open() {
        speech = Speech.open(SpeechSettings.defaults());
    }

    @AfterAll
    static void close() {
        speech.close();
    }

    @Test
    void customersAndAgentUnderstandEachOther() throws Exception {
        assumeTrue(speech.recognizer().isPresent(), "left out: no recogniser, because npm or the network is missing");

        assertEveryCallEndsAsExpected(false);
    }

    @Test
    void customersWhoPressKeysGetThroughToo() throws Exception {
        assertEveryCallEndsAsExpected(true);
    }

    private static void assertEveryCallEndsAsExpected(boolean pressKeys) throws Exception {
        try (EmbeddedAgent agent = new EmbeddedAgent(speech, Clock.systemUTC(), new ObjectMapper());
                AgentDesk desk = new AgentDesk(agent);
                CallEngine five9 = CallEngine.start(
                        CallEngineSettings.loopback(), call -> call.refuse(new Refusal(480, "", List.of())))) {
            Rehearsal rehearsal = new Rehearsal(
                    RehearsalPlan.read(Path.of("config/demo/five9-script.yaml"), Path.of("config/demo/customers.yaml")),
                    desk.target(),
                    five9,
                    new CustomerVoice(
                            speech.synthesizer(), pressKeys ? Optional.empty() : speech.recognizer(), pressKeys),
                    new ObjectMapper(),
                    Clock.systemUTC(),
                    Optional.empty());

            RehearsalReport report = rehearsal.run(3, call -> {});

            assertThat(report.allAsExpected())
                    .as("%s%n%s", report.table(), desk.said)
                    .isTrue();
        }
    }
}
