package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voicebridge.conformance.Duty;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Duty(
        value = "Toll fraud",
        says =
                "Calls go out to the tenant's own numbers and Terminal URIs and to what the operator lists, never to premium-rate or emergency numbers by accident; so many at once, a minute and a day, so long a ring and a call; a refusal stands in the audit and on the timeline")
class DestinationsTest {

    private static Destinations allowing(String... allow) {
        return new Destinations(
                List.of(allow), Set.of("+13035550100", "777000111222"), Set.of("sip.acme.example"), "US");
    }

    private static String code(Destinations destinations, String target) {
        return destinations.refusal(target).map(Destinations.Refusal::code).orElse("");
    }

    @Test
    void allowsTheTenantsOwnNumbersAndTerminalsAndNothingElse() {
        Destinations none = allowing();

        assertThat(code(none, "tel:+13035550100")).isEmpty();
        assertThat(code(none, "sip:777000111222@sip.acme.example")).isEmpty();
        assertThat(code(none, "sip:desk@SIP.acme.example:5070;transport=tcp")).isEmpty();
        assertThat(code(none, "sip:4001@sip.acme.example"))
                .as("an extension there")
                .isEmpty();
        assertThat(code(none, "tel:+13035550101")).isEqualTo("destination_not_allowed");
        assertThat(code(none, "sip:+13035550101@sip.acme.example")).isEqualTo("destination_not_allowed");
        assertThat(code(none, "sip:desk@elsewhere.example")).isEqualTo("destination_not_allowed");
        assertThat(code(none, "sip:+13035550100@elsewhere.example")).isEqualTo("destination_not_allowed");
        assertThat(code(none, "+13035550100@elsewhere.example")).isEqualTo("destination_not_allowed");
    }

    @Test
    void letsTheLongestPrefixDecide() {
        Destinations list = allowing("+44", "!+4490", "+449012345");

        assertThat(code(list, "+442071838750")).isEmpty();
        assertThat(code(list, "+449098790000")).isEqualTo("destination_not_allowed");
        assertThat(code(list, "+449012345678")).isEmpty();
    }

    @Test
    void takesACountryForItsOrdinaryNumbersOnly() {
        Destinations list = allowing("US");

        assertThat(code(list, "(303) 555-0199")).isEmpty();
        assertThat(code(list, "tel:+1-900-555-0100")).as("premium rate").isEqualTo("destination_not_allowed");
        assertThat(code(list, "+18765550100")).as("Jamaica has +1 too").isEqualTo("destination_not_allowed");
        assertThat(code(list, "011 252 61 2345678")).as("Somalia").isEqualTo("destination_not_allowed");
    }

    @Test
    void takesHostsAndTheirSubdomains() {
        Destinations list = allowing("*.pstn.example", "US");

        assertThat(code(list, "sip:+13035550199@a.pstn.example")).isEmpty();
        assertThat(code(list, "sip:+13035550199@pstn.example")).isEqualTo("destination_not_allowed");
        assertThat(code(list, "sip:+13035550199@evilpstn.example")).isEqualTo("destination_not_allowed");
        assertThat(code(list, "sip:+13035550199@a.pstn.example@evil.example")).isEqualTo("destination_not_allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:x@sip.acme.example?Replaces=abc, bad_number",
        "sip:x@sip.acme.example;method=REGISTER, bad_number",
        "http://sip.acme.example, bad_number",
        "mailto:a@sip.acme.example, bad_number",
        "'tel:', bad_number",
        "'', bad_number",
        "'sip:a b@sip.acme.example', bad_number",
        "tel:911, emergency_number",
        "sip:911@sip.acme.example, emergency_number",
        "sip:90119005550100@sip.acme.example, destination_not_allowed",
    })
    void refusesWhatHidesSomething(String target, String code) {
        assertThat(code(allowing("US"), target)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "44", "us", "XX", "!US", "+44x", "ho st.example", "*", "a/b.example"})
    void refusesAnEntryThatIsNone(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> Destinations.check(List.of(entry)));
    }

    @Property
    void neverFailsAndNeverAllowsAStrangeHost(@ForAll String user) {
        assertThatCode(() -> allowing("US").refusal(user)).doesNotThrowAnyException();
        assertThat(allowing().refusal("sip:" + user + "@elsewhere.example")).isNotEqualTo(Optional.empty());
    }
}
