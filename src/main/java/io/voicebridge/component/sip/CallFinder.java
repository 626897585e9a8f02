package io.voicebridge.component.sip;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Finds the call that an exchange is about. */
final class CallFinder {

    private CallFinder() {}

    /** The exchange's own call: by its conversation, by our name for it, by its Call-ID. */
    static Optional<RoutedCall> own(Exchange exchange, SipComponent component) {
        return named(component, names(exchange));
    }

    /** Whether the exchange has a call of its own, be it over or not. */
    static boolean namesOne(Exchange exchange) {
        return Stream.of(names(exchange)).anyMatch(name -> name != null && !name.isEmpty());
    }

    private static String[] names(Exchange exchange) {
        return new String[] {
            exchange.getVariable("conversationId", String.class),
            exchange.getMessage().getHeader(SipConstants.LEG_ID, String.class),
            exchange.getMessage().getHeader(SipConstants.CALL_ID, String.class)
        };
    }

    /** The call that {@code sip:dial} has placed in this exchange. */
    static Optional<RoutedCall> dialled(Exchange exchange, SipComponent component) {
        return named(component, exchange.getMessage().getHeader(SipConstants.DIALLED_LEG, String.class));
    }

    static Optional<RoutedCall> party(Exchange exchange, SipEndpoint endpoint) {
        return endpoint.getOptions().getParty().equals("dialled")
                ? dialled(exchange, endpoint.getComponent())
                : own(exchange, endpoint.getComponent());
    }

    private static Optional<RoutedCall> named(SipComponent component, String... names) {
        return component.server().flatMap(server -> Stream.of(names)
                .filter(Objects::nonNull)
                .filter(name -> !name.isEmpty())
                .map(server.calls()::find)
                .flatMap(Optional::stream)
                .findFirst());
    }
}
