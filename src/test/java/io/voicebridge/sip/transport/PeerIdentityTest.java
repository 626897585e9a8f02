package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who the server of a new TLS connection must be. */
class PeerIdentityTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 5061);

    private record Known(List<String> names) implements Connection {

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public void close() {
            // It was closed long ago.
        }
    }

    private static Hop to(String host, String... proved) {
        return new Hop(Transport.TLS, ADDRESS, Optional.of(new Known(List.of(proved))), host, "");
    }

    private static PeerIdentity identity(Hop hop, String... hosts) {
        return PeerIdentity.parse(PeerIdentity.of(hop, List.of(hosts)).text());
    }

    @Test
    void isTheNameThatWasCalledAndNothingElse() {
        PeerIdentity identity = identity(to("called.example", "proved.example"), "written.example");

        assertThat(identity.serverName()).contains("called.example");
        takes(identity, AUTHORITY.issue("x").dns("called.example"));
        refuses(identity, AUTHORITY.issue("x").dns("proved.example"));
        refuses(identity, AUTHORITY.issue("x").dns("written.example"));
        refuses(identity, AUTHORITY.issue("x").address("192.0.2.7"));
    }

    @Test
    void isTheAddressOrANameThatIsKnownForIt() {
        PeerIdentity identity = identity(to("", "proved.example"), "*.written.example");

        assertThat(identity.serverName()).contains("proved.example");
        takes(identity, AUTHORITY.issue("x").dns("proved.example"));
        takes(identity, AUTHORITY.issue("x").uri("sip:proved.example"));
        takes(identity, AUTHORITY.issue("x").dns("edge.written.example"));
        takes(identity, AUTHORITY.issue("x").dns("*.written.example"));
        takes(identity, AUTHORITY.issue("x").address("192.0.2.7"));
        refuses(identity, AUTHORITY.issue("x").dns("a.b.written.example"));
        refuses(identity, AUTHORITY.issue("x").dns("written.example"));
        refuses(identity, AUTHORITY.issue("proved.example").dns("stranger.example"));
        refuses(identity, AUTHORITY.issue("x").address("192.0.2.8"));
    }

    @Test
    void isTheAddressAloneWhereNothingElseIsKnown() {
        PeerIdentity identity = identity(to(""));

        assertThat(identity.serverName()).isEmpty();
        takes(identity, AUTHORITY.issue("x").address("192.0.2.7"));
        refuses(identity, AUTHORITY.issue("x").dns("stranger.example"));
    }

    private static void takes(PeerIdentity identity, TestAuthority.Order order) {
        X509Certificate certificate = order.certificate();
        assertThatCode(() -> identity.require(certificate)).doesNotThrowAnyException();
    }

    private static void refuses(PeerIdentity identity, TestAuthority.Order order) {
        X509Certificate certificate = order.certificate();
        assertThatThrownBy(() -> identity.require(certificate)).isInstanceOf(PeerNames.WrongName.class);
    }
}
