package io.voicebridge.cli;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.rehearsal.RehearsalTarget;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the simulator speaks SIP and carries audio: the options of {@code ./bridge simulate} for that. */
final class SimulatorWire {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--inbound-port",
            defaultValue = "5070",
            paramLabel = "N",
            description = "Where SIP is taken for that campaign's number; the number's terminal_uri leads there"
                    + " (default: ${DEFAULT-VALUE}).")
    private int inboundPort;

    @Option(
            names = "--inbound-tls-port",
            defaultValue = "5071",
            paramLabel = "N",
            description = "The same over TLS, with --certificate (default: ${DEFAULT-VALUE}).")
    private int inboundTlsPort;

    @Option(
            names = "--srtp",
            defaultValue = "allow",
            paramLabel = "RULE",
            description =
                    "Encrypted audio: off, allow (if the bridge asks for it) or require (default: ${DEFAULT-VALUE}).")
    private String srtp;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file of the authorities for transport=tls (default: those of Java).")
    private Optional<Path> trust;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "PEM file of the simulator's own certificate: with it, connections over TLS are taken, which a"
                            + " proxy on the way may open.")
    private Optional<Path> certificate;

    @Option(names = "--private-key", paramLabel = "FILE", description = "PEM file of that certificate's key.")
    private Optional<Path> privateKey;

    /**
     * On the address that this machine has towards the bridge.
     *
     * @param takesCalls whether the inbound campaign's number is served
     */
    CallEngineSettings towards(RehearsalTarget bridge, boolean takesCalls, int calls) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(bridge.sip());
            String here = probe.getLocalAddress().getHostAddress();
            Optional<TlsSettings.Identity> identity = identity();
            List<ListenerSettings> listeners = new ArrayList<>(
                    CallEngineSettings.plain(here, takesCalls ? inboundPort : 0, Optional.empty(), Entry.open()));
            identity.ifPresent(own -> listeners.add(new ListenerSettings(
                    "tls",
                    Transport.TLS,
                    here,
                    takesCalls ? inboundTlsPort : 0,
                    Optional.empty(),
                    Optional.empty(),
                    Entry.open().admission())));
            return new CallEngineSettings(
                    listeners,
                    TlsSettings.of(identity, trust, TlsSettings.ClientCertificate.NONE),
                    StreamLimits.STANDARD,
                    DnsSettings.OF_THE_MACHINE,
                    MediaSettings.of(here, "0").with(new SrtpSettings(rule(), CryptoSuite.list(""), false)),
                    calls,
                    Entry.open(),
                    SessionTimers.STANDARD);
        }
    }

    private Optional<TlsSettings.Identity> identity() {
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--certificate and --private-key belong together.");
        }
        return certificate.map(file -> new TlsSettings.Identity(file, privateKey.orElseThrow()));
    }

    private Encryption rule() {
        try {
            return Encryption.parse(srtp);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
