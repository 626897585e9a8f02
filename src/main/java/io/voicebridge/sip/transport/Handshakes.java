package io.voicebridge.sip.transport;

import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * How many TLS handshakes may begin: each costs a private-key operation before the peer has proved anything. Thread-safe.
 */
final class Handshakes {

    private static final int SOURCES = 10_000;
    private static final InetAddress EVERYBODY = InetAddress.getLoopbackAddress();

    private final SourceBuckets bySource;
    private final SourceBuckets total;

    Handshakes(int perSecond, int perSource, LongSupplier nanos) {
        bySource = new SourceBuckets(perSource, 2 * perSource, SOURCES, nanos);
        total = new SourceBuckets(perSecond, 2 * perSecond, 1, nanos);
    }

    /** False if that is one too many. */
    synchronized boolean begin(InetAddress source) {
        return bySource.take(source) == Admission.Verdict.ADMIT && total.take(EVERYBODY) == Admission.Verdict.ADMIT;
    }
}
