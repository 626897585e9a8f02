package io.voicebridge.component.sip;

import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferState;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * {@code sip:refer}: asks the peer to call {@link SipConstants#TARGET} in our place (RFC 3515), and waits for what it
 * reports. When the transfer came about our leg is ended with BYE at once; when it did not, the call goes on here. Only
 * for trunks that are known to honour REFER.
 */
class SipReferProducer extends CallStep {

    SipReferProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        Optional<RoutedCall> call = CallFinder.party(exchange, getEndpoint());
        if (call.isEmpty() || !call.get().leg().isUp()) {
            done.with(CALL_ENDED, 481);
            return;
        }
        long patience = exchange.getMessage()
                .getHeader(SipConstants.RING_TIMEOUT, options().getRingTimeout(), Long.class);
        Refer refer = Refer.to(exchange.getMessage().getHeader(SipConstants.TARGET, "", String.class))
                .within(Duration.ofMillis(patience))
                .with(HeaderMap.read(
                        exchange, SipConstants.INVITE_HEADERS, component().getHeaderFilterStrategy()));
        call.get().leg().refer(refer, state -> {
            if (state.isFinal()) {
                exchange.getMessage().setBody(state);
                done.with(result(state), status(state));
            }
        });
    }

    private static String result(ReferState state) {
        if (state instanceof ReferState.Terminated ended) {
            return ended.reason().equals(CALL_ENDED) ? CALL_ENDED : "unreported";
        }
        if (state instanceof ReferState.Completed) {
            return "completed";
        }
        if (state instanceof ReferState.Refused) {
            return "refused";
        }
        if (state instanceof ReferState.Failed) {
            return "failed";
        }
        return state instanceof ReferState.TimedOut ? "timed-out" : "unreported";
    }

    private static int status(ReferState state) {
        if (state instanceof ReferState.Completed completed) {
            return completed.status();
        }
        if (state instanceof ReferState.Failed failed) {
            return failed.status();
        }
        if (state instanceof ReferState.Refused refused) {
            return refused.status();
        }
        return state instanceof ReferState.TimedOut ? 408 : 200;
    }
}
