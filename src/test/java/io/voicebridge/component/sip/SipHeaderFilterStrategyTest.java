package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipHeaderFilterStrategyTest {

    private final SipHeaderFilterStrategy filter = new SipHeaderFilterStrategy();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Duty(
            value = "Header injection by a route",
            says =
                    "a route cannot send, by its long or its compact name in any case, a header that belongs to the dialog"
                            + " or changes what a message asks for")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Call-ID",
                "i",
                "CSEQ",
                "v",
                "Contact",
                "m",
                "l",
                "Replaces",
                "Session-Expires",
                "x",
                "k",
                "r",
                "e"
            })
    void keepsBackWhatIsTheDialogs(String name) {
        assertThat(filter.applyFilterToCamelHeaders(name, "1", exchange)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelSipStatus", "camelFileName", "CAMELHTTPURI"})
    void keepsBackWhatIsCamels(String name) {
        assertThat(filter.applyFilterToCamelHeaders(name, "1", exchange)).isTrue();
        assertThat(filter.applyFilterToExternalHeaders(name, "1", exchange)).isTrue();
    }

    @Test
    void letsALeadsHeadersPass() {
        assertThat(filter.applyFilterToCamelHeaders("X-RouteType", "SkillTransfer", exchange))
                .isFalse();
    }
}
