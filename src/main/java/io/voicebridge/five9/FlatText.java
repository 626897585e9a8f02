package io.voicebridge.five9;

import java.text.Normalizer;

/**
 * Makes any text fit for one line that a regular expression such as {@code "summary":"([^"]*)"} reads: quotes become
 * apostrophes, line breaks and tabs spaces, control characters and lone surrogates go, too long becomes {@code …}.
 */
final class FlatText {

    private FlatText() {}

    /** @param limit in characters (code points), the closing {@code …} included */
    static String of(String text, int limit, boolean ascii) {
        String clean = clean(text);
        String kept = ascii ? toAscii(clean) : clean;
        return cut(kept, limit, ascii ? "..." : "…");
    }

    static String cut(String text, int limit, String end) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return text;
        }
        if (limit <= end.length()) {
            return "";
        }
        return text.substring(0, text.offsetByCodePoints(0, limit - end.length())) + end;
    }

    private static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == '\r' && i < text.length() && text.charAt(i) == '\n') {
                continue;
            }
            if (point == '"') {
                kept.append('\'');
            } else if (point == '\n' || point == '\r' || point == '\t' || isLineSeparator(point)) {
                kept.append(' ');
            } else if (!Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE) {
                kept.appendCodePoint(point);
            }
        }
        return kept.toString();
    }

    private static boolean isLineSeparator(int point) {
        return point == 0x85 || point == 0x2028 || point == 0x2029;
    }

    private static String toAscii(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(point -> {
            if (point < 0x80) {
                kept.append(point == '"' ? '\'' : (char) point);
            } else if (Character.getType(point) != Character.NON_SPACING_MARK) {
                kept.append(plain(point));
            }
        });
        return kept.toString();
    }

    private static String plain(int point) {
        return switch (point) {
            case 'ß' -> "ss";
            case 'æ' -> "ae";
            case 'Æ' -> "AE";
            case 'œ' -> "oe";
            case 'Œ' -> "OE";
            case 'ø' -> "o";
            case 'Ø' -> "O";
            case 'ł' -> "l";
            case 'Ł' -> "L";
            case 'đ' -> "d";
            case 'Đ' -> "D";
            case 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2032 -> "'";
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212 -> "-";
            default -> "?";
        };
    }
}
