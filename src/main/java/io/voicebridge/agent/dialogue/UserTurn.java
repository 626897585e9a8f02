package io.voicebridge.agent.dialogue;

import java.util.Optional;

/** What came from the caller's side. */
public sealed interface UserTurn {

    /**
     * The caller said something.
     *
     * @param id the utterance, as in the transcript
     * @param text as recognised; empty if it was speech without a word
     * @param expected the expected reply that the recogniser picked
     * @param confidence 0 to 1
     */
    record Said(String id, String text, Optional<String> expected, double confidence) implements UserTurn {}

    /** The caller spoke before the question was put: only what may be said at any time counts. */
    record SaidEarly(String id, String text) implements UserTurn {}

    /** Keys, without the closing {@code #}. */
    record Pressed(String id, String keys) implements UserTurn {}

    /** Nobody spoke for as long as the limits allow. */
    record Silence() implements UserTurn {}

    /** The conversation has lasted as long as it may. */
    record TimeUp() implements UserTurn {}

    /** The caller hung up, or the call was taken away. */
    record Gone() implements UserTurn {}
}
