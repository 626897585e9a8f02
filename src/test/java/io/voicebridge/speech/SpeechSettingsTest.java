package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeechSettingsTest {

    @Test
    void takesTheBestByDefault() {
        SpeechSettings settings = settings(Map.of("bridge.speech.cache", "models"));

        assertThat(settings)
                .isEqualTo(new SpeechSettings(
                        Path.of("models"), true, "auto", "auto", "auto", 64 << 20, Optional.empty()));
    }

    @Test
    void readsEveryProperty() {
        assertThat(settings(Map.of(
                        "bridge.speech.cache", "models",
                        "bridge.speech.fetch", "false",
                        "bridge.speech.synthesizer", "freetts",
                        "bridge.speech.recognizer", "none",
                        "bridge.speech.voice-activity", "energy",
                        "bridge.speech.prompt-bytes", "1000",
                        "bridge.speech.prompt-folder", "prompts")))
                .isEqualTo(new SpeechSettings(
                        Path.of("models"), false, "freetts", "none", "energy", 1000, Optional.of(Path.of("prompts"))));
    }

    @Test
    void saysWhichValuesAreAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("bridge.speech.synthesizer", "festival")))
                .withMessage("bridge.speech.synthesizer is \"festival\"; it can be [auto, flite, flite-wasm, freetts]");
    }

    @Test
    void followsTheXdgCacheFolder() {
        assertThat(SpeechSettings.defaultCache(Map.of("XDG_CACHE_HOME", "/var/cache")))
                .isEqualTo(Path.of("/var/cache/voice-bridge/speech"));
        assertThat(SpeechSettings.defaultCache(Map.of())).endsWithRaw(Path.of(".cache/voice-bridge/speech"));
    }

    private static SpeechSettings settings(Map<String, String> properties) {
        return SpeechSettings.from(name -> Optional.ofNullable(properties.get(name)));
    }
}
