package io.voicebridge.speech;

import java.text.Normalizer;
import java.util.List;

/** Text as Flite can say it: ASCII, no control characters, of a length that ends some time. */
final class FliteText {

    /**
     * A man's and a woman's voice, both of CMU Arctic recordings. The first is the default: on a telephone line a recognizer
     * mistakes a third as many of its words.
     */
    static final List<String> VOICES = List.of("rms", "slt");

    /** Longer text is cut at the last space before; about a minute of speech. */
    private static final int LIMIT = 1000;

    private FliteText() {}

    static String of(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[‘’]", "'")
                .replaceAll("[“”]", "\"")
                .replaceAll("[–—]", ", ")
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^\\x20-\\x7e]+", " ")
                .replaceAll(" {2,}", " ")
                .strip();
        if (ascii.length() <= LIMIT) {
            return ascii;
        }
        int space = ascii.lastIndexOf(' ', LIMIT);
        return ascii.substring(0, space > 0 ? space : LIMIT);
    }

    /** Flite says nothing, or fails, if there is no letter and no digit. */
    static boolean isSpeakable(String ascii) {
        return ascii.chars().anyMatch(Character::isLetterOrDigit);
    }
}
