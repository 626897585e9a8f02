package io.voicebridge.component.sip;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code sip:hangup}: sends BYE with the headers of {@link SipConstants#BYE_HEADERS} to the call of the variable
 * {@code conversationId} or, without one, of {@link SipConstants#CALL_ID}. Does not wait for the answer: the end of the
 * call comes as the event {@code ended}.
 */
class SipHangupProducer extends DefaultProducer {

    /** What Five9 takes. */
    private static final int MOST_HEADERS = 10;

    SipHangupProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        Optional<LiveCall> call = find(exchange);
        if (call.isPresent()) {
            call.get().hangUp(headers(exchange));
        }
        exchange.getMessage().setHeader(SipConstants.STATUS, call.isPresent() ? 200 : 481);
    }

    private Optional<LiveCall> find(Exchange exchange) {
        Optional<SipServer> server = getEndpoint().getComponent().server();
        String conversationId = exchange.getVariable("conversationId", "", String.class);
        if (!conversationId.isEmpty()) {
            return server.flatMap(running -> running.calls().ofConversation(conversationId));
        }
        String callId = exchange.getMessage().getHeader(SipConstants.CALL_ID, "", String.class);
        return server.flatMap(running -> running.calls().ofCallId(callId));
    }

    private List<SipHeader> headers(Exchange exchange) {
        Map<?, ?> given = exchange.getMessage().getHeader(SipConstants.BYE_HEADERS, Map.of(), Map.class);
        HeaderFilterStrategy filter = getEndpoint().getComponent().getHeaderFilterStrategy();
        List<SipHeader> headers = new ArrayList<>();
        given.forEach((name, value) -> {
            String text = String.valueOf(value);
            if (headers.size() < MOST_HEADERS
                    && value != null
                    && !filter.applyFilterToCamelHeaders(String.valueOf(name), text, exchange)) {
                headers.add(new SipHeader(String.valueOf(name), text));
            }
        });
        return headers;
    }
}
