package io.voicebridge.component.sip;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code sip:dtmf}: presses the keys of {@link SipConstants#DIGITS} on a call (RFC 4733), 180 ms each. Does not wait. */
class SipDtmfProducer extends DefaultProducer {

    private static final String KEYS = "0123456789*#ABCD";

    /** As many as may wait. */
    private static final int MOST = 64;

    SipDtmfProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        String digits = exchange.getMessage().getHeader(SipConstants.DIGITS, "", String.class);
        if (digits.length() > MOST || digits.chars().anyMatch(digit -> KEYS.indexOf(digit) < 0)) {
            throw new IllegalArgumentException(
                    "The header " + SipConstants.DIGITS + " takes up to " + MOST + " of " + KEYS);
        }
        Optional<RoutedCall> call = CallFinder.party(exchange, getEndpoint());
        call.ifPresent(found -> digits.chars().forEach(digit -> found.leg().sendDigit((char) digit)));
        exchange.getMessage().setHeader(SipConstants.STATUS, call.isPresent() ? 200 : 481);
    }
}
