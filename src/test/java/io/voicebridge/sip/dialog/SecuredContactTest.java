package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that were begun with a sips URI, from our end. */
class SecuredContactTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "TLS");

    private String contactFor(String invite, Transport transport) {
        caller.over(transport).sends(invite, agent.address);
        network.pass(MOMENT);
        callee.answers(callee.invites.get(0));
        network.pass(MOMENT);
        assertThat(caller.last().status()).isEqualTo(200);
        return caller.last().header("Contact").orElseThrow();
    }

    private static String toSips(String message) {
        return message.replaceFirst("INVITE sip:", "INVITE sips:");
    }

    @Rfc(
            value = "3261, 8.1.1.8, 12.1.1",
            says =
                    "a call to or from a sips URI over TLS has a sips Contact; so has one whose first route or Contact is one")
    @Test
    void isSipsWhereTheRequestUriIs() {
        assertThat(contactFor(toSips(script.invite()), Transport.TLS)).startsWith("<sips:192.0.2.");
    }

    @Rfc("3261, 8.1.1.8, 12.1.1")
    @Test
    void isSipsWhereTheContactIs() {
        script.contact = "<sips:caller@192.0.2.70:5070>";
        assertThat(contactFor(script.invite(), Transport.TLS)).startsWith("<sips:");
    }

    @Rfc("3261, 8.1.1.8, 12.1.1")
    @Test
    void isSipsWhereTheFirstRouteIs() {
        script.extra = "Record-Route: <sips:edge.carrier.example;lr>\r\n";
        assertThat(contactFor(script.invite(), Transport.TLS)).startsWith("<sips:");
    }

    @Test
    void isSipWithItsTransportWhereNothingIsSips() {
        assertThat(contactFor(script.invite(), Transport.TLS))
                .startsWith("<sip:")
                .endsWith(";transport=tls>");
    }

    @Test
    void isNeverSipsWithoutTls() {
        Script plain = new Script(caller.address, "UDP");
        assertThat(contactFor(toSips(plain.invite()), Transport.UDP)).startsWith("<sip:");
    }
}
