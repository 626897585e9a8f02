package io.voicebridge.component.sip;

import io.voicebridge.sip.message.HeaderNames;
import io.voicebridge.sip.message.HeaderRules;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * What may cross between headers of an exchange and headers of a SIP message: nothing that Camel keeps for itself,
 * however it is spelt, nothing that the stack sets, and nothing that changes what a message asks for.
 */
public class SipHeaderFilterStrategy extends DefaultHeaderFilterStrategy {

    private static final Set<String> OF_THE_PROTOCOL = Set.of(
            "allow",
            "authorization",
            "content-encoding",
            "event",
            "expires",
            "min-se",
            "proxy-authorization",
            "proxy-require",
            "rack",
            "refer-to",
            "replaces",
            "require",
            "rseq",
            "session-expires",
            "subscription-state",
            "supported",
            "unsupported");

    public SipHeaderFilterStrategy() {
        setLowerCase(true);
        setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        setInFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return HeaderRules.isOfTheStack(name)
                || OF_THE_PROTOCOL.contains(HeaderNames.canonical(name))
                || super.applyFilterToCamelHeaders(name, value, exchange);
    }
}
