package io.voicebridge.sip.message;

import java.util.Optional;

/**
 * A host and, where given, a port (RFC 3261 section 25.1, {@code hostport}).
 *
 * @param host an IPv6 address stands in its brackets
 * @param port 0 where none is given
 */
record HostPort(String host, int port) {

    static Optional<HostPort> parse(String written) {
        String text = written.strip();
        int hostEnd;
        if (text.startsWith("[")) {
            hostEnd = text.indexOf(']') + 1;
            if (hostEnd < 4 || !isMadeOf(text.substring(1, hostEnd - 1), "0123456789abcdefABCDEF:.")) {
                return Optional.empty();
            }
        } else {
            int colon = text.indexOf(':');
            hostEnd = colon < 0 ? text.length() : colon;
            while (hostEnd > 0 && Chars.isSpace(text.charAt(hostEnd - 1))) {
                hostEnd--;
            }
            if (hostEnd == 0 || !isHostName(text, hostEnd)) {
                return Optional.empty();
            }
        }
        String host = text.substring(0, hostEnd);
        String rest = text.substring(hostEnd).strip();
        if (rest.isEmpty()) {
            return Optional.of(new HostPort(host, 0));
        }
        long port = rest.charAt(0) == ':' ? Chars.number(rest.substring(1).strip(), 65535) : -1;
        return port < 1 ? Optional.empty() : Optional.of(new HostPort(host, (int) port));
    }

    private static boolean isHostName(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            // The underscore is not in the grammar, but in the names of real hosts.
            if (!letter && !Chars.isDigit(c) && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isMadeOf(String text, String letters) {
        return text.chars().allMatch(c -> letters.indexOf(c) >= 0);
    }
}
