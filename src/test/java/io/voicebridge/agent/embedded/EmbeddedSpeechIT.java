package io.voicebridge.agent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.speech.RealSpeech;
import io.voicebridge.speech.Speech;
import io.voicebridge.speech.Telephone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A synthetic customer talks with the demo's agent over a telephone line: real synthesis, voice activity and recognition,
 * frame by frame in simulated time.
 */
class EmbeddedSpeechIT {

    private static final String OWN = "Do you own your home?";
    private static final String BILL = "How much is your electric bill";
    private static final String WHEN = "this year, or next year?";

    private final VirtualScheduler time = new VirtualScheduler();
    private Speech speech;
    private AgentProfile profile;
    private EmbeddedAgent agent;
    private PhoneCall last;

    @BeforeEach
    void load() throws IOException {
        speech = RealSpeech.orSkip();
        JsonNode file = new YAMLMapper()
                .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile());
        profile = new AgentProfile(
                "qualify-solar", 1, "embedded", "", "slt", file.path("dialogue").asText());
        Engines engines = new Engines(
                speech.synthesizer(),
                Optional.of(speech.recognizer().orElseThrow()),
                () -> speech.voiceActivities().open(),
                Clock.systemUTC(),
                new ObjectMapper(),
                time);
        agent = new EmbeddedAgent(engines, TurnTaking.STANDARD);
    }

    private PhoneCall call() {
        PhoneCall call = new PhoneCall(agent, time, profile, Map.of("first_name", "Ann", "city", "Denver"));
        call.background = Telephone.noise(AudioPort.FRAME, 10);
        last = call;
        return call;
    }

    @AfterEach
    void tell(TestInfo test) {
        if (last != null) {
            last.tell(test.getTestMethod().orElseThrow().getName() + " " + test.getDisplayName());
        }
    }

    /** Says it about as fast as a person answers. */
    private void says(PhoneCall call, String voice, String text) {
        short[] line = Telephone.line(speech.synthesizer().synthesize(text, voice));
        for (int at = 0; at + AudioPort.FRAME <= line.length; at += AudioPort.FRAME) {
            call.caller.add(Arrays.copyOfRange(line, at, at + AudioPort.FRAME));
        }
    }

    @ParameterizedTest
    @CsvSource({"rms", "slt"})
    void qualifiesCustomerWhoWantsQuote(String voice) {
        PhoneCall call = call().hears(OWN);
        says(call, voice, "Yes, I own it.");
        call.hears(BILL);
        says(call, voice, "Two hundred and forty dollars.");
        call.hears(WHEN);
        says(call, voice, "I want to start this year.");
        JsonNode outcome = call.isHandedBack().endsAs("qualified");
        assertThat(outcome.path("variables").path("monthly_bill").asText()).isEqualTo("240");
    }

    @ParameterizedTest
    @CsvSource({"rms", "slt"})
    void recognisesRenter(String voice) {
        PhoneCall call = call().hears(OWN);
        says(call, voice, "No, I rent.");
        call.isHandedBack().endsAs("not_qualified");
    }

    @ParameterizedTest
    @CsvSource({"rms", "slt"})
    void takesCustomerOffTheList(String voice) {
        PhoneCall call = call().hears(OWN);
        says(call, voice, "Take me off your list.");
        call.hears("Do you want me to take you off our list?");
        says(call, voice, "Yes.");
        call.isHandedBack().endsAs("do_not_call");
    }

    @Test
    void notesWhenToCallBack() {
        PhoneCall call = call().hears(OWN);
        says(call, "rms", "Call me back later.");
        call.hears("What day and time");
        says(call, "rms", "Tomorrow morning.");
        call.hears("tomorrow at 10 AM. Is that right?");
        says(call, "rms", "Yes.");
        JsonNode outcome = call.isHandedBack().endsAs("callback");
        assertThat(outcome.path("callback_at").asText()).contains("T10:00");
    }

    @Test
    void isInterruptedInMidQuestion() {
        PhoneCall call = call().hears(OWN);
        says(call, "rms", "Yes.");
        call.beginsToHear("a3");
        says(call, "rms", "It is two hundred dollars.");
        call.hears(WHEN);
        assertThat(call.stops).isEqualTo(1);
        assertThat(call.metric("bargein_stop_ms").get(0)).isLessThan(250);
    }
}
