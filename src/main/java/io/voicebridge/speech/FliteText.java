package io.voicebridge.speech;

import java.text.Normalizer;
import java.util.List;

/** Text as Flite can say it: ASCII, no control characters, of a length that ends some time. */
final class FliteText {

    /** A woman's and a man's voice, both of CMU Arctic recordings; the first is the default. */
    static final List<String> VOICES = List.of("slt", "rms");

    /** Longer text is cut at the last space before; about a minute of speech. */
    private static final int LIMIT = 1000;

    private FliteText() {}

    static String of(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[‘’]", "'")
                .replaceAll("[“”]", "\"")
                .replaceAll("[–—]", ", ")
                .replace("…", ".")
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
