package io.voicebridge.speech;

import io.voicebridge.speech.Provision.Missing;
import io.voicebridge.speech.Provision.Present;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks for the best engine of each kind that works here, and writes down what it finds. */
final class Search {

    private final SpeechSettings settings;
    private final FetchProgress progress;
    private final SpeechPackages packages;

    final List<String> description = new ArrayList<>();

    /** What was opened, the last one first. */
    final Deque<AutoCloseable> open = new ArrayDeque<>();

    Search(SpeechSettings settings, FetchProgress progress) {
        this.settings = settings;
        this.progress = progress;
        this.packages = new SpeechPackages(settings.cache());
    }

    Synthesizer synthesizer() {
        Synthesizer engine = fits(settings.synthesizer(), "flite", this::flite)
                .or(() -> fits(settings.synthesizer(), "flite-wasm", this::fliteWasm))
                .orElseGet(FreeTtsSynthesizer::new);
        description.add("Voice: " + engine.name() + " " + engine.voices());
        CachingSynthesizer caching = new CachingSynthesizer(engine, settings.promptBytes(), settings.promptFolder());
        open.push(caching);
        return caching;
    }

    private Optional<Synthesizer> flite() {
        return Optional.of(new FliteNativeSynthesizer());
    }

    private Optional<Synthesizer> fliteWasm() {
        return load("flite", folder -> new FliteWasmSynthesizer(folder.resolve("package/flite.wasm")));
    }

    VoiceActivities voiceActivities() {
        VoiceActivities found =
                fits(settings.voiceActivity(), "silero", this::silero).orElse(EnergyVoiceActivity.FACTORY);
        description.add("Voice activity: " + found.name());
        open.push(found);
        return found;
    }

    private Optional<VoiceActivities> silero() {
        return load("silero", folder -> new SileroVoiceActivities(folder.resolve("package/dist/silero_vad_v6.onnx")));
    }

    /** @param voiceActivities tells it whether there is speech */
    Optional<Recognizer> recognizer(VoiceActivities voiceActivities) {
        Optional<Recognizer> found = fits(
                settings.recognizer(),
                "moonshine",
                () -> load("moonshine", folder -> new MoonshineRecognizer(folder, voiceActivities)));
        found.ifPresent(open::push);
        description.add("Recognition: " + found.map(Recognizer::name).orElse("none, dialogues go by key presses"));
        return found;
    }

    /** Tries an engine if it is the one chosen or the choice is free. */
    private <T> Optional<T> fits(String choice, String engine, Supplier<Optional<T>> opener) {
        if (!choice.equals(SpeechSettings.AUTO) && !choice.equals(engine)) {
            return Optional.empty();
        }
        try {
            return opener.get();
        } catch (SpeechException e) {
            description.add("Not used: " + engine + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private <T> Optional<T> load(String id, Function<Path, T> opener) {
        Provision provision = settings.fetch() ? packages.provide(id, progress) : packages.find(id);
        if (provision instanceof Present present) {
            return Optional.of(opener.apply(present.folder()));
        }
        Missing missing = (Missing) provision;
        description.add("Missing: " + missing.reason() + ". " + missing.remedy());
        return Optional.empty();
    }
}
