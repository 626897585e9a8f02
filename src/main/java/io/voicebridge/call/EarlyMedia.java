package io.voicebridge.call;

/**
 * Lets one leg hear what another one, which is being called, sends before its answer: ring-back, or an announcement why there
 * will be none. At the answer, or without one, both go back to their resting ports. Thread-safe; nothing blocks.
 */
public final class EarlyMedia {

    private EarlyMedia() {}

    /** Joins them as soon as there is something to hear, if there is. */
    public static void join(Leg caller, Leg called) {
        called.onEarly(call -> joined(caller, called));
    }

    private static void joined(Leg caller, Leg called) {
        AudioBridge audio = new AudioBridge(digit -> {}, digit -> {}, System::nanoTime);
        caller.plug(audio.first());
        called.plug(audio.second());
        called.onAnswered(call -> part(caller, called, audio));
        called.onEnded(end -> part(caller, called, audio));
    }

    private static void part(Leg caller, Leg called, AudioBridge audio) {
        caller.unplug(audio.first());
        called.unplug(audio.second());
    }
}
