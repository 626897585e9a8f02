package io.voicebridge.speech;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the speech room is told. Each {@code auto} takes the best that works on this machine.
 *
 * @param cache folder of the speech packages: {@code bridge.speech.cache}
 * @param fetch whether missing packages may be fetched with npm: {@code bridge.speech.fetch}
 * @param synthesizer {@code auto}, {@code flite}, {@code flite-wasm} or {@code freetts}: {@code bridge.speech.synthesizer}
 * @param recognizer {@code auto} or {@code none}: {@code bridge.speech.recognizer}
 * @param voiceActivity {@code auto}, {@code silero} or {@code energy}: {@code bridge.speech.voice-activity}
 * @param promptBytes most bytes of prompts in memory: {@code bridge.speech.prompt-bytes}
 * @param promptFolder keeps prompts over a restart: {@code bridge.speech.prompt-folder}. Off by default, because prompts
 *     can hold names of callers
 */
public record SpeechSettings(
        Path cache,
        boolean fetch,
        String synthesizer,
        String recognizer,
        String voiceActivity,
        long promptBytes,
        Optional<Path> promptFolder) {

    static final String AUTO = "auto";

    private static final long PROMPT_BYTES = 64L << 20;

    public SpeechSettings {
        oneOf("bridge.speech.synthesizer", synthesizer, List.of(AUTO, "flite", "flite-wasm", "freetts"));
        oneOf("bridge.speech.recognizer", recognizer, List.of(AUTO, "none"));
        oneOf("bridge.speech.voice-activity", voiceActivity, List.of(AUTO, "silero", "energy"));
        if (promptBytes < 0) {
            throw new IllegalArgumentException("bridge.speech.prompt-bytes is negative: " + promptBytes);
        }
    }

    /**
     * @param property gives the value of a {@code bridge.speech.} property, if it is set
     * @throws IllegalArgumentException if a value is not one of those allowed; says which are
     */
    public static SpeechSettings from(Function<String, Optional<String>> property) {
        return new SpeechSettings(
                property.apply("bridge.speech.cache").map(Path::of).orElseGet(() -> defaultCache(System.getenv())),
                property.apply("bridge.speech.fetch")
                        .map(SpeechSettings::isTrue)
                        .orElse(true),
                property.apply("bridge.speech.synthesizer").orElse(AUTO),
                property.apply("bridge.speech.recognizer").orElse(AUTO),
                property.apply("bridge.speech.voice-activity").orElse(AUTO),
                property.apply("bridge.speech.prompt-bytes").map(Long::valueOf).orElse(PROMPT_BYTES),
                property.apply("bridge.speech.prompt-folder").map(Path::of));
    }

    /** All defaults, with the environment's {@code BRIDGE_SPEECH_CACHE} for the folder if it is set. */
    public static SpeechSettings defaults() {
        return from(name -> name.equals("bridge.speech.cache")
                ? Optional.ofNullable(System.getenv("BRIDGE_SPEECH_CACHE")).filter(value -> !value.isBlank())
                : Optional.empty());
    }

    /** {@code $XDG_CACHE_HOME/voice-bridge/speech}, by default under {@code ~/.cache} (XDG Base Directory). */
    static Path defaultCache(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("voice-bridge").resolve("speech");
    }

    private static boolean isTrue(String value) {
        oneOf("bridge.speech.fetch", value, List.of("true", "false"));
        return Boolean.parseBoolean(value);
    }

    private static void oneOf(String property, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(property + " is \"" + value + "\"; it can be " + allowed);
        }
    }
}
