package io.voicebridge.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.sip.PeerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipPeersTest {

    private static final String CARRIER = "sip:198.51.100.9;transport=tls";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void readsTheListOnceEach() {
        assertThat(peers(CARRIER + ", sip:sip.carrier.example " + CARRIER).list())
                .containsExactly(CARRIER, "sip:sip.carrier.example");
        assertThat(peers("").list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carrier.example", "tel:+13035550100", "https://carrier.example"})
    void refusesToStartWithWhatIsNoSipUri(String uri) {
        assertThatThrownBy(() -> peers(uri)).hasMessageContaining("bridge.sip.peers names '" + uri + "'");
    }

    @Test
    void refusesToAskSoOftenThatACarrierTakesItForAFlood() {
        assertThatThrownBy(() -> new SipPeers(CARRIER, List::of, 9, Optional::empty))
                .hasMessage("bridge.sip.ping-seconds must be at least 10");
    }

    @Test
    void asksThoseOfTrunksToo() {
        assertThat(new SipPeers(CARRIER, () -> List.of("sip:203.0.113.18", CARRIER), 30, Optional::empty).list())
                .containsExactly(CARRIER, "sip:203.0.113.18");
    }

    @Test
    void asksWhomItKnowsWhileTheDatabaseIsAway() {
        AtomicBoolean away = new AtomicBoolean();
        SipPeers peers = new SipPeers(
                CARRIER,
                () -> {
                    if (away.get()) {
                        throw new IllegalStateException("away");
                    }
                    return List.of("sip:203.0.113.18");
                },
                30,
                Optional::empty);
        peers.list();
        away.set(true);

        assertThat(peers.list()).containsExactly(CARRIER, "sip:203.0.113.18");
    }

    @Test
    void showsWhichPeersAnswer() {
        SipPeers peers = peers(CARRIER);

        peers.note(answer(new PeerAnswer(403, "Forbidden", true, List.of("TLS 198.51.100.9:5061"))));
        assertThat(up()).isEqualTo(1);

        peers.note(answer(new PeerAnswer(408, "no answer in 5 s", false, List.of("TLS 198.51.100.9:5061"))));
        assertThat(up()).isZero();
    }

    @Test
    void countsSilentPeersOfTrunksWithoutNamingThem() {
        List<String> ofTrunks = new ArrayList<>(List.of(CARRIER));
        SipPeers peers = new SipPeers("", () -> ofTrunks, 30, () -> Optional.of(metrics));
        peers.show(metrics);

        peers.note(answer(new PeerAnswer(408, "no answer in 5 s", false, List.of())));

        assertThat(metrics.get("sip_trunk_peers_silent").gauge().value()).isEqualTo(1);
        assertThat(metrics.getMeters())
                .as("none with a name that a tenant chose")
                .hasSize(1);

        ofTrunks.clear();
        peers.list();
        assertThat(metrics.get("sip_trunk_peers_silent").gauge().value())
                .as("once its trunk has gone")
                .isZero();
    }

    private double up() {
        return metrics.get("sip_peer_up").tag("peer", CARRIER).gauge().value();
    }

    private SipPeers peers(String uris) {
        return new SipPeers(uris, List::of, 30, () -> Optional.of(metrics));
    }

    private static Exchange answer(PeerAnswer answer) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(SipConstants.TARGET, CARRIER);
        exchange.getMessage().setBody(answer);
        return exchange;
    }
}
