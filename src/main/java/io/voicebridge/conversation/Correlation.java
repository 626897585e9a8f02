package io.voicebridge.conversation;

/**
 * The reference that ties a Five9 call, its registration, the INVITE and the later questions together. It compares
 * exactly, after white space around it and control characters are gone.
 */
public final class Correlation {

    /** Characters; a longer one is cut on every way in alike, so that it still matches itself. */
    public static final int MAX_LENGTH = 128;

    private Correlation() {}

    /** Empty for null. */
    public static String of(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().filter(point -> !Character.isISOControl(point)).forEach(kept::appendCodePoint);
        String trimmed = kept.toString().strip();
        return trimmed.length() <= MAX_LENGTH ? trimmed : trimmed.substring(0, MAX_LENGTH);
    }
}
