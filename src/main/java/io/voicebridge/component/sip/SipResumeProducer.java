package io.voicebridge.component.sip;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code sip:resume}: gives a call back to its agent after a step that played something or tried a transfer, and tells
 * the agent why: the body, a JSON object, or nothing. A call without an agent hears silence again.
 */
class SipResumeProducer extends DefaultProducer {

    SipResumeProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        String note = exchange.getMessage().getBody() instanceof String text ? text : "";
        Optional<RoutedCall> call = CallFinder.party(exchange, getEndpoint());
        call.ifPresent(found -> found.resume(note));
        exchange.getMessage().setHeader(SipConstants.STATUS, call.isPresent() ? 200 : 481);
    }
}
