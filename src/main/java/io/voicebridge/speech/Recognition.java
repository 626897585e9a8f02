package io.voicebridge.speech;

import java.util.Optional;

/**
 * What was understood.
 *
 * @param text free text, empty if no word was found
 * @param expected the expected reply that the audio fits best, if it fits well enough
 * @param confidence 0 to 1
 */
public record Recognition(String text, Optional<String> expected, double confidence) {}
