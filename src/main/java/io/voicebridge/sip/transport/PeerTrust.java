package io.voicebridge.sip.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides about a peer's certificate: the chain must lead to an authority and be valid today, and that of a server must be
 * for the host that we wanted (RFC 5922 section 7.3).
 */
final class PeerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager chains;
    private final boolean named;

    private PeerTrust(X509ExtendedTrustManager chains, boolean named) {
        this.chains = chains;
        this.named = named;
    }

    /** @param authorities empty for those of the Java runtime */
    static TrustManager ofClients(List<X509Certificate> authorities) throws GeneralSecurityException {
        return new PeerTrust(chains(authorities), false);
    }

    static TrustManager ofServers(List<X509Certificate> authorities) throws GeneralSecurityException {
        return new PeerTrust(chains(authorities), true);
    }

    private static X509ExtendedTrustManager chains(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = null;
        if (!authorities.isEmpty()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            try {
                store.load(null, null);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("The Java runtime has no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkServerTrusted(chain, authType, engine);
        if (named) {
            PeerIdentity.parse(engine.getPeerHost()).require(chain[0]);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
    }

    // SIP over TLS runs on engines; without one the name is not known, and nobody is trusted.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("The name of the peer is not known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("The name of the peer is not known");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("The name of the peer is not known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("The name of the peer is not known");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
