package io.voicebridge.sip.message;

import java.util.Locale;
import java.util.Optional;

/**
 * A {@code sip:}, {@code sips:} or {@code tel:} URI (RFC 3261 section 19.1, RFC 3966).
 *
 * @param scheme in lower case
 * @param user as written, escapes kept; the number of a tel URI; empty if there is none
 * @param host empty for a tel URI; an IPv6 address stands in its brackets
 * @param port 0 where none is given
 * @param headers what follows the question mark, as written
 */
public record SipUri(String scheme, String user, String host, int port, Params params, String headers) {

    /** Empty if the text is no such URI; other schemes are not parsed. */
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || hasForbidden(text)) {
            return Optional.empty();
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip", "sips" -> sip(scheme, rest);
            case "tel" -> tel(rest);
            default -> Optional.empty();
        };
    }

    /** The scheme of any URI in lower case, empty if the text has none. */
    public static Optional<String> schemeOf(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 1 ? "" : text.substring(0, colon);
        return Chars.isToken(scheme) ? Optional.of(scheme.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static Optional<SipUri> sip(String scheme, String rest) {
        int at = rest.indexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        if (at == 0) {
            return Optional.empty();
        }
        String tail = rest.substring(at + 1);
        int question = tail.indexOf('?');
        String headers = question < 0 ? "" : tail.substring(question + 1);
        String place = question < 0 ? tail : tail.substring(0, question);
        int semicolon = place.indexOf(';');
        Optional<Params> params = Params.parse(semicolon < 0 ? "" : place.substring(semicolon));
        Optional<HostPort> host = HostPort.parse(semicolon < 0 ? place : place.substring(0, semicolon));
        if (params.isEmpty() || host.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SipUri(scheme, user, host.get().host(), host.get().port(), params.get(), headers));
    }

    private static Optional<SipUri> tel(String rest) {
        int semicolon = rest.indexOf(';');
        String number = semicolon < 0 ? rest : rest.substring(0, semicolon);
        Optional<Params> params = Params.parse(semicolon < 0 ? "" : rest.substring(semicolon));
        return number.isEmpty() || params.isEmpty()
                ? Optional.empty()
                : Optional.of(new SipUri("tel", number, "", 0, params.get(), ""));
    }

    private static boolean hasForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 127 || c == '<' || c == '>' || c == '"') {
                return true;
            }
        }
        return false;
    }

    /** True for a route that wants loose routing (RFC 3261 section 16.12.1.1). */
    public boolean isLooseRoute() {
        return params.has("lr");
    }
}
