package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Set;

/**
 * What may stand in a header that we send. A value that came from a model, a tool or a lead's name must never become a
 * second line, so everything is checked where it is used.
 */
public final class HeaderRules {

    static final int LONGEST_NAME = 255;
    static final int LONGEST_VALUE = 8192;
    private static final int MOST_EXTRA = 64;
    private static final int MOST_CHARACTERS = 16_384;

    private static final Set<String> OF_THE_STACK = Set.of(
            "via",
            "from",
            "to",
            "call-id",
            "cseq",
            "max-forwards",
            "contact",
            "route",
            "record-route",
            "content-length",
            "content-type");

    private HeaderRules() {}

    /**
     * Checks headers that a caller of the stack adds to a message.
     *
     * @return an unmodifiable copy
     * @throws IllegalArgumentException if a name or value is not allowed, or the header belongs to the stack
     */
    public static List<SipHeader> checked(List<SipHeader> headers) {
        if (headers.size() > MOST_EXTRA) {
            throw new IllegalArgumentException("More than " + MOST_EXTRA + " headers to add to one message");
        }
        int total = 0;
        for (SipHeader h : headers) {
            check(h.name(), h.value());
            if (isOfTheStack(h.name())) {
                throw new IllegalArgumentException("The header " + h.name() + " is set by the stack");
            }
            total += h.name().length() + h.value().length();
        }
        if (total > MOST_CHARACTERS) {
            throw new IllegalArgumentException("More than " + MOST_CHARACTERS + " characters of headers to add");
        }
        return List.copyOf(headers);
    }

    /** Whether the stack alone sets this header, by its long or its compact name. */
    public static boolean isOfTheStack(String name) {
        return OF_THE_STACK.contains(HeaderNames.canonical(name));
    }

    static void check(String name, String value) {
        if (!Chars.isToken(name) || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A header name is not a token of 1 to " + LONGEST_NAME + " characters");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException(
                    "The value of " + name + " is longer than " + LONGEST_VALUE + " characters");
        }
        checkText("The value of " + name, value);
    }

    static void checkText(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 127) {
                throw new IllegalArgumentException(what + " holds a control character");
            }
            if (Character.isSurrogate(c) && !isPair(text, i)) {
                throw new IllegalArgumentException(what + " holds half of a surrogate pair");
            }
        }
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
