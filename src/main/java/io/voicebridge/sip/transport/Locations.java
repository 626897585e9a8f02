package io.voicebridge.sip.transport;

import io.netty.util.NetUtil;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.location.NameFailure;
import io.voicebridge.sip.location.Outages;
import io.voicebridge.sip.location.Server;
import io.voicebridge.sip.location.ServerLocator;
import io.voicebridge.sip.message.SipUri;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Turns destinations into hops: those that are addresses at once, the others by RFC 3263. Used on one loop only. */
final class Locations {

    private final ServerLocator locator;
    private final Outages outages;

    Locations(ServerLocator locator, Outages outages) {
        this.locator = locator;
        this.outages = outages;
    }

    void find(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
        if (destination instanceof Destination.Address address
                && !address.address().isUnresolved()) {
            found.accept(List.of(Hop.to(address)));
            return;
        }
        String text = destination instanceof Destination.Address address
                ? uri(address)
                : ((Destination.Uri) destination).uri();
        Optional<SipUri> uri = SipUri.parse(text).filter(each -> !each.host().isEmpty());
        if (uri.isEmpty()) {
            failed.accept("That is no SIP URI: " + text);
            return;
        }
        String host = destination instanceof Destination.Address address ? address.host() : name(uri.get());
        locator.locate(uri.get()).whenComplete((servers, failure) -> {
            if (failure == null) {
                found.accept(outages.last(servers).stream()
                        .map(each -> new Hop(each.transport(), each.address(), Optional.empty(), host, ""))
                        .toList());
            } else {
                failed.accept(sentence(failure));
            }
        });
    }

    /** A name with a transport and a port: only its addresses are asked for. */
    private static String uri(Destination.Address destination) {
        return "sip:" + destination.address().getHostString() + ':'
                + destination.address().getPort() + ";transport="
                + destination.transport().name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a TLS peer must prove to be: the host of the URI, whatever names the DNS has led to on the way (RFC 5922 section
     * 4). Empty for an address, which has to be in the certificate itself.
     */
    private static String name(SipUri uri) {
        boolean literal = uri.host().startsWith("[") || NetUtil.isValidIpV4Address(uri.host());
        return literal ? "" : uri.host();
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof NameFailure known ? known.getMessage() : "The look-up failed: " + cause;
    }

    void avoid(Hop hop, Duration time) {
        outages.note(new Server(hop.transport(), hop.remote()), time);
    }
}
