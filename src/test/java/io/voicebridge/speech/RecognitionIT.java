package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecognitionIT {

    private static final List<String> REPLIES = List.of(
            "yes",
            "no",
            "maybe",
            "my budget is five thousand dollars",
            "I am the owner",
            "I am renting",
            "call me back tomorrow",
            "not interested take me off your list");

    private final Speech speech = RealSpeech.orSkip();
    private final Recognizer recognizer = speech.recognizer().orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "rms, yes, yes",
        "slt, no, no",
        "rms, no, no",
        "slt, my budget is five thousand dollars, my budget is 5000 dollars",
        "rms, my budget is five thousand dollars, my budget is 5000 dollars",
    })
    void writesDownWhatWasSaid(String voice, String said, String heard) {
        Recognition recognition = recognizer.recognize(say(said, voice), List.of());

        assertThat(SpokenText.plain(recognition.text())).isEqualTo(heard);
        assertThat(recognition.expected()).isEmpty();
        assertThat(recognition.confidence()).isBetween(0.3, 1.0);
    }

    @ParameterizedTest
    @CsvSource({"slt", "rms"})
    void picksTheExpectedReply(String voice) {
        assertThat(REPLIES).allSatisfy(reply -> assertThat(
                        recognizer.recognize(say(reply, voice), REPLIES).expected())
                .contains(reply));
    }

    @ParameterizedTest
    @CsvSource({"slt", "rms"})
    void doesNotForceAnythingElseIntoAReply(String voice) {
        assertThat(List.of(
                        "The train to Boston leaves from platform nine.",
                        "My neighbour has three dogs and a parrot.",
                        "What was the name of your company again?"))
                .allSatisfy(other -> assertThat(
                                recognizer.recognize(say(other, voice), REPLIES).expected())
                        .isEmpty());
    }

    @Test
    void silenceIsNoText() {
        assertThat(recognizer.recognize(Telephone.quiet(16000), REPLIES).text()).isEmpty();
        assertThat(recognizer.recognize(new short[16000], REPLIES).text()).isEmpty();
        assertThat(recognizer.recognize(new short[0], REPLIES).text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300", "1000", "5000"})
    void noiseIsNoReply(int rms) {
        Recognition recognition = recognizer.recognize(Telephone.noise(24000, rms), REPLIES);

        assertThat(recognition.expected()).isEmpty();
        assertThat(recognition.text()).isEmpty();
    }

    private short[] say(String text, String voice) {
        return Telephone.line(speech.synthesizer().synthesize(text, voice));
    }
}
