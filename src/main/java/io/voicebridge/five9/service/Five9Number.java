package io.voicebridge.five9.service;

import java.util.Optional;

/** How Five9 writes telephone numbers: 10 digits of North America, or 011 and the whole number for other countries. */
final class Five9Number {

    private static final int MOST_DIGITS = 16;

    private Five9Number() {}

    /** @param key E.164; anything else is no telephone number */
    static Optional<String> of(String key) {
        if (!key.startsWith("+")) {
            return Optional.empty();
        }
        if (key.startsWith("+1")) {
            return key.length() == 12 ? Optional.of(key.substring(2)) : Optional.empty();
        }
        return Optional.of("011" + key.substring(1)).filter(number -> number.length() <= MOST_DIGITS + 2);
    }
}
