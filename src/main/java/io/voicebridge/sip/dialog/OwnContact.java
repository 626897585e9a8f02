package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.util.List;

/** Where our peers are told to send the requests of a dialog: a {@code sips} URI if it was begun with one. */
final class OwnContact {

    private OwnContact() {}

    /** In a request to this URI (RFC 3261 section 8.1.1.8). */
    static String calling(String requestUri, Hop hop, Wire wire) {
        return of(isSips(requestUri), hop, wire);
    }

    /** In the answer to an INVITE (RFC 3261 section 12.1.1). */
    static String answering(WireRequest invite, Hop hop, Wire wire) {
        return of(isSecured(invite), hop, wire);
    }

    /** Names the transport wherever it is not the one that a URI without a parameter means. */
    static String of(boolean secured, Hop hop, Wire wire) {
        String address = wire.advertised(hop);
        return switch (hop.transport()) {
            case UDP -> "<sip:" + address + '>';
            case TCP -> "<sip:" + address + ";transport=tcp>";
            case TLS -> secured ? "<sips:" + address + '>' : "<sip:" + address + ";transport=tls>";
        };
    }

    /** Whether every hop of a dialog must be TLS: its Request-URI says so, or its first route, or else its Contact. */
    static boolean isSecured(WireRequest invite) {
        List<String> routes = invite.values("Record-Route");
        List<String> others = routes.isEmpty() ? invite.values("Contact") : routes;
        return isSips(invite.requestUri())
                || others.stream()
                        .findFirst()
                        .flatMap(NameAddr::parse)
                        .filter(address -> isSips(address.uri()))
                        .isPresent();
    }

    static boolean isSips(String uri) {
        return uri.regionMatches(true, 0, "sips:", 0, 5);
    }
}
