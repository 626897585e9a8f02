package io.voicebridge.directory;

import java.util.Locale;

/** What a registered number is. */
public enum NumberKind {
    /** A telephone number of the public network. */
    E164,
    /** Digits that a contact centre or carrier uses between its systems, such as {@code 777…}. */
    PSEUDO,
    /** A short number of a private exchange. */
    EXTENSION;

    private static final int LONGEST_EXTENSION = 7;

    /** The kind of a number that was registered without one. */
    static NumberKind of(NumberKey key) {
        if (key.isE164()) {
            return E164;
        }
        return key.text().length() <= LONGEST_EXTENSION ? EXTENSION : PSEUDO;
    }

    static NumberKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
