package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import io.voicebridge.sip.transport.Connection;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The servers that the name in a dialog's route or remote target leads to (RFC 3261 section 8.1.2, RFC 3263). The one that
 * was used before, else the one that the dialog began with, stays first as long as the name leads to it: the others may not
 * know the dialog. Used on one loop only.
 */
final class NamedHops {

    private String name = "";
    private List<Hop> servers = List.of();

    /** Looks the name up, unless there is a connection that its requests go over anyway; then, or at once, goes on. */
    void locate(SipUri uri, Hop origin, Wire wire, Runnable then) {
        if (origin.connection().filter(Connection::isOpen).isPresent()) {
            then.run();
            return;
        }
        String wanted = text(uri, origin.transport());
        wire.locate(
                Destination.of(wanted),
                found -> {
                    take(wanted, found, origin);
                    then.run();
                },
                // A name that only the peer's own network knows: what was known before has to do.
                reason -> then.run());
    }

    private void take(String wanted, List<Hop> found, Hop origin) {
        Optional<Hop> used = of(wanted);
        List<Hop> ordered = new ArrayList<>();
        for (Hop each : found) {
            boolean same = each.transport() == origin.transport();
            Hop hop = new Hop(
                    each.transport(),
                    each.remote(),
                    same ? origin.connection() : Optional.empty(),
                    each.host(),
                    origin.listener());
            boolean known = used.map(Hop::remote).orElse(origin.remote()).equals(each.remote());
            ordered.add(known ? 0 : ordered.size(), hop);
        }
        name = wanted;
        servers = ordered;
    }

    /** The server that is first, if the name of this URI has been looked up. */
    Optional<Hop> of(SipUri uri, Hop origin) {
        return of(text(uri, origin.transport()));
    }

    private Optional<Hop> of(String wanted) {
        return name.equals(wanted) ? servers.stream().findFirst() : Optional.empty();
    }

    /** @return true if another server comes in the place of one that failed */
    boolean isReplaced(Hop failed) {
        if (servers.isEmpty() || !servers.get(0).remote().equals(failed.remote())) {
            return false;
        }
        servers = servers.subList(1, servers.size());
        return !servers.isEmpty();
    }

    boolean contains(InetAddress address) {
        return servers.stream().anyMatch(each -> address.equals(each.remote().getAddress()));
    }

    /**
     * The transport is the one that the URI names, else the one that the dialog uses already: many who speak TCP forget to
     * say so in their Contact. A dialog over TLS stays there.
     */
    private static String text(SipUri uri, Transport usual) {
        String port = uri.port() > 0 ? ":" + uri.port() : "";
        if (uri.scheme().equals("sips")) {
            return "sips:" + uri.host() + port;
        }
        String said = uri.params().get("transport").orElse(usual.name());
        String transport = usual == Transport.TLS ? "tls" : said.toLowerCase(Locale.ROOT);
        return "sip:" + uri.host() + port + ";transport=" + transport;
    }
}
