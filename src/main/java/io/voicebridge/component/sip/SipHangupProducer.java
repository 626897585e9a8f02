package io.voicebridge.component.sip;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code sip:hangup}: sends BYE with the headers of {@link SipConstants#BYE_HEADERS}. Does not wait for the answer: the
 * end of the call comes as the event {@code ended}.
 */
class SipHangupProducer extends DefaultProducer {

    SipHangupProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        Optional<RoutedCall> call = CallFinder.party(exchange, getEndpoint());
        call.ifPresent(found -> found.hangUp(HeaderMap.read(
                exchange, SipConstants.BYE_HEADERS, getEndpoint().getComponent().getHeaderFilterStrategy())));
        exchange.getMessage().setHeader(SipConstants.STATUS, call.isPresent() ? 200 : 481);
    }
}
