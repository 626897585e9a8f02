package io.voicebridge.cli.call;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.directory.Reason;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.message.SipUri;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carriers and points of presence of {@code bridge.sip.peers} and of trunks, and which of them answer. Bean {@code sipPeers}, asked and
 * told by the route {@code ping-peers}. Thread-safe.
 */
public final class SipPeers {

    private static final Logger LOG = LoggerFactory.getLogger(SipPeers.class);

    /** Carriers take more than one OPTIONS in ten seconds for a flood. */
    private static final int LEAST_SECONDS = 10;

    private final List<String> uris;
    private final Supplier<List<String>> ofTrunks;
    private volatile List<String> lastOfTrunks = List.of();
    private final Map<String, Boolean> there = new ConcurrentHashMap<>();
    private final Supplier<Optional<MeterRegistry>> metrics;

    /**
     * @param ofTrunks SIP URIs that trunks add, as they are now
     * @param uris SIP URIs with commas or blanks between them; empty for none
     * @param seconds between two questions to a peer
     * @throws IllegalArgumentException if one of them is no SIP URI, or the time is too short
     */
    public SipPeers(
            String uris, Supplier<List<String>> ofTrunks, int seconds, Supplier<Optional<MeterRegistry>> metrics) {
        this.uris = Arrays.stream(uris.split("[, ]+"))
                .filter(uri -> !uri.isEmpty())
                .map(SipPeers::checked)
                .distinct()
                .toList();
        if (seconds < LEAST_SECONDS) {
            throw new IllegalArgumentException("bridge.sip.ping-seconds must be at least " + LEAST_SECONDS);
        }
        this.ofTrunks = ofTrunks;
        this.metrics = metrics;
    }

    private static String checked(String uri) {
        return SipUri.parse(uri)
                .filter(parsed -> parsed.scheme().startsWith("sip"))
                .map(parsed -> uri)
                .orElseThrow(() -> new IllegalArgumentException("bridge.sip.peers names '" + uri
                        + "', which is no SIP URI such as sip:sip.carrier.example;transport=tls"));
    }

    /** Those of the setting. */
    public List<String> configured() {
        return uris;
    }

    /** Those of the setting and of trunks. */
    public List<String> list() {
        List<String> now =
                Stream.concat(uris.stream(), ofTrunks().stream()).distinct().toList();
        there.keySet().retainAll(now);
        return now;
    }

    /** While the database is away, those that it named last: peers are asked all the same. */
    private List<String> ofTrunks() {
        try {
            lastOfTrunks = ofTrunks.get();
        } catch (RuntimeException e) {
            LOG.debug("The peers of trunks cannot be read: {}", Reason.of(e));
        }
        return lastOfTrunks;
    }

    /** Shows how many of the trunks' peers are silent: which, their tenants say, and no label holds what a tenant chose. */
    public void show(MeterRegistry registry) {
        Gauge.builder("sip_trunk_peers_silent", this, SipPeers::silentOfTrunks)
                .description("Peers of trunks that do not answer OPTIONS")
                .register(registry);
    }

    private long silentOfTrunks() {
        return there.entrySet().stream()
                .filter(peer -> !peer.getValue() && !uris.contains(peer.getKey()))
                .count();
    }

    /** Notes what {@code sip:options} has found out, and tells of a peer that has gone or come back. */
    public void note(Exchange exchange) {
        String peer = exchange.getMessage().getHeader(SipConstants.TARGET, String.class);
        PeerAnswer answer = exchange.getMessage().getBody(PeerAnswer.class);
        Boolean before = there.put(peer, answer.answered());
        if (before == null && uris.contains(peer)) {
            metrics.get().ifPresent(registry -> register(registry, peer));
        }
        if (answer.answered()) {
            if (before == null || !before) {
                LOG.info("The peer {} answers with {}", peer, answer.status());
            }
        } else if (before == null || before) {
            LOG.warn(
                    "The peer {} does not answer OPTIONS ({}; asked: {}). Calls to it will fail, and it may not reach us"
                            + " either: ./bridge doctor looks further.",
                    peer,
                    answer.reason(),
                    answer.servers());
        }
    }

    private void register(MeterRegistry registry, String peer) {
        Gauge.builder("sip_peer_up", there, states -> states.getOrDefault(peer, false) ? 1 : 0)
                .description("1 if the peer of bridge.sip.peers answers OPTIONS, 0 if not")
                .tag("peer", peer)
                .register(registry);
    }
}
