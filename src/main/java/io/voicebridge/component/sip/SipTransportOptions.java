package io.voicebridge.component.sip;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TlsSettings.ClientCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.spi.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options of the component that say where SIP is taken, and with what certificates. */
public abstract class SipTransportOptions extends SipAccessOptions {

    private static final Logger LOG = LoggerFactory.getLogger(SipTransportOptions.class);

    @Metadata(
            defaultValue = "0.0.0.0",
            description = "Address to listen on, for SIP and for audio; :: for IPv6 and IPv4")
    private String host = "0.0.0.0";

    @Metadata(defaultValue = "5060", description = "Port for SIP over UDP and TCP; 0 picks a free one")
    private int port = 5060;

    @Metadata(description = "Host that peers are told to send SIP to, if it differs from the address bound")
    private String advertisedHost = "";

    @Metadata(
            description = "YAML file of listeners, each with a name, transports, an address, what it advertises and the"
                    + " policy of who may call. They stand in place of the one of host and port")
    private String listeners = "";

    @Metadata(
            label = "advanced",
            description =
                    "Addresses of the name servers that are asked for the names in SIP URIs, with or without a port,"
                            + " parted by commas; empty for those of the machine")
    private String dnsServers = "";

    @Metadata(
            label = "security",
            defaultValue = "5061",
            description = "Port for SIP over TLS, served if there is a certificate; 0 picks a free one")
    private int tlsPort = 5061;

    @Metadata(
            label = "security",
            description =
                    "PEM file of the certificate and those that lead to its authority; read again when it changes")
    private String tlsCertificate = "";

    @Metadata(label = "security", description = "PEM file of the certificate's private key: PKCS 8, no pass phrase")
    private String tlsKey = "";

    @Metadata(
            label = "security",
            description =
                    "PEM file of the authorities that peers' certificates must come from; without one those of the"
                            + " Java runtime")
    private String tlsTrust = "";

    @Metadata(
            label = "security",
            defaultValue = "none",
            enums = "none,request,require",
            description = "Whether callers over TLS are asked for a certificate, or must have one")
    private String tlsClientCertificate = "none";

    @Metadata(
            label = "advanced",
            defaultValue = "25",
            description =
                    "Seconds of silence after which a double CRLF keeps a connection open that a call needs; 0 for"
                            + " never")
    private int keepAliveSeconds = 25;

    @Metadata(
            label = "advanced",
            defaultValue = "1300",
            description =
                    "Bytes of a request for UDP above which it goes over TCP, as RFC 3261 section 18.1.1 asks, and over UDP if"
                            + " no connection is to be had there; 0 to send all sizes over UDP")
    private int udpLimit = 1300;

    @Metadata(
            label = "security",
            defaultValue = "100",
            description = "Connections over TCP and TLS of one source address at a time")
    private int connectionsPerSource = 100;

    @Metadata(label = "security", defaultValue = "2000", description = "Connections over TCP and TLS at a time")
    private int connectionsTotal = 2000;

    /**
     * @throws IllegalArgumentException if the file of listeners does not make sense
     */
    List<ListenerSettings> listenerSettings(Policies policies, Entry entry) {
        if (!listeners.isBlank()) {
            return ListenerFile.read(Path.of(listeners.strip()), policies::named);
        }
        Optional<String> told = text(advertisedHost);
        List<ListenerSettings> all = new ArrayList<>(CallEngineSettings.plain(host, port, told, entry));
        if (tlsCertificate.isBlank()) {
            LOG.info("SIP over TLS is not served: there is no certificate");
        } else {
            all.add(new ListenerSettings(
                    CallEngineSettings.DEFAULT_LISTENER,
                    Transport.TLS,
                    host,
                    tlsPort,
                    told.map(SipTransportOptions::withoutPort),
                    Optional.empty(),
                    entry.admission()));
        }
        return all;
    }

    /** Where audio is bound: where SIP is, unless a listener speaks another kind of address; then to all of both kinds. */
    String mediaHost(List<ListenerSettings> all) {
        boolean ipv6 = isIpv6(host);
        return all.stream().allMatch(listener -> isIpv6(listener.host()) == ipv6) ? host : "::";
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }

    /** The port that is advertised is that of UDP and TCP. */
    private static String withoutPort(String host) {
        boolean ipv6 = host.indexOf(':') != host.lastIndexOf(':');
        int end = ipv6 ? host.indexOf("]:") + 1 : host.indexOf(':');
        return end > 0 ? host.substring(0, end) : host;
    }

    TlsSettings tlsSettings() {
        Optional<TlsSettings.Identity> identity = text(tlsCertificate)
                .map(certificate -> new TlsSettings.Identity(
                        Path.of(certificate),
                        Path.of(text(tlsKey)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "A certificate for SIP over TLS needs its key: tlsKey is not set")))));
        return TlsSettings.of(
                identity,
                text(tlsTrust).map(Path::of),
                ClientCertificate.valueOf(tlsClientCertificate.strip().toUpperCase(Locale.ROOT)));
    }

    DnsSettings dnsSettings() {
        return DnsSettings.parse(dnsServers);
    }

    StreamLimits streamLimits() {
        return StreamLimits.STANDARD
                .withConnections(connectionsTotal, connectionsPerSource)
                .withKeepAlive(Duration.ofSeconds(keepAliveSeconds))
                .withDatagramLimit(udpLimit);
    }

    static Optional<String> text(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public String getAdvertisedHost() {
        return advertisedHost;
    }

    public void setAdvertisedHost(String advertisedHost) {
        this.advertisedHost = advertisedHost;
    }

    public String getListeners() {
        return listeners;
    }

    public void setListeners(String listeners) {
        this.listeners = listeners;
    }

    public String getDnsServers() {
        return dnsServers;
    }

    public void setDnsServers(String dnsServers) {
        this.dnsServers = dnsServers;
    }

    public int getTlsPort() {
        return tlsPort;
    }

    public void setTlsPort(int tlsPort) {
        this.tlsPort = tlsPort;
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = tlsCertificate;
    }

    public String getTlsKey() {
        return tlsKey;
    }

    public void setTlsKey(String tlsKey) {
        this.tlsKey = tlsKey;
    }

    public String getTlsTrust() {
        return tlsTrust;
    }

    public void setTlsTrust(String tlsTrust) {
        this.tlsTrust = tlsTrust;
    }

    public String getTlsClientCertificate() {
        return tlsClientCertificate;
    }

    public void setTlsClientCertificate(String tlsClientCertificate) {
        this.tlsClientCertificate = tlsClientCertificate;
    }

    public int getKeepAliveSeconds() {
        return keepAliveSeconds;
    }

    public void setKeepAliveSeconds(int keepAliveSeconds) {
        this.keepAliveSeconds = keepAliveSeconds;
    }

    public int getConnectionsPerSource() {
        return connectionsPerSource;
    }

    public void setConnectionsPerSource(int connectionsPerSource) {
        this.connectionsPerSource = connectionsPerSource;
    }

    public int getConnectionsTotal() {
        return connectionsTotal;
    }

    public void setConnectionsTotal(int connectionsTotal) {
        this.connectionsTotal = connectionsTotal;
    }

    public int getUdpLimit() {
        return udpLimit;
    }

    public void setUdpLimit(int udpLimit) {
        this.udpLimit = udpLimit;
    }
}
