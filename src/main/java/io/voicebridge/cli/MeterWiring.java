package io.voicebridge.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.cli.call.Backlog;
import io.voicebridge.cli.call.SipPeers;
import io.voicebridge.cli.event.DeliveryDesk;
import io.voicebridge.cli.trunk.TrunkWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Shows how the bridge itself is, as gauges, once everything has started. What they read is in memory or a small file. */
public final class MeterWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        context.addStartupListener((started, alreadyStarted) -> Optional.ofNullable(
                        started.getRegistry().findSingleByType(MeterRegistry.class))
                .ifPresent(meters -> show(started, meters)));
    }

    private static void show(CamelContext context, MeterRegistry meters) {
        Registry registry = context.getRegistry();
        registry.findByType(Five9Meters.class).forEach(Five9Meters::show);
        registry.findByType(MeteredAnnouncements.class).forEach(MeteredAnnouncements::show);
        registry.findByType(DeliveryDesk.class).forEach(DeliveryDesk::show);
        registry.findByType(TrunkWatch.class).forEach(watch -> watch.show(meters));
        registry.lookupByNameAndType("sipPeers", SipPeers.class).show(meters);
        LateStorage storage = registry.lookupByNameAndType("storage", LateStorage.class);
        Gauge.builder("bridge_database_up", storage, held -> held.awaySince().isEmpty() ? 1 : 0)
                .description("1 while the database is there, 0 while it is away")
                .register(meters);
        for (String kept : new String[] {"call", "refused"}) {
            Backlog backlog = registry.lookupByNameAndType(kept + "Backlog", Backlog.class);
            Gauge.builder("bridge_backlog_entries", backlog, Backlog::size)
                    .description("What waits in memory for the database, of calls and of refused calls")
                    .tag("of", kept)
                    .register(meters);
        }
        String certificate = context.resolvePropertyPlaceholders("{{bridge.sips.certificate:}}");
        if (!certificate.isBlank()) {
            CertificateExpiry expiry =
                    new CertificateExpiry(Path.of(certificate), registry.lookupByNameAndType("clock", Clock.class));
            Gauge.builder("sip_certificate_expiry_timestamp_seconds", expiry, CertificateExpiry::epochSeconds)
                    .description("When the certificate for SIP over TLS expires, in seconds since 1970")
                    .strongReference(true)
                    .register(meters);
        }
    }
}
