package io.voicebridge.conversation;

/** Text from outside, made fit for a column or a header. */
final class Text {

    private Text() {}

    /** One line without control characters, at most {@code limit} UTF-16 units; empty for null. */
    static String line(String text, int limit) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length() && kept.length() < limit; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (Character.isWhitespace(point)) {
                kept.append(' ');
            } else if (!Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE) {
                kept.appendCodePoint(point);
            }
        }
        return kept.length() <= limit ? kept.toString() : kept.substring(0, limit - 1);
    }

    /** As it is but for NUL, which no database takes, and lone surrogates. */
    static String storable(String text, int limit) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            i += length;
            if (kept.length() + length > limit) {
                break;
            }
            if (point != 0 && Character.getType(point) != Character.SURROGATE) {
                kept.appendCodePoint(point);
            }
        }
        return kept.toString();
    }
}
