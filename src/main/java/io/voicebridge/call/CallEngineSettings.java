package io.voicebridge.call;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.capture.CallCapture;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How calls are carried.
 *
 * @param listeners where SIP is taken, at least one
 * @param tls certificates for TLS, served and spoken
 * @param streams limits of connections over TCP and TLS
 * @param dns whom to ask for the names that are called
 * @param media how audio is carried
 * @param maxCalls calls at once, both ways together; one more is refused
 * @param entry how much may come in; its admission is for listeners that name none of their own
 * @param timers how long a call may go on without a sign of its peer
 * @param provisionals which calls have provisional responses that are acknowledged
 * @param capture keeps the last SIP messages of each call
 */
public record CallEngineSettings(
        List<ListenerSettings> listeners,
        TlsSettings tls,
        StreamLimits streams,
        DnsSettings dns,
        MediaSettings media,
        int maxCalls,
        Entry entry,
        SessionTimers timers,
        ReliableProvisionals provisionals,
        Optional<CallCapture> capture) {

    /** The name of the listeners that stand without a file. */
    public static final String DEFAULT_LISTENER = "default";

    /** With provisional responses that are acknowledged where the peer requires it. */
    public CallEngineSettings(
            List<ListenerSettings> listeners,
            TlsSettings tls,
            StreamLimits streams,
            DnsSettings dns,
            MediaSettings media,
            int maxCalls,
            Entry entry,
            SessionTimers timers) {
        this(
                listeners,
                tls,
                streams,
                dns,
                media,
                maxCalls,
                entry,
                timers,
                ReliableProvisionals.REQUIRED,
                Optional.empty());
    }

    /** UDP and TCP on one port, with everybody let in: for tests and simulators. */
    public CallEngineSettings(String host, int port, MediaSettings media, int maxCalls) {
        this(
                plain(host, port, Optional.empty(), Entry.open()),
                TlsSettings.standard(),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                media,
                maxCalls,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    public CallEngineSettings with(SrtpSettings other) {
        return new CallEngineSettings(
                listeners, tls, streams, dns, media.with(other), maxCalls, entry, timers, provisionals, capture);
    }

    public CallEngineSettings with(ReliableProvisionals other) {
        return new CallEngineSettings(listeners, tls, streams, dns, media, maxCalls, entry, timers, other, capture);
    }

    public CallEngineSettings with(CallCapture other) {
        return new CallEngineSettings(
                listeners, tls, streams, dns, media, maxCalls, entry, timers, provisionals, Optional.of(other));
    }

    /** Listeners for UDP and TCP on one port. */
    public static List<ListenerSettings> plain(String host, int port, Optional<String> advertisedHost, Entry entry) {
        return Stream.of(Transport.UDP, Transport.TCP)
                .map(transport -> new ListenerSettings(
                        DEFAULT_LISTENER, transport, host, port, advertisedHost, Optional.empty(), entry.admission()))
                .toList();
    }

    /** For tests and the simulator: this machine only, free ports. */
    public static CallEngineSettings loopback() {
        return new CallEngineSettings("127.0.0.1", 0, MediaSettings.of("127.0.0.1", "0"), 1_000);
    }
}
