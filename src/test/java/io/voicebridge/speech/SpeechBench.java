package io.voicebridge.speech;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what each engine costs on this machine, one thread, as a table. */
public final class SpeechBench {

    private static final List<String> PHRASES = List.of(
            "Hello, this is Anna from the solar team.",
            "Yes.",
            "No.",
            "My budget is five thousand dollars.",
            "I am the owner of the house.",
            "Not interested, take me off your list.",
            "Could you call me back tomorrow at three?",
            "We can send somebody to look at your roof next week, would Tuesday morning suit you?");

    private SpeechBench() {}

    /** @param args engines of synthesis, by default all */
    public static void main(String[] args) {
        System.out.println("| engine | voice | open ms | first ms | warm ms/phrase | RTF |");
        System.out.println("|---|---|---|---|---|---|");
        for (String engine : args.length > 0 ? List.of(args) : List.of("flite", "flite-wasm", "freetts")) {
            synthesis(engine);
        }
        try (Speech speech = Speech.open(SpeechSettings.defaults())) {
            listening(speech);
        }
    }

    /** Recognition and voice activity over the phrases as a caller's line gives them. */
    private static void listening(Speech speech) {
        List<short[]> lines = PHRASES.stream()
                .map(phrase -> Telephone.line(speech.synthesizer().synthesize(phrase, "")))
                .toList();
        double audio = lines.stream().mapToInt(line -> line.length / 8).sum();
        System.out.println("| recognition | expected replies | ms/phrase | RTF |");
        System.out.println("|---|---|---|---|");
        for (List<String> expected : List.of(
                List.<String>of(), List.of("maybe", "later", "I am renting", "who is this", "how much", "call me"))) {
            speech.recognizer().ifPresent(recognizer -> {
                double time = 0;
                for (int round = 0; round < 3; round++) {
                    long start = System.nanoTime();
                    lines.forEach(line -> recognizer.recognize(line, expected));
                    time = ms(start);
                }
                row("| %s | %d | %.0f | %.3f |", recognizer.name(), expected.size(), time / lines.size(), time / audio);
            });
        }
        short[] frame = new short[160];
        try (VoiceActivity activity = speech.voiceActivities().open()) {
            long start = 0;
            for (int i = -5000; i < 20_000; i++) {
                start = i == 0 ? System.nanoTime() : start;
                activity.accept(frame);
            }
            row(
                    "voice activity, %s: %.3f ms for 20 ms",
                    speech.voiceActivities().name(), ms(start) / 20_000);
        }
    }

    private static void synthesis(String engine) {
        long start = System.nanoTime();
        SpeechSettings settings = new SpeechSettings(
                SpeechSettings.defaults().cache(), true, engine, "none", "energy", 0, Optional.empty());
        try (Speech speech = Speech.open(settings)) {
            double opened = ms(start);
            if (!speech.synthesizer().name().equals(engine)) {
                System.out.println("| " + engine + " | " + speech.describe());
                return;
            }
            for (String voice : speech.synthesizer().voices()) {
                start = System.nanoTime();
                speech.synthesizer().synthesize("Good morning.", voice);
                double first = ms(start);
                double audio = 0;
                double time = 0;
                for (int round = 0; round < 3; round++) {
                    audio = 0;
                    start = System.nanoTime();
                    for (String phrase : PHRASES) {
                        audio += speech.synthesizer().synthesize(phrase, voice).length / 8.0;
                    }
                    time = ms(start);
                }
                row(
                        "| %s | %s | %.0f | %.0f | %.1f | %.4f |",
                        engine, voice, opened, first, time / PHRASES.size(), time / audio);
            }
        }
    }

    private static double ms(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static void row(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
