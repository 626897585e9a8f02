package io.voicebridge.rtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * How an engine is set up.
 *
 * @param bind address that the sockets are bound to
 * @param ports to take RTP ports from; RTP has the even port, RTCP the odd one above
 * @param portRest how long a port is not used again after its call, so that late packets of one call never reach the
 *     next
 * @param threads media threads, 1 to 64
 * @param streamsPerThread 1 to 5000; more calls are refused
 * @param silentAfter time without a packet until {@link MediaListener#silent}
 * @param lostAfter time without a packet, audio or report, until {@link MediaListener#lost}; zero for never
 * @param sources whom a session listens to
 */
public record RtpSettings(
        InetAddress bind,
        PortRange ports,
        Duration portRest,
        int threads,
        int streamsPerThread,
        Duration silentAfter,
        Duration lostAfter,
        SourceRule sources) {

    public RtpSettings {
        Objects.requireNonNull(bind, "bind");
        Objects.requireNonNull(ports, "ports");
        Objects.requireNonNull(sources, "sources");
        if (threads < 1 || threads > 64 || streamsPerThread < 1 || streamsPerThread > 5000) {
            throw new IllegalArgumentException(
                    "RTP needs 1-64 threads with 1-5000 streams each, not " + threads + " with " + streamsPerThread);
        }
        if (portRest.isNegative() || silentAfter.isNegative() || silentAfter.isZero() || lostAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "RTP times must be positive: " + portRest + ", " + silentAfter + ", " + lostAfter);
        }
    }

    /**
     * A thread for each processor, so that none is late while another processor has time; 750 streams each (measured), ports
     * rest 30 s, silence is told after 20 s, and no peer is ever lost.
     */
    public static RtpSettings of(InetAddress bind, PortRange ports) {
        int threads = Math.max(1, Math.min(64, Runtime.getRuntime().availableProcessors()));
        return new RtpSettings(
                bind,
                ports,
                Duration.ofSeconds(30),
                threads,
                750,
                Duration.ofSeconds(20),
                Duration.ZERO,
                SourceRule.LEARN_ONCE);
    }

    public RtpSettings withLostAfter(Duration time) {
        return new RtpSettings(bind, ports, portRest, threads, streamsPerThread, silentAfter, time, sources);
    }
}
