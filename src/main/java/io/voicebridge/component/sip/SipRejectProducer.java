package io.voicebridge.component.sip;

import io.voicebridge.call.IncomingCall;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code sip:reject}: refuses the {@link IncomingCall} in the body at once, with {@link SipConstants#STATUS} and
 * {@link SipConstants#REASON}. A route that only ends with these headers refuses the call as well, when it ends.
 */
class SipRejectProducer extends DefaultProducer {

    SipRejectProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        exchange.getMessage()
                .getMandatoryBody(IncomingCall.class)
                .refuse(SipBinding.refusal(exchange).orElse(SipBinding.UNDECIDED));
    }
}
