package io.voicebridge.sip.message;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * One Via value (RFC 3261 section 20.42).
 *
 * @param transport in capitals
 * @param host the host of sent-by; an IPv6 address stands in its brackets
 * @param port 0 where none is given
 */
public record Via(String transport, String host, int port, Params params) {

    /** What a branch starts with that was made after RFC 3261 section 8.1.1.7. */
    public static final String COOKIE = "z9hG4bK";

    public static Optional<Via> parse(String text) {
        int slash = text.indexOf('/');
        int second = text.indexOf('/', slash + 1);
        if (slash < 0
                || second < 0
                || !text.substring(0, slash).strip().equalsIgnoreCase("SIP")
                || !text.substring(slash + 1, second).strip().equals("2.0")) {
            return Optional.empty();
        }
        int from = second + 1;
        while (from < text.length() && Chars.isSpace(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && Chars.isToken(text.charAt(to))) {
            to++;
        }
        if (to == from || to == text.length() || !Chars.isSpace(text.charAt(to))) {
            return Optional.empty();
        }
        String transport = text.substring(from, to).toUpperCase(Locale.ROOT);
        int semicolon = text.indexOf(';', to);
        Optional<Params> params = Params.parse(semicolon < 0 ? "" : text.substring(semicolon));
        Optional<HostPort> sentBy = HostPort.parse(semicolon < 0 ? text.substring(to) : text.substring(to, semicolon));
        if (params.isEmpty() || sentBy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Via(transport, sentBy.get().host(), sentBy.get().port(), params.get()));
    }

    /** The branch, empty for a sender older than RFC 3261. */
    public String branch() {
        return params.get("branch").orElse("");
    }

    /**
     * This Via as it goes into a response: {@code received} added where sent-by is another address than the source (RFC
     * 3261 section 18.2.1), {@code rport} filled in where it was asked for (RFC 3581 section 4).
     */
    Via stamped(InetSocketAddress source) {
        String address = hostOf(source);
        Params p = params;
        if (p.has("rport")) {
            p = p.with("rport", Integer.toString(source.getPort())).with("received", unbracketed(address));
        } else if (!host.equalsIgnoreCase(address)) {
            p = p.with("received", unbracketed(address));
        }
        return new Via(transport, host, port, p);
    }

    /** The address of a socket as a host stands in a message: IPv6 in brackets, in its short form (RFC 5952), without a zone. */
    public static String hostOf(InetSocketAddress socket) {
        String text = socket.isUnresolved() ? socket.getHostString() : NetUtil.toAddressString(socket.getAddress());
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return "SIP/2.0/" + transport + ' ' + host + (port == 0 ? "" : ":" + port) + params;
    }
}
