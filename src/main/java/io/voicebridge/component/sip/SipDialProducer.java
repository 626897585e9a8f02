package io.voicebridge.component.sip;

import io.voicebridge.call.DialResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * {@code sip:dial}: places a call to {@link SipConstants#TARGET} and waits for what becomes of it. The body is then a
 * {@link DialResult}, {@link SipConstants#RESULT} its status, and {@link SipConstants#DIALLED_LEG} the call, if it was
 * answered; it hears silence until a next step plays something to it or bridges it.
 *
 * <p>A call that is not bridged when the exchange is done is hung up, so that a route that fails leaves nobody in dead
 * air.
 */
class SipDialProducer extends CallStep {

    private static final DialResult CALLER_GONE =
            new DialResult(DialResult.Status.CANCELLED, 487, "The call that it was to be placed for has ended");

    SipDialProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        exchange.getMessage().removeHeader(SipConstants.DIALLED_LEG);
        Optional<RoutedCall> own = options().isWithCaller() ? CallFinder.own(exchange, component()) : Optional.empty();
        if (options().isWithCaller() && own.isEmpty() && CallFinder.namesOne(exchange)) {
            exchange.getMessage().setBody(CALLER_GONE);
            done.with(CALLER_GONE.status().text(), CALLER_GONE.sipStatus());
            return;
        }
        server().dials().place(order(exchange, own), (result, call) -> {
            exchange.getMessage().setBody(result);
            if (result.isAnswered()) {
                SipBinding.security(exchange, call.leg().security());
                exchange.getMessage().setHeader(SipConstants.DIALLED_LEG, call.id());
                exchange.getExchangeExtension().addOnCompletion(new HangUp(call));
            }
            done.with(result.status().text(), result.sipStatus());
        });
    }

    private DialOrder order(Exchange exchange, Optional<RoutedCall> own) {
        return new DialOrder(
                exchange.getVariable("tenantId", "", String.class),
                exchange.getVariable("conversationId", "", String.class),
                text(exchange, SipConstants.TARGET),
                text(exchange, SipConstants.CALLER_ID),
                text(exchange, SipConstants.TRUNK),
                HeaderMap.read(
                        exchange, SipConstants.INVITE_HEADERS, component().getHeaderFilterStrategy()),
                Duration.ofMillis(exchange.getMessage()
                        .getHeader(SipConstants.RING_TIMEOUT, options().getRingTimeout(), Long.class)),
                own,
                SipBinding.encryption(exchange, options().getSrtp()),
                exchange.getMessage().getHeader(SipConstants.MAY_RETURN, false, Boolean.class),
                options().isEarlyMedia(),
                options().isEvents(),
                SipBinding.carried(exchange));
    }

    private static String text(Exchange exchange, String header) {
        return exchange.getMessage().getHeader(header, "", String.class).strip();
    }

    /** Ends the call when the exchange is done, unless it was bridged by then. */
    private static final class HangUp extends SynchronizationAdapter {

        private final RoutedCall call;

        HangUp(RoutedCall call) {
            this.call = call;
        }

        @Override
        public void onDone(Exchange exchange) {
            if (!call.leg().isBridged()) {
                call.hangUp(List.of());
            }
        }
    }
}
