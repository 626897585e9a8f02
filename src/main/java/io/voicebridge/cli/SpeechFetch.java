package io.voicebridge.cli;

import io.voicebridge.speech.Provision;
import io.voicebridge.speech.SpeechPackage;
import io.voicebridge.speech.SpeechPackages;
import io.voicebridge.speech.SpeechSettings;
import java.util.List;

/** Fetches the speech packages before anything waits for them, and tells how it goes. */
final class SpeechFetch {

    private SpeechFetch() {}

    /** Never fails: what cannot be had is named with its remedy, and the bridge does with less. */
    static void run(Settings settings, Terminal terminal) {
        SpeechSettings speech = SpeechSettings.from(name -> settings.find(name).filter(value -> !value.isBlank()));
        SpeechPackages packages = new SpeechPackages(speech.cache());
        List<SpeechPackage> missing = SpeechPackages.pinned().stream()
                .filter(what -> packages.find(what.id()) instanceof Provision.Missing)
                .toList();
        if (missing.isEmpty() || !speech.fetch()) {
            return;
        }
        terminal.say("Fetching speech packages into " + speech.cache() + ", once:");
        for (SpeechPackage what : missing) {
            Provision result = packages.provide(what.id(), step -> terminal.say("  " + step.line()));
            if (result instanceof Provision.Missing gone) {
                terminal.say("    " + gone.remedy());
            }
        }
    }
}
