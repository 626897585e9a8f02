package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.capture.CallCapture;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.message.MessageLimits;
import java.util.List;
import java.util.Optional;

/**
 * How the transports listen and what they bear.
 *
 * @param listeners at least one; of one name, TCP takes the free port that UDP got
 * @param loops event loops, 1 or more
 * @param tls certificates and limits; used by listeners for TLS and by connections that we open
 * @param dns whom to ask for the names in SIP URIs
 * @param capture keeps the last messages of calls
 */
public record TransportSettings(
        List<Listener> listeners,
        int loops,
        MessageLimits limits,
        StreamLimits streams,
        MessageRates rates,
        TlsSettings tls,
        DnsSettings dns,
        Optional<CallCapture> capture) {

    public TransportSettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty() || loops < 1) {
            throw new IllegalArgumentException("SIP needs a listener and a loop");
        }
        if (tls.identity().isEmpty() && listeners.stream().anyMatch(l -> l.transport() == Transport.TLS)) {
            throw new IllegalArgumentException("A SIP listener for TLS needs a certificate and its key");
        }
    }
}
