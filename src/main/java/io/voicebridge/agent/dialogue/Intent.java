package io.voicebridge.agent.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * Something a caller may say at any time.
 *
 * @param effect what it does; the built-in ones are known by their name
 */
record Intent(String name, List<Phrase> phrases, Optional<Character> key, Effect effect) {

    sealed interface Effect {

        /** Never to be called again; asked once whether it was meant. */
        record OptOut(Line confirm) implements Effect {}

        /** The last question once more. */
        record Repeat() implements Effect {}

        /** The caller wants to end the call. */
        record Goodbye() implements Effect {}

        /** A machine greets: nobody is there. */
        record Voicemail() implements Effect {}

        /** Fills a slot and goes on at a step. */
        record Note(String slot, String value, String next) implements Effect {}
    }
}
