package io.voicebridge.component.sip;

import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * What may cross between headers of an exchange and headers of a SIP message: nothing that Camel keeps for itself,
 * however it is spelt, and nothing that belongs to the dialog.
 */
public class SipHeaderFilterStrategy extends DefaultHeaderFilterStrategy {

    public SipHeaderFilterStrategy() {
        setLowerCase(true);
        setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        setInFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        setOutFilter(java.util.Set.of(
                "via",
                "from",
                "to",
                "call-id",
                "cseq",
                "contact",
                "route",
                "record-route",
                "max-forwards",
                "content-length",
                "content-type",
                "v",
                "f",
                "t",
                "i",
                "m",
                "l",
                "c"));
    }
}
