package io.voicebridge.call;

import java.util.Optional;

/**
 * How calls are carried.
 *
 * @param host address to bind, for SIP and for audio; a wildcard binds all
 * @param port for SIP over UDP and TCP; 0 picks a free one
 * @param advertisedHost what peers are told to send SIP to, where it is not the address bound
 * @param rtpAdvertisedHost the same for audio; an IP address
 * @param rtpPorts such as {@code 20000-29999}, or {@code 0} for any
 * @param maxCalls calls at once, both ways together; one more is refused
 * @param entry who may call, on listeners that name no policy of their own
 */
public record CallEngineSettings(
        String host,
        int port,
        Optional<String> advertisedHost,
        Optional<String> rtpAdvertisedHost,
        String rtpPorts,
        int maxCalls,
        Entry entry) {

    /** With everybody let in: for tests and simulators. */
    public CallEngineSettings(
            String host,
            int port,
            Optional<String> advertisedHost,
            Optional<String> rtpAdvertisedHost,
            String rtpPorts,
            int maxCalls) {
        this(host, port, advertisedHost, rtpAdvertisedHost, rtpPorts, maxCalls, Entry.open());
    }

    /** For tests and the simulator: this machine only, free ports. */
    public static CallEngineSettings loopback() {
        return new CallEngineSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), "0", 1_000);
    }
}
