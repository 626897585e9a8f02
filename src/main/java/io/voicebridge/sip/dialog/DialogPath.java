package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.SipUri;
import io.voicebridge.sip.message.WireMessage;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Connection;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The addresses of a dialog and how its requests find the way (RFC 3261 section 12.1 and 12.2.1.1). The route set is
 * fixed when the dialog is created, for good by the 2xx; only the remote target may change later. Used on one loop only.
 */
final class DialogPath {

    private final DialogKey key;
    private final String local;
    private final String remote;
    private List<String> routes;
    private final boolean secured;
    private final NamedHops named = new NamedHops();
    private Hop origin;
    private boolean held;
    private String target;

    private DialogPath(
            DialogKey key,
            String local,
            String remote,
            List<String> routes,
            Hop origin,
            String target,
            boolean secured) {
        this.key = key;
        this.local = local;
        this.remote = remote;
        this.routes = List.copyOf(routes);
        this.origin = origin;
        this.target = target;
        this.secured = secured;
    }

    /** The path of the one who is called. */
    static DialogPath ofServer(WireRequest invite, Hop source, String localTag) {
        String to = invite.header("To").orElse("");
        return new DialogPath(
                new DialogKey(invite.callId(), localTag, invite.from().tag()),
                to + ";tag=" + localTag,
                invite.header("From").orElse(""),
                invite.values("Record-Route"),
                source,
                targetOf(invite.values("Contact")).orElse(invite.from().uri()),
                OwnContact.isSecured(invite));
    }

    /** The path of the one who calls, made of the 2xx. */
    static DialogPath ofClient(WireRequest invite, WireResponse answer, Hop sentTo) {
        return new DialogPath(
                new DialogKey(invite.callId(), invite.from().tag(), answer.to().tag()),
                invite.header("From").orElse(""),
                answer.header("To").orElse(""),
                reversed(answer.values("Record-Route")),
                sentTo,
                targetOf(answer.values("Contact")).orElse(invite.requestUri()),
                OwnContact.isSips(invite.requestUri()));
    }

    /** Takes the routes and the target of the 2xx in the place of those of a provisional response (RFC 3261 section 13.2.2.4). */
    void confirm(WireResponse answer) {
        routes = reversed(answer.values("Record-Route"));
        refresh(answer);
    }

    private static List<String> reversed(List<String> recorded) {
        List<String> routes = new ArrayList<>(recorded);
        Collections.reverse(routes);
        return List.copyOf(routes);
    }

    private static Optional<String> targetOf(List<String> contacts) {
        return contacts.stream()
                .findFirst()
                .flatMap(NameAddr::parse)
                .map(NameAddr::uri)
                .filter(u -> SipUri.parse(u).isPresent());
    }

    DialogKey key() {
        return key;
    }

    /** Whom the dialog's first message was exchanged with. */
    Hop origin() {
        return origin;
    }

    /** Takes the new Contact of a re-INVITE or UPDATE, or of its 2xx (RFC 3261 sections 12.2.1.2, 12.2.2). */
    void refresh(WireMessage message) {
        targetOf(message.values("Contact")).ifPresent(t -> target = t);
    }

    /**
     * Whether a request comes from the peer: over the connection of the dialog, from the address that its first message was
     * exchanged with, or from one that the peer named as its own when the dialog was made.
     *
     * @param oneParty whether two addresses belong to one peer
     */
    boolean isPeer(Hop source, BiPredicate<InetAddress, InetAddress> oneParty) {
        InetAddress from = source.remote().getAddress();
        if (source.connection().isPresent() && source.connection().equals(origin.connection())) {
            return true;
        }
        InetAddress known = origin.remote().getAddress();
        // Whom a name led to is not known here; then the tags, which nobody can guess, have to do.
        return known == null || from.equals(known) || oneParty.test(known, from) || isNamed(from);
    }

    private boolean isNamed(InetAddress address) {
        if (named.contains(address)) {
            return true;
        }
        Optional<InetSocketAddress> contact = SipUri.parse(target).flatMap(Literals::socketAddress);
        Optional<InetSocketAddress> route =
                routes.isEmpty() ? Optional.empty() : routeUri(0).flatMap(Literals::socketAddress);
        return Stream.of(contact, route)
                .flatMap(Optional::stream)
                .anyMatch(named -> address.equals(named.getAddress()));
    }

