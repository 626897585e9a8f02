package io.voicebridge.rehearsal;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The bridge that is rehearsed, as Five9's administrator knows it.
 *
 * @param http its HTTP address without a path
 * @param number the registered number that the script transfers to, where the script asks for {@code Bridge.number}
 * @param five9Key an API key of scope {@code five9}, which every authorization profile of the script sends
 * @param readKey an API key that may read transcripts for the ladder
 * @param moved where to ask instead of an address that begins like the key
 */
public record RehearsalTarget(
        URI http,
        InetSocketAddress sip,
        Transport transport,
        String number,
        String five9Key,
        Optional<String> readKey,
        Map<String, String> moved) {

    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    /**
     * @param uri such as {@code sip:+13453453453@127.0.0.1:5060;transport=tcp}
     * @throws IllegalArgumentException if that is no SIP URI
     */
    public static RehearsalTarget at(
            String uri, URI http, String five9Key, Optional<String> readKey, Map<String, String> moved) {
        SipUri parsed = SipUri.parse(uri)
                .filter(sip -> !sip.host().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + uri + "' is no SIP URI such as sip:127.0.0.1:5060;transport=tcp"));
        Transport transport = transport(parsed);
        int port = parsed.port() > 0 ? parsed.port() : transport == Transport.TLS ? SIPS_PORT : SIP_PORT;
        return new RehearsalTarget(
                http, new InetSocketAddress(parsed.host(), port), transport, parsed.user(), five9Key, readKey, moved);
    }

    private static Transport transport(SipUri uri) {
        String named = uri.params()
                .get("transport")
                .orElse(uri.scheme().equals("sips") ? "tls" : "udp")
                .toUpperCase(Locale.ROOT);
        try {
            return Transport.valueOf(named);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + named + "' is no transport; there are udp, tcp and tls", e);
        }
    }

    /** An address of the script, or the one to ask instead. */
    String asked(String url) {
        for (Map.Entry<String, String> entry : moved.entrySet()) {
            if (url.startsWith(entry.getKey())) {
                return entry.getValue() + url.substring(entry.getKey().length());
            }
        }
        return url;
    }
}
