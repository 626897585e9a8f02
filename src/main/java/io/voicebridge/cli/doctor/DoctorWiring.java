package io.voicebridge.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.call.SipPeers;
import io.voicebridge.cli.five9.Five9TaskDesk;
import io.voicebridge.cli.http.NumberChecks;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnAddresses;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.WebhookSignature;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.Transport;
import io.voicebridge.speech.Speech;
import io.voicebridge.trunk.Trunks;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Binds the check list of the doctor. */
public final class DoctorWiring {

    /** A server that is silent is not there; the transaction itself would go on for 32 s. */
    private static final String OPTIONS = "sip:options?ringTimeout=4000";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int THREADS = 8;
    private static final String ACTOR = "doctor";
    private static final Duration PASS = Duration.ofMinutes(1);

    private final CamelContext context;
    private final Registry registry;
    private final ProducerTemplate template;
    private HttpClient http;

    private DoctorWiring(CamelContext context) {
        this.context = context;
        this.registry = context.getRegistry();
        this.template = context.createProducerTemplate();
    }

    /** Binds {@code doctorDesk}; the parts that it asks are looked up when it is asked. */
    public static void bind(CamelContext context) {
        new DoctorWiring(context).bind();
    }

    /** Made when it is first asked for: reading the authorities of the Java machine is no part of a start. */
    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        }
        return http;
    }

    private void bind() {
        Doctor doctor =
                new Doctor(context.getExecutorServiceManager().newFixedThreadPool(this, "doctor", THREADS), PATIENCE);
        registry.bind(
                "doctorDesk",
                new DoctorDesk(
                        doctor,
                        registry.lookupByNameAndType("phoneNumbers", PhoneNumbers.class),
                        this::host,
                        this::lines,
                        new TrunkChecks(
                                () -> registry.lookupByNameAndType("trunks", Trunks.class),
                                property("bridge.rtp.srtp")),
                        new Five9Checks(
                                tenant -> registry.lookupByNameAndType("tenants", Tenants.class)
                                        .get(tenant)
                                        .settings()
                                        .five9(),
                                (tenant, account, question) -> registry.lookupByNameAndType(
                                                "five9TaskDesk", Five9TaskDesk.class)
                                        .ask(template, tenant, account, question))));
    }

    private List<Check> host(String tenant) {
        List<Check> checks = new ArrayList<>();
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        checks.addAll(new HostChecks(
                        registry.lookupByNameAndType("dataSource", DataSource.class),
                        Path.of(property("bridge.data.dir")),
                        clock,
                        missingSpeech())
                .all());
        checks.add(new ClockCheck(http(), property("bridge.clock.reference"), clock).check());
        checks.addAll(new SipChecks(sipFacts(), this::options).all());
        if (!property("bridge.sips.certificate").isEmpty()) {
            checks.add(new CertificateCheck(
                            Path.of(property("bridge.sips.certificate")),
                            publicSipHost(),
                            PublicAuthorities.all(),
                            clock)
                    .check());
        }
        checks.addAll(
                new WebChecks(http(), property("bridge.public.url"), body -> signed(tenant, body), () -> pass(tenant))
                        .all());
        return checks;
    }

    /** As an AI platform of the tenant signs, with its newest secret. */
    private Map<String, String> signed(String tenant, String body) {
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        String secret = registry.lookupByNameAndType("tenants", Tenants.class).signers().stream()
                .filter(signer -> signer.tenantId().equals(tenant))
                .map(signer -> signer.secrets().get(0))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The tenant has no webhook secret"));
        Instant now = clock.instant();
        String id = registry.lookupByNameAndType("ids", Ids.class).next("doctor");
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(now.getEpochSecond()),
                "webhook-signature", new WebhookSignature(clock).sign(secret, id, now, body));
    }

    /** A key that opens a script's door for the time of one question. */
    private WebChecks.Pass pass(String tenant) {
        ApiKeys keys = registry.lookupByNameAndType("apiKeys", ApiKeys.class);
        ObjectNode draft = JsonNodeFactory.instance.objectNode().put("label", ACTOR);
        draft.withArray("scopes").add("five9");
        draft.put(
                "expires_at",
                registry.lookupByNameAndType("clock", Clock.class)
                        .instant()
                        .plus(PASS)
                        .toString());
        ApiKey.Issued issued = keys.create(tenant, ACTOR, draft);
        return new WebChecks.Pass(
                issued.secret(), () -> keys.delete(tenant, ACTOR, issued.key().id()));
    }

    private Optional<String> missingSpeech() {
        Speech speech = registry.lookupByNameAndType("speech", Speech.class);
        return speech.recognizer().isPresent()
                ? Optional.empty()
                : Optional.of("There is no recogniser: " + String.join("; ", speech.describe()) + ".");
    }

    private SipChecks.Facts sipFacts() {
        SipComponent sip = context.getComponent("sip", SipComponent.class);
        List<String> listeners = Stream.of(Transport.UDP, Transport.TCP)
                .flatMap(transport -> sip.boundAddress(transport).stream()
                        .map(bound -> SipChecks.uri(bound, transport.name().toLowerCase(Locale.ROOT))))
                .toList();
        List<String> peers =
                registry.lookupByNameAndType("sipPeers", SipPeers.class).list();
        Set<String> taken = Stream.of(Transport.values())
                .flatMap(transport ->
                        sip.boundAddress(transport).stream().map(bound -> transport.name() + ' ' + bound.getPort()))
                .collect(Collectors.toSet());
        return new SipChecks.Facts(
                listeners, property("bridge.public.sip"), audioHost(), peers, taken, sip.heard(), this::isHere);
    }

    /** An address of a network interface, or one that peers are told. */
    private boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null
                    || Stream.of("bridge.sip.advertised.host", "bridge.rtp.advertised.host")
                            .map(this::property)
                            .filter(host -> !host.isEmpty())
                            .anyMatch(host -> leadsTo(host, address));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(String host, InetAddress address) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host)).contains(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private String audioHost() {
        return Stream.of("bridge.rtp.advertised.host", "bridge.sip.advertised.host", "bridge.sip.host")
                .map(this::property)
                .filter(host -> !host.isEmpty())
                .findFirst()
                .orElse("localhost");
    }

    private String publicSipHost() {
        return SipChecks.host(property("bridge.public.sip"));
    }

    private LineChecks lines() {
        OwnAddresses own = registry.lookupByNameAndType("ownAddresses", OwnAddresses.class);
        return new LineChecks(
                registry.lookupByNameAndType("numberChecks", NumberChecks.class),
                own::contain,
                this::options,
                new LineChecks.Encryption(
                        property("bridge.rtp.srtp"),
                        !property("bridge.sips.certificate").isEmpty(),
                        Boolean.parseBoolean(property("bridge.rtp.srtp.over-tls-only"))));
    }

    private PeerAnswer options(String uri) {
        return template.requestBodyAndHeader(OPTIONS, null, SipConstants.TARGET, uri, PeerAnswer.class);
    }

    private String property(String name) {
        return context.resolvePropertyPlaceholders("{{" + name + ":}}").strip();
    }
}
