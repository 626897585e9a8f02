package io.voicebridge.cli.call;

import io.voicebridge.call.CallSecurity;
import io.voicebridge.conversation.Note;
import java.util.Map;

/** How the audio of a call is encrypted, in one line, with a warning where that protects from few. */
final class SecurityNote {

    private SecurityNote() {}

    static Note of(String suite, CallSecurity security) {
        String summary = "The audio is encrypted: " + suite
                + (security.keysExposed() ? ". Its keys went over signalling that was not: use TLS" : "");
        return new Note(
                "media-security", "bridge", summary, Map.of("suite", suite, "keys_exposed", security.keysExposed()));
    }
}
