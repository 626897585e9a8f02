package io.voicebridge.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("3515, 2.1")
@Duty(
        value = "Refer-To",
        says = "A REFER goes out to listed numbers and hosts only, without headers or a method in the URI")
class ReferTargetsTest {

    private static final ReferTargets TARGETS = new ReferTargets(
            List.of("+1", "!+1900", "+19005550100", "777"), List.of("pbx.example.com", "*.carrier.example"));

    @ParameterizedTest
    @CsvSource({
        "tel:+13035550199, true",
        "tel:+1-303-555-0199, true",
        "tel:+19005550199, false",
        "tel:+1-900-555-0199, false",
        "tel:+1(900)5550199, false",
        "tel:+19005550100, true",
        "tel:+4930555019, false",
        "tel:777123456789, true",
        "sip:+13035550199@pbx.example.com, true",
        "sip:+13035550199@PBX.example.com:5070;transport=tls, true",
        "sip:%2B19005550199@pbx.example.com, false",
        "sip:agent@pbx.example.com, true",
        "sip:agent@evil.example.com, false",
        "sip:agent@x.carrier.example, true",
        "sip:agent@carrier.example, false",
        "sip:agent@xcarrier.example, false",
        "sip:agent@192.0.2.1, false",
        "sips:agent@pbx.example.com, true",
        "sip:agent@pbx.example.com?Replaces=1, false",
        "sip:agent@pbx.example.com;method=BYE, false",
        "http://pbx.example.com, false",
        "'', false",
    })
    void allowsWhatIsListed(String target, boolean allowed) {
        assertThat(TARGETS.allow(target)).isEqualTo(allowed);
    }

    @Test
    void allowsNothingWhenEmpty() {
        ReferTargets none = new ReferTargets(List.of(), List.of());
        assertThat(none.allow("tel:+13035550199")).isFalse();
        assertThat(none.allow("sip:agent@pbx.example.com")).isFalse();
    }
}
