package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/** Which hosts a certificate speaks for. */
class PeerNamesTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");

    private static void fits(String host, TestAuthority.Order order) {
        X509Certificate certificate = order.certificate();
        assertThatCode(() -> PeerNames.require(host, certificate)).doesNotThrowAnyException();
    }

    private static void misses(String host, TestAuthority.Order order) {
        X509Certificate certificate = order.certificate();
        assertThatThrownBy(() -> PeerNames.require(host, certificate)).isInstanceOf(PeerNames.WrongName.class);
    }

    @Test
    @Rfc(
            value = "5922, 7.1, 7.2",
            says =
                    "a server proves its host by a SIP URI or DNS name of subjectAltName, by an address if there is no name,"
                            + " never by its common name")
    void acceptsTheDomainOfASipUri() {
        fits("carrier.example", AUTHORITY.issue("x").uri("sip:carrier.example"));
        fits("carrier.example", AUTHORITY.issue("x").uri("sip:Carrier.Example").dns("other.example"));
    }

    @Test
    @Rfc("5922, 7.1, 7.2")
    void refusesTheUriOfAPersonOrOfAnotherScheme() {
        misses("carrier.example", AUTHORITY.issue("x").uri("sip:alice@carrier.example"));
        misses("carrier.example", AUTHORITY.issue("x").uri("https:carrier.example"));
    }

    @Test
    @Rfc("5922, 7.1, 7.2")
    void acceptsADnsNameWhateverItsCase() {
        fits("sip.carrier.example", AUTHORITY.issue("x").dns("a.example").dns("SIP.carrier.example"));
        fits("sip.carrier.example.", AUTHORITY.issue("x").dns("sip.carrier.example"));
    }

    @Test
    @Rfc("5922, 7.1, 7.2")
    void neverTakesTheCommonName() {
        misses("carrier.example", AUTHORITY.issue("carrier.example"));
        misses("carrier.example", AUTHORITY.issue("carrier.example").dns("other.example"));
    }

    @Test
    @Rfc("5922, 7.1, 7.2")
    void takesAStarForOneLabelOnly() {
        fits("acme.pstn.carrier.example", AUTHORITY.issue("x").dns("*.pstn.carrier.example"));
        misses("pstn.carrier.example", AUTHORITY.issue("x").dns("*.pstn.carrier.example"));
        misses("a.b.pstn.carrier.example", AUTHORITY.issue("x").dns("*.pstn.carrier.example"));
        misses("carrier.example", AUTHORITY.issue("x").dns("*.example"));
        misses("abc.carrier.example", AUTHORITY.issue("x").dns("a*.carrier.example"));
    }

    @Test
    @Rfc("5922, 7.1, 7.2")
    void knowsAnAddressByAnAddressOnly() {
        fits("192.0.2.7", AUTHORITY.issue("x").address("192.0.2.7"));
        fits("2001:db8::1", AUTHORITY.issue("x").address("2001:db8:0:0:0:0:0:1"));
        misses("192.0.2.8", AUTHORITY.issue("x").address("192.0.2.7"));
        misses("192.0.2.7", AUTHORITY.issue("192.0.2.7").dns("192.0.2.7"));
    }
}
