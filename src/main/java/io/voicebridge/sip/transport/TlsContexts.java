package io.voicebridge.sip.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present TLS contexts, for connections that come and that we open. {@link #refresh} takes changed files; a file that
 * cannot be used leaves what is there in place. Thread-safe.
 */
final class TlsContexts {

    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Forward secrecy and authenticated encryption only (RFC 9325 section 4.2). */
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** @param server absent without a certificate of our own */
    private record Pair(Optional<SslContext> server, SslContext client) {}

    private final TlsSettings settings;
    private final TlsFiles files;
    private volatile Pair current;
    private TlsFiles.Stamp stamp;

    /** @throws IOException with one sentence that says which file cannot be used, and why */
    TlsContexts(TlsSettings settings) throws IOException {
        this.settings = settings;
        this.files = new TlsFiles(settings);
        this.stamp = files.stamp();
        this.current = load();
    }

    /** @throws IllegalStateException without a certificate of our own */
    SslContext server() {
        return current.server()
                .orElseThrow(() -> new IllegalStateException("SIP over TLS cannot be served without a certificate"));
    }

    SslContext client() {
        return current.client();
    }

    /** Reads the files if they have changed since. Reads from disk: not on an event loop. */
    synchronized void refresh() {
        TlsFiles.Stamp now = files.stamp();
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            current = load();
            LOG.info("TLS uses the changed certificate files from now on");
        } catch (IOException e) {
            LOG.error("The changed TLS files are not used, the ones before stay: {}", e.getMessage());
        }
    }

    private Pair load() throws IOException {
        Optional<TlsFiles.KeyPair> own = files.identity();
        List<X509Certificate> authorities = files.authorities();
        try {
            TrustManager clients = PeerTrust.ofClients(authorities);
            TrustManager servers = PeerTrust.ofServers(authorities);
            Optional<SslContext> server = Optional.empty();
            if (own.isPresent()) {
                server = Optional.of(common(SslContextBuilder.forServer(
                                own.get().key(), own.get().chain()))
                        .trustManager(clients)
                        .clientAuth(clientAuth())
                        .build());
            }
            SslContextBuilder client = common(SslContextBuilder.forClient()).trustManager(servers);
            own.ifPresent(pair -> client.keyManager(pair.key(), pair.chain()));
            return new Pair(server, client.build());
        } catch (GeneralSecurityException e) {
            throw new IOException("The authorities to trust cannot be used: " + e.getMessage(), e);
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder) {
        return builder.sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
    }

    private ClientAuth clientAuth() {
        return switch (settings.clientCertificate()) {
            case NONE -> ClientAuth.NONE;
            case REQUEST -> ClientAuth.OPTIONAL;
            case REQUIRE -> ClientAuth.REQUIRE;
        };
    }
}
