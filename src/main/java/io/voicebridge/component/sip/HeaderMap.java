package io.voicebridge.component.sip;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Headers that a route wants on a SIP message, as far as they may go out. */
final class HeaderMap {

    /** What Five9 takes. */
    private static final int MOST_HEADERS = 10;

    private HeaderMap() {}

    /** Those in the map of this name that the filter lets pass, at most {@value #MOST_HEADERS}. */
    static List<SipHeader> read(Exchange exchange, String name, HeaderFilterStrategy filter) {
        Map<?, ?> given = exchange.getMessage().getHeader(name, Map.of(), Map.class);
        List<SipHeader> headers = new ArrayList<>();
        given.forEach((key, value) -> {
            String text = String.valueOf(value);
            if (headers.size() < MOST_HEADERS
                    && value != null
                    && !filter.applyFilterToCamelHeaders(String.valueOf(key), text, exchange)) {
                headers.add(new SipHeader(String.valueOf(key), text));
            }
        });
        return headers;
    }
}
