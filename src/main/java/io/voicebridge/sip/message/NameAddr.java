package io.voicebridge.sip.message;

import java.util.Optional;

/**
 * An address as From, To, Contact, Route and Record-Route hold it (RFC 3261 section 25.1, {@code name-addr}).
 *
 * @param displayName unquoted, escapes resolved; empty if there is none
 * @param uri as written
 * @param params those of the header, not of the URI
 */
public record NameAddr(String displayName, String uri, Params params) {

    public static Optional<NameAddr> parse(String written) {
        String text = written.strip();
        int open = 0;
        String name = "";
        if (text.startsWith("\"")) {
            int end = closingQuote(text);
            if (end < 0) {
                return Optional.empty();
            }
            name = unescape(text.substring(1, end));
            open = end + 1;
            while (open < text.length() && Chars.isSpace(text.charAt(open))) {
                open++;
            }
            if (open >= text.length() || text.charAt(open) != '<') {
                return Optional.empty();
            }
        } else {
            open = text.indexOf('<');
            if (open > 0) {
                name = text.substring(0, open).strip();
            }
        }
        if (open < 0) {
            return bare(text);
        }
        int close = text.indexOf('>', open);
        if (close < open + 2 || name.indexOf('"') >= 0 && !text.startsWith("\"")) {
            return Optional.empty();
        }
        String uri = text.substring(open + 1, close).strip();
        String finalName = name;
        return Params.parse(text.substring(close + 1))
                .filter(p -> isUri(uri))
                .map(p -> new NameAddr(finalName, uri, p));
    }

    /** Without angle brackets every parameter belongs to the header (RFC 3261 section 20). */
    private static Optional<NameAddr> bare(String text) {
        int semicolon = text.indexOf(';');
        String uri = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        return Params.parse(semicolon < 0 ? "" : text.substring(semicolon))
                .filter(p -> isUri(uri))
                .map(p -> new NameAddr("", uri, p));
    }

    private static boolean isUri(String uri) {
        return switch (SipUri.schemeOf(uri).orElse("")) {
            case "" -> false;
            case "sip", "sips", "tel" -> SipUri.parse(uri).isPresent();
            default -> uri.indexOf(' ') < 0;
        };
    }

    private static int closingQuote(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String unescape(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted;
        }
        StringBuilder plain = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length()) {
                c = quoted.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** The tag parameter, empty if there is none. */
    public String tag() {
        return params.get("tag").orElse("");
    }
}
