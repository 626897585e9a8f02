package io.voicebridge.sip.message;

import java.util.Locale;
import java.util.Optional;

/** Long and compact header names (RFC 3261 section 20 and the registry that it opened). */
public final class HeaderNames {

    private static final String[] BY_LETTER = new String[26];

    static {
        compact('a', "Accept-Contact");
        compact('b', "Referred-By");
        compact('c', "Content-Type");
        compact('d', "Request-Disposition");
        compact('e', "Content-Encoding");
        compact('f', "From");
        compact('i', "Call-ID");
        compact('j', "Reject-Contact");
        compact('k', "Supported");
        compact('l', "Content-Length");
        compact('m', "Contact");
        compact('n', "Identity-Info");
        compact('o', "Event");
        compact('r', "Refer-To");
        compact('s', "Subject");
        compact('t', "To");
        compact('u', "Allow-Events");
        compact('v', "Via");
        compact('x', "Session-Expires");
        compact('y', "Identity");
    }

    private HeaderNames() {}

    private static void compact(char letter, String name) {
        BY_LETTER[letter - 'a'] = name;
    }

    /** The long form of a one-letter name, empty if there is none. */
    static Optional<String> ofLetter(int letter) {
        int i = Chars.lower(letter) - 'a';
        return i >= 0 && i < 26 ? Optional.ofNullable(BY_LETTER[i]) : Optional.empty();
    }

    /** The name itself, or the long form if it is a compact one; in lower case. */
    public static String canonical(String name) {
        String full = name.length() == 1 ? ofLetter(name.charAt(0)).orElse(name) : name;
        return full.toLowerCase(Locale.ROOT);
    }
}
