package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each engine that is on this machine; the others are skipped. */
class SynthesizerIT {

    @ParameterizedTest
    @ValueSource(strings = {"flite", "flite-wasm"})
    void aGreetingIsUnderstoodOnTheTelephone(String engine) {
        try (Speech speech = open(engine)) {
            short[] greeting = speech.synthesizer()
                    .synthesize("Hello, this is the solar team. Are you the owner of the house?", "");

            assertThat(Listening.to(Telephone.line(greeting)).left())
                    .contains("hello this is the solar team", "owner of the");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flite", "flite-wasm", "freetts"})
    void speaksAtTelephoneLevelWithoutLongPauses(String engine) {
        try (Speech speech = open(engine)) {
            short[] hello = speech.synthesizer().synthesize("Hello.", "");

            assertThat(hello.length / 8).as("milliseconds").isBetween(200, 1200);
            assertThat(peak(hello, hello.length)).isBetween(3000, 29500);
            assertThat(peak(hello, 400)).as("sound within 50 ms").isGreaterThan(50);
        }
    }

    @Test
    void aTextSoundsTheSameWhateverWasSaidBefore() {
        try (Speech speech = open("flite");
                Synthesizer uncached = new FliteNativeSynthesizer()) {
            short[] first = uncached.synthesize("no", "slt");
            uncached.synthesize("Two hundred and forty dollars.", "rms");

            assertThat(uncached.synthesize("no", "slt")).isEqualTo(first);
            assertThat(speech.synthesizer().name()).isEqualTo("flite");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flite", "flite-wasm", "freetts"})
    void survivesTextsThatAreNone(String engine) {
        try (Speech speech = open(engine)) {
            for (String text : List.of("", "  ", "...", "?!", "中文", "\u0000", "-t -voice /etc/passwd")) {
                speech.synthesizer().synthesize(text, "no-such-voice");
            }
            assertThat(speech.synthesizer().synthesize("", "")).isEmpty();
            assertThat(speech.synthesizer().synthesize("Zoë Müller’s “house”…", ""))
                    .hasSizeGreaterThan(4000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flite", "freetts"})
    void severalCallsMaySpeakAtOnce(String engine) {
        try (Speech speech = open(engine)) {
            List<String> texts = List.of("One after the other.", "All at once.", "Who speaks first?", "Nobody waits.");
            List<Integer> alone = texts.stream()
                    .map(text -> speech.synthesizer().synthesize(text, "").length)
                    .toList();

            List<Integer> together = texts.stream()
                    .map(text -> CompletableFuture.supplyAsync(
                            () -> speech.synthesizer().synthesize(text, "").length))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            // Flite breathes at random, so lengths may differ by some samples
            assertThat(together)
                    .zipSatisfy(alone, (one, other) -> assertThat(one).isCloseTo(other, within(400)));
        }
    }

    @Test
    void saysWhatIsUsedWhenNothingCanBeFetched(@TempDir Path empty) {
        SpeechSettings settings = new SpeechSettings(empty, false, "freetts", "auto", "auto", 1000, Optional.empty());

        try (Speech speech = Speech.open(settings)) {
            assertThat(speech.synthesizer().name()).isEqualTo("freetts");
            assertThat(speech.voiceActivities().name()).isEqualTo("energy");
            assertThat(speech.recognizer()).isEmpty();
            assertThat(speech.describe())
                    .contains("Recognition: none, dialogues go by key presses")
                    .anyMatch(line -> line.startsWith("Missing: @moonshine-ai/moonshine-js@0.1.29 is not in "))
                    .anyMatch(line -> line.startsWith("Missing: @ricky0123/vad-web@0.0.31 is not in "));
        }
    }

    private static int peak(short[] sound, int samples) {
        return IntStream.range(0, samples).map(i -> Math.abs(sound[i])).max().orElse(0);
    }

    /** Without memory for prompts, so that each text is computed. */
    private static Speech open(String engine) {
        Speech speech = Speech.open(new SpeechSettings(
                SpeechSettings.defaults().cache(), true, engine, "none", "energy", 0, Optional.empty()));
        Assumptions.assumeTrue(
                speech.synthesizer().name().equals(engine),
                () -> "Skipped without " + engine + ": " + String.join("; ", speech.describe()));
        return speech;
    }
}