    /** A call is up: its connection, if it has one, stays open. */
    void hold() {
        held = true;
        origin.connection().ifPresent(Connection::hold);
    }

    void release() {
        if (held) {
            held = false;
            origin.connection().ifPresent(Connection::release);
        }
    }

    /** The peer may have opened a new connection since: the way back is the one that it used last. */
    void heardFrom(Hop source) {
        if (source.connection().isPresent() && !source.connection().equals(origin.connection())) {
            if (held) {
                origin.connection().ifPresent(Connection::release);
                source.connection().get().hold();
            }
            origin =
                    new Hop(origin.transport(), origin.remote(), source.connection(), origin.host(), origin.listener());
        }
    }

    /**
     * Where the next request goes: the first route, else the remote target. A name that is not looked up yet, or leads
     * nowhere, gives way to the address that the dialog's first message was exchanged with.
     */
    Hop next() {
        Optional<SipUri> uri = nextUri();
        Optional<InetSocketAddress> literal = uri.flatMap(Literals::socketAddress);
        return literal.isPresent()
                ? towards(uri.get(), literal.get())
                : uri.flatMap(name -> named.of(name, origin)).orElse(origin);
    }

    /** By the transport of the dialog; one over UDP whose peer asks for TCP goes on there (RFC 3263 section 4.1). */
    private Hop towards(SipUri uri, InetSocketAddress address) {
        boolean tcp = origin.transport() == Transport.UDP
                && uri.params().get("transport").filter("tcp"::equalsIgnoreCase).isPresent();
        return tcp ? new Hop(Transport.TCP, address, Optional.empty(), "", origin.listener()) : origin.orElse(address);
    }

    /** Looks up the name that the next request goes to, if it is one; then, or at once, goes on. */
    void locate(Wire wire, Runnable then) {
        Optional<SipUri> name = nextUri().filter(uri -> !uri.host().isEmpty()).filter(uri -> Literals.socketAddress(uri)
                .isEmpty());
        if (name.isPresent()) {
            named.locate(name.get(), origin, wire, then);
        } else {
            then.run();
        }
    }

    /** @return true if another server of the same name comes in the place of one that failed (RFC 3263 section 4.3) */
    boolean isReplaced(Hop failed) {
        return named.isReplaced(failed);
    }

    private Optional<SipUri> nextUri() {
        return routes.isEmpty() ? SipUri.parse(target) : routeUri(0);
    }

    private boolean isStrict() {
        return !routes.isEmpty() && !routeUri(0).map(SipUri::isLooseRoute).orElse(false);
    }

    /** What the request line of the next request names. */
    String requestUri() {
        return isStrict() ? NameAddr.parse(routes.get(0)).map(NameAddr::uri).orElse(target) : target;
    }

    /** Begins a request inside the dialog. */
    MessageBuilder request(String method, long cseq, Wire wire) {
        boolean strict = isStrict();
        MessageBuilder request = MessageBuilder.request(method, requestUri()).header("Via", via(next(), wire));
        for (String route : strict ? routes.subList(1, routes.size()) : routes) {
            request.received("Route", route);
        }
        if (strict) {
            request.received("Route", '<' + target + '>');
        }
        return request.header("Max-Forwards", "70")
                .received("From", local)
                .received("To", remote)
                .received("Call-ID", key.callId())
                .header("CSeq", cseq + " " + method);
    }

    private Optional<SipUri> routeUri(int index) {
        return NameAddr.parse(routes.get(index)).map(NameAddr::uri).flatMap(SipUri::parse);
    }

    static String via(Hop hop, Wire wire) {
        return "SIP/2.0/" + hop.transport() + ' ' + wire.advertised(hop) + ";rport;branch=" + Tokens.branch();
    }

    /** Our Contact in this dialog. */
    String contact(Hop hop, Wire wire) {
        return OwnContact.of(secured, hop, wire);
    }
}
